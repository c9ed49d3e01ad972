package fr.gouv.datalab.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.quality.ColumnChange;
import fr.gouv.datalab.quality.DeliveryFacts;
import fr.gouv.datalab.refusals.BadDataException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaComparisonTest {
  private static final String HEADER = "siren;code;jour;montant;libelle\n";
  private static final String ROW = "732829320;75056;31/12/2026;1,50;mot\n";

  @TempDir static Path directory;
  private static Contract usual;
  private static Contract all;
  private static Contract none;

  @BeforeAll
  static void open() {
    Home home = Home.of(directory.resolve("home")).init();
    usual = Contracts.of(home, "essai.usuel", "", "", "", "", "aliases: [salaire_brut],");
    all =
        Contracts.of(
            home,
            "essai.tout",
            "",
            "schemaChanges: [added, removed, renamed, retyped, reordered]",
            "",
            "",
            "aliases: [salaire_brut],");
    none = Contracts.of(home, "essai.rien", "", "schemaChanges: []", "", "", "");
  }

  private static SurveyedFile survey(Contract contract, String text) {
    try (Survey survey = new Survey(contract, 1)) {
      return survey.of(1, "f.csv", Contracts.Bytes.of(text, StandardCharsets.UTF_8));
    }
  }

  private static List<ColumnChange> changes(Contract contract, String before, String now) {
    DeliveryFacts last =
        new DeliveryFacts(
            List.of(survey(contract, before).look().facts(1)),
            List.of(),
            Map.of(),
            1,
            List.of(),
            List.of());
    return new SchemaComparison(contract, Optional.of(last)).of("f.csv", survey(contract, now));
  }

  private static String file(String header, String row) {
    return header + row.repeat(30);
  }

  static Stream<Arguments> differences() {
    String same = file(HEADER, ROW);
    return Stream.of(
        Arguments.of(
            file(HEADER.replace("\n", ";ajout\n"), ROW.replace("\n", ";1\n")),
            "column ajout is new"),
        Arguments.of(
            file("siren;code;jour;montant\n", ROW.replace(";mot", "")), "column libelle is gone"),
        Arguments.of(
            same.replace("montant", "salaire_brut"), "column montant came as salaire_brut"),
        Arguments.of(
            same.replace(";mot", ";01/02/2003"),
            "the values of libelle were of the form text, now date"),
        Arguments.of(
            file("code;siren;jour;montant;libelle\n", "75056;732829320;31/12/2026;1,50;mot\n"),
            "in another order"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("differences")
  void areReportedWhereAllowedAndRefusedWithTheListWhereNot(String now, String sentence) {
    String before = file(HEADER, ROW);
    assertThat(changes(all, before, now))
        .extracting(ColumnChange::english)
        .singleElement()
        .asString()
        .contains(sentence);
    assertThatThrownBy(() -> changes(none, before, now))
        .isInstanceOf(BadDataException.class)
        .satisfies(
            e ->
                assertThat(e.getMessage())
                    .containsAnyOf(sentence, "lacks the column", "is separated")
                    .containsAnyOf("`schemaChanges`", "deliver it again"));
    assertThat(changes(all, before, before)).isEmpty();
  }

  static Stream<Arguments> betterDeliveries() {
    String good = file(HEADER, ROW);
    return Stream.of(
        Arguments.of("dates were wrong", good.replace("31/12/2026", "décembre"), good),
        Arguments.of("amounts were wrong", good.replace("1,50", "mille"), good),
        Arguments.of("identifiers were wrong", good.replace("732829320", "ABC"), good),
        Arguments.of("a code of another department", good, good.replace("75056", "2A004")),
        Arguments.of("a code that begins with a zero", good, good.replace("75056", "01053")),
        Arguments.of(
            "a free number that begins with a zero",
            good.replace("mot", "75"),
            good.replace("mot", "01")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("betterDeliveries")
  void aDeliveryThatIsAsTheContractAsksIsNoChangeWhateverTheLastOneWas(
      String what, String before, String now) {
    assertThat(changes(none, before, now)).isEmpty();
  }

  @Test
  void aRefusalNamesWhatIsNotAllowedAndNothingElse() {
    String before = file(HEADER, ROW);
    String now =
        before
            .replace("montant", "salaire_brut")
            .replace(";mot", ";01/02/2003")
            .replace("\n7", ";1\n7")
            .replaceFirst("libelle;1", "libelle;ajout");
    assertThatThrownBy(() -> changes(usual, before, now))
        .hasMessageContaining("the values of libelle were of the form text, now date")
        .hasMessageContaining("write retyped among")
        .message()
        .doesNotContain("salaire_brut", "is new");
  }

  @Test
  void aColumnThatLooksRenamedIsNamed() {
    assertThatThrownBy(() -> survey(none, file(HEADER.replace("montant", "montant_eur"), ROW)))
        .hasMessageContaining("lacks the column montant")
        .hasMessageContaining("Its column montant_eur may be montant renamed")
        .hasMessageContaining("`aliases: [montant_eur]`");
  }

  @Test
  void withoutALastDeliveryTheContractIsWhatAFileDiffersFrom() {
    SchemaComparison first = new SchemaComparison(usual, Optional.empty());
    assertThat(first.of("f.csv", survey(usual, file(HEADER, ROW)))).isEmpty();
    assertThat(
            first.of(
                "f.csv",
                survey(usual, file(HEADER.replace("\n", ";ajout\n"), ROW.replace("\n", ";1\n")))))
        .hasSize(1);
  }

  @Test
  void aRequiredColumnMayNeverBeGone() {
    assertThatThrownBy(() -> survey(all, file("siren;jour;montant;libelle\n", ROW)))
        .hasMessageContaining("lacks the column code");
  }

  @Test
  void aColumnThatIsGoneOrRenamedIsReadAsSuch() throws Exception {
    SurveyedFile file =
        survey(all, file("siren;code;jour;salaire_brut\n", ROW.replace(";mot", "")));
    RowReader reader = new RowReader(file.format());
    try (OpenRecords open = file.chunks().get(0).open(file.format())) {
      assertThat(open.records().next()).isTrue();
      assertThat(reader.read(open.records())).isNull();
      assertThat(reader.number(3)).isEqualTo(150);
      assertThat(reader.isAbsent(4)).isTrue();
    }
    SurveyedFile json =
        survey(
            all,
            "{\"siren\":\"732829320\",\"code\":\"75056\",\"SALAIRE_BRUT\":1.5,\"autre\":{\"x\":[1]}}\n"
                .replace(",\"autre\":{\"x\":[1]}", ",\"autre\":2"));
    assertThat(json.ignored()).containsExactly("autre");
    try (OpenRecords open = json.chunks().get(0).open(json.format())) {
      RowReader rows = new RowReader(json.format());
      assertThat(open.records().next()).isTrue();
      assertThat(rows.read(open.records())).isNull();
      assertThat(rows.number(3)).isEqualTo(150);
    }
  }
}
