package fr.gouv.datalab.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.cli.Datalab;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.registry.Registry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A text that a contract cites sets a right aside for its dataset, and for no other. */
class ExcludedRightsTest {
  private static final String ID = "CONV-2026-001";
  private static final String EXCLUDED = "essai.fichier";
  private static final String OPEN = "essai.ouvert";
  private static final String CONTRACT =
      """
      dataset: NAME
      title: Essai
      description: Essai.
      producer: dgfip
      legalBasis: essai
      grain: ligne
      retention: P1Y
      RIGHTS
      dialect: {encodings: [UTF-8], separator: ";", decimal: ",", dates: dd/MM/yyyy}
      uniqueKey: [spi]
      columns:
        - {name: spi, type: string, sensitivity: identifier(spi), required: true, description: SPI}
      """;

  @TempDir Path directory;
  private Home home;
  private StringWriter out;
  private StringWriter err;

  @BeforeEach
  void makeAHome() throws IOException {
    home = Home.of(directory.resolve("home"));
    assertThat(run("init")).isZero();
    assertThat(run("keys init")).isZero();
    assertThat(run("convention add " + ID + " --user juriste@dinum")).isZero();
    for (String party : List.of("dinum", "dgfip", "interieur")) {
      String user = party.equals("dinum") ? "juriste@dinum" : "administrateur@" + party;
      assertThat(run("convention sign " + ID + " --party " + party + " --user " + user)).isZero();
    }
    dataset(EXCLUDED, "excludedRights: {erasure: \"texte A\", opposition: \"texte B\"}");
    dataset(OPEN, "");
  }

  private void dataset(String name, String rights) throws IOException {
    Path folder = Files.createDirectories(home.catalogue().resolve(name));
    Files.writeString(
        folder.resolve("dataset.yaml"), CONTRACT.replace("NAME", name).replace("RIGHTS", rights));
  }

  private int run(String line) {
    out = new StringWriter();
    err = new StringWriter();
    List<String> args = new ArrayList<>(List.of(line.split(" ")));
    args.addAll(List.of("--home", home.path().toString()));
    return Datalab.run(
        new PrintWriter(out, true), new PrintWriter(err, true), args.toArray(String[]::new));
  }

  @ParameterizedTest
  @EnumSource(Ground.class)
  void noGroundButUnlawfulnessOvercomesTheText(Ground ground) {
    Contract excluded = Catalogue.of(home).dataset(EXCLUDED);
    Contract open = Catalogue.of(home).dataset(OPEN);

    assertThatCode(() -> Erasures.requireRight(open, ground)).doesNotThrowAnyException();
    if (ground == Ground.UNLAWFUL) {
      assertThatCode(() -> Erasures.requireRight(excluded, ground)).doesNotThrowAnyException();
    } else {
      assertThatThrownBy(() -> Erasures.requireRight(excluded, ground))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining(EXCLUDED)
          .hasMessageContaining("--ground unlawful")
          .extracting("rule")
          .isEqualTo("texte A");
    }
  }

  @Test
  void aRequestForThatDatasetIsRefusedWithTheTextAndNothingIsWritten() throws IOException {
    Path person = Files.writeString(directory.resolve("p.csv"), "spi,3012345678901\n");

    int exit =
        run(
            "erase request --identifiers "
                + person
                + " --ground objection --reference 2026-1 --dataset "
                + EXCLUDED
                + " --user juriste@dinum");

    assertThat(exit).isEqualTo(3);
    assertThat(err.toString()).contains("texte A").doesNotContain("3012345678901");
    assertThat(run("erase list")).isZero();
    assertThat(out.toString()).doesNotContain("EFF-", EXCLUDED);
  }

  @Test
  void anObjectionIsAppliedEverywhereButThereAndThatIsSaid() throws IOException {
    Path person = Files.writeString(directory.resolve("p.csv"), spi());

    assertThat(run("oppose --identifiers " + person + " --user juriste@dinum --json")).isZero();

    assertThat(err.toString()).contains("nobody may object to the use of " + EXCLUDED, "texte B");
    assertThat(out.toString()).contains(OPEN).doesNotContain(EXCLUDED);
    KeyStore keys = KeyStore.open(home.keys());
    try (Registry registry = Registry.open(home)) {
      Oppositions oppositions = new Oppositions(registry);
      Catalogue catalogue = Catalogue.of(home);
      assertThat(oppositions.inForce(ID, catalogue.dataset(EXCLUDED), keys).isEmpty()).isTrue();
      assertThat(oppositions.inForce(ID, catalogue.dataset(OPEN), keys).isEmpty()).isFalse();
    }
  }

  /** Thirteen digits, the last three being the rest of the others by 511. */
  private static String spi() {
    long number = 123456789L;
    return String.format("spi,0%09d%03d\n", number, number % 511);
  }

  @Test
  void aContractMayExcludeNoOtherRight() throws IOException {
    dataset("essai.autre", "excludedRights: {access: \"texte C\"}");

    assertThat(run("catalogue show essai.autre")).isEqualTo(4);
    assertThat(err.toString()).contains("excludedRights", "access", "erasure and opposition");
  }
}
