package fr.gouv.datalab.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.home.Home;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeadingZerosTest {
  private static final String HEADER = "siren;code;jour;montant;libelle\n";

  @TempDir static Path directory;
  private static Contract strict;
  private static Contract mending;

  @BeforeAll
  static void open() {
    Home home = Home.of(directory.resolve("home")).init();
    strict = Contracts.plain(home, "essai.strict");
    mending =
        Contracts.of(
            home, "essai.zeros", "", "", "repair: leading-zeros,", "repair: leading-zeros(5),", "");
  }

  @ParameterizedTest
  @CsvSource({
    "732829320, 75056, , 0", // whole
    "5520135, 1004, , 2", // both lost their zeros, and both are right with them
    "5520136, 75056, IDENTIFIER, 0", // the check digit is false with zeros too
    "5520135, 104, , 2",
    "5520135, 1A04, PATTERN, 1",
    "73282932, 75056, IDENTIFIER, 0",
    "732829320, 123456, PATTERN, 0"
  })
  void areGivenBackWhereTheContractAllowsAndTheValueIsRightWithThem(
      String siren, String code, RowRule broken, int repairs) throws Exception {
    String text = HEADER + siren + ";" + code + ";;;\n";
    SurveyedFile file = survey(mending, text);
    RowReader reader = new RowReader(file.format());
    try (OpenRecords open = file.chunks().get(0).open(file.format())) {
      open.records().next();
      assertThat(reader.read(open.records())).isEqualTo(broken);
      assertThat(reader.repairs()).isEqualTo(repairs);
      if (broken == null) {
        assertThat(text(reader, 0)).hasSize(9).endsWith(siren);
        assertThat(text(reader, 1)).hasSize(5).endsWith(code);
      }
    }
    if (repairs > 0) {
      SurveyedFile same = survey(strict, text);
      RowReader other = new RowReader(same.format());
      try (OpenRecords open = same.chunks().get(0).open(same.format())) {
        open.records().next();
        assertThat(other.read(open.records())).isEqualTo(RowRule.IDENTIFIER);
        assertThat(other.repairs()).isZero();
      }
    }
  }

  private static SurveyedFile survey(Contract contract, String text) {
    try (Survey survey = new Survey(contract, 1)) {
      return survey.of(1, "f.csv", Contracts.Bytes.of(text, StandardCharsets.UTF_8));
    }
  }

  private static String text(RowReader reader, int at) {
    return new String(
        reader.text(at), reader.from(at), reader.to(at) - reader.from(at), StandardCharsets.UTF_8);
  }
}
