package fr.gouv.datalab.conventions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.refusals.BadDataException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConventionReaderTest {
  private final String sound =
      new String(
          new ConventionFiles(Home.of(Path.of("absent"))).find("CONV-2026-001").orElseThrow(),
          StandardCharsets.UTF_8);

  @Test
  void readsPartiesPeopleAndSeats() {
    Convention c = read(sound);
    assertThat(c.parties()).containsExactly("dgfip", "dinum", "interieur");
    assertThat(c.rolesOf("statisticien@dinum")).containsExactly("analyste");
    assertThat(c.rolesOf("equipe-datalab")).isEmpty();
    assertThat(c.approvals())
        .containsExactly("juriste", "administrateur-dgfip", "administrateur-interieur");
    assertThat(c.grantsLinkage("siv.immatriculations", "titulaire")).isTrue();
    assertThat(c.grantsLinkage("dgfip.foyers_fiscaux", "foyer")).isFalse();
  }

  @Test
  void numbersItsArticlesFromOneToSeven() {
    assertThat(Arrays.stream(Article.values()).map(Article::number))
        .containsExactly(1, 2, 3, 4, 5, 6, 7);
    assertThat(Article.DATA.of("C")).isEqualTo("convention C, article 2");
    assertThat(Article.values()).allMatch(article -> !article.title().isBlank());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "convention: CONV-2026-001|convention: ../etc|line 1: `convention` must be letters",
        "version: 1|version: 0|line 2: `version` must be 1 or more",
        "version: 1|version: un|must be a whole number",
        "title:|titre:|`title` is missing",
        "consumer: dinum|consumer: DINUM|a party is written in",
        "until: 2030-12-31|until: 2024-12-31|`until` is before `from`",
        "until: 2030-12-31|until: fin 2030|`until` must be a date",
        "retention: P2Y|retention: 2 ans|`retention` must be an ISO period",
        "retention: P2Y|retention: P2Y~purpose: x|`purpose` is written twice",
        "retention: P2Y|retention: P2Y~clause: x|`clause` is not a key known here",
        "  siv.immatriculations: interieur|  autre.table: interieur|does not say who answers for siv.immatriculations",
        "  siv.immatriculations: interieur|  siv.immatriculations: interieur~  autre.table: interieur|of which no column is granted",
        "  juriste: [juriste@dinum]|  chef: [juriste@dinum]|has the role chef",
        "  administrateur-dgfip: [administrateur@dgfip]|  administrateur-insee: [x@insee]|has the role administrateur-insee",
        "  analyste: [equipe-datalab]|  analyste: [\"une personne\"]|neither a group nor of the form",
        "  vehicules-foyers:|  autre:|has the use case autre, which `useCases` does not list",
        "    approvals: [juriste, administrateur-dgfip]|    approvals: [juriste, administrateur-interieur]|must have administrateur-dgfip among the approvals",
        "    approvals: [juriste, administrateur-dgfip]|    approvals: [administrateur-dgfip]|must have juriste among the approvals",
        "    validity: P30D|    validity: P-1D|must be longer than nothing",
        "    validity: P30D|    validity: un mois|must be an ISO period such as P30D",
        "    validity: P30D|    duree: P30D|`duree` is not a key known here",
        "      dgfip.declarants: [declarant]|      insee.etablissements: [x]|opens insee.etablissements",
        "approvals: [juriste, administrateur-dgfip,|approvals: [administrateur-dgfip,|must have juriste",
        "administrateur-dgfip, administrateur-interieur]|administrateur-dgfip]|must have administrateur-interieur",
        "  juriste: [juriste@dinum]~|~|which `people` gives to nobody",
        "  analyste: [equipe-datalab]~|~|gives the role analyste to nobody",
        "useCases: [vehicules-foyers]|useCases: vehicules-foyers|must be a list"
      })
  void saysWhatIsWrongAndWhere(String right, String wrong, String sentence) {
    String from = right.replace("~", "\n");
    assertThat(sound).contains(from);
    assertThatThrownBy(() -> read(sound.replace(from, wrong.replace("~", "\n"))))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith("Convention essai.yaml, line ")
        .hasMessageContaining(sentence);
  }

  @Test
  void refusesBytesThatAreNotUtf8() {
    byte[] bytes = sound.getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> ConventionReader.read("essai.yaml", bytes))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("not UTF-8");
  }

  private static Convention read(String text) {
    return ConventionReader.read("essai.yaml", text.getBytes(StandardCharsets.UTF_8));
  }
}
