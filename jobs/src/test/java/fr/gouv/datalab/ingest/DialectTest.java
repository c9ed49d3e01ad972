package fr.gouv.datalab.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.quality.Remark;
import fr.gouv.datalab.refusals.BadDataException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DialectTest {
  private static final Charset WINDOWS = Charset.forName("windows-1252");
  private static final String HEADER = "siren;code;jour;montant;libelle\n";

  @TempDir static Path directory;
  private static Contract strict;
  private static Contract lenient;

  @BeforeAll
  static void open() {
    Home home = Home.of(directory.resolve("home")).init();
    strict = Contracts.plain(home, "essai.strict");
    lenient =
        Contracts.of(
            home,
            "essai.souple",
            "{separators: [\",\", tab, \"|\"], decimals: [\".\"], dates: [yyyy-MM-dd, MM/dd/yyyy]}",
            "",
            "",
            "",
            "");
  }

  private static String rows(String row, int times) {
    return HEADER + row.repeat(times);
  }

  private static SurveyedFile survey(Contract contract, byte[] bytes) {
    try (Survey survey = new Survey(contract, 1)) {
      return survey.of(1, "f.csv", new Contracts.Bytes(bytes));
    }
  }

  private static SurveyedFile survey(Contract contract, String text) {
    return survey(contract, text.getBytes(StandardCharsets.UTF_8));
  }

  static Stream<Arguments> found() {
    String usual = "732829320;75056;31/12/2026;1,50;été\n";
    return Stream.of(
        Arguments.of("usual", rows(usual, 9), "separator \";\", decimal \",\", dates dd/MM/yyyy"),
        Arguments.of(
            "comma", rows(usual, 9).replace("1,50", "3").replace(';', ','), "separator \",\""),
        Arguments.of("tab", rows(usual, 9).replace(';', '\t'), "separator tab"),
        Arguments.of("bar", rows(usual, 9).replace(';', '|'), "separator \"|\""),
        Arguments.of("point", rows(usual.replace("1,50", "1.50"), 9), "decimal \".\""),
        Arguments.of(
            "ISO dates", rows(usual.replace("31/12/2026", "2026-12-31"), 9), "dates yyyy-MM-dd"),
        Arguments.of(
            "American", rows(usual.replace("31/12/2026", "12/31/2026"), 1), "dates MM/dd/yyyy"),
        Arguments.of("mark", "\uFEFF" + rows(usual, 9), "UTF-8 with a byte order mark"),
        Arguments.of(
            "quotes", rows(usual.replace("été", "\"été; ou hiver\""), 9), "fields in quotes"),
        Arguments.of(
            "quoted header",
            "\"siren\";\"code\";\"jour\";\"montant\";\"libelle\"\n" + usual,
            "separator \";\""),
        Arguments.of(
            "no decimal seen", rows(usual.replace("1,50", "1"), 9), "decimal \",\" (none seen)"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("found")
  void isStatedAndTakenWhereTheContractAcceptsIt(String name, String text, String sentence) {
    assertThat(survey(lenient, text).look().sentence()).contains(sentence);
  }

  @Test
  void theEncodingIsStated() {
    String text = rows("732829320;75056;31/12/2026;1,50;été\n", 3);
    assertThat(survey(strict, text.getBytes(WINDOWS)).look().sentence()).contains("windows-1252");
    assertThat(survey(strict, text).look().sentence()).contains("UTF-8").contains("in clear");
  }

  static Stream<Arguments> refused() {
    String usual = "732829320;75056;31/12/2026;1,50;été\n";
    byte[] mixed = (rows(usual, 2) + "x").getBytes(StandardCharsets.UTF_8);
    mixed[mixed.length - 1] = (byte) 0xE9;
    return Stream.of(
        Arguments.of(
            "comma",
            utf8(rows(usual, 9).replace("1,50", "1").replace(';', ',')),
            "is separated by \",\"",
            "accepts: {separators: [\",\"]}"),
        Arguments.of(
            "tab",
            utf8(rows(usual, 9).replace(';', '\t')),
            "is separated by tab",
            "separators: [tab]"),
        Arguments.of(
            "point",
            utf8(rows(usual.replace("1,50", "1.50"), 9)),
            "has \".\" before its decimals",
            "decimals: [\".\"]"),
        Arguments.of(
            "ISO",
            utf8(rows(usual.replace("31/12/2026", "2026-12-31"), 9)),
            "writes its dates as yyyy-MM-dd",
            "dates: [yyyy-MM-dd]"),
        Arguments.of(
            "American",
            utf8(rows(usual.replace("31/12/2026", "12/31/2026"), 1)),
            "writes its dates as MM/dd/yyyy",
            "says dd/MM/yyyy"),
        Arguments.of(
            "two orders",
            utf8(rows(usual + usual.replace("31/12", "12/31"), 9)),
            "the dates of jour in two orders",
            "9 can only be dd/MM/yyyy and 9 only MM/dd/yyyy"),
        Arguments.of(
            "no header", utf8(usual.repeat(3)), "has no header", "siren;code;jour;montant;libelle"),
        Arguments.of(
            "mixed encodings",
            mixed,
            "partly UTF-8 and partly another encoding",
            "Deliver it again"),
        Arguments.of(
            "UTF-16 without a mark",
            rows(usual, 9).getBytes(StandardCharsets.UTF_16LE),
            "is encoded in UTF-16",
            "deliver it in UTF-8 or windows-1252"));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void isRefusedWhereTheContractDoesNotAcceptItWithWhatToWrite(
      String name, byte[] bytes, String found, String write) {
    assertThatThrownBy(() -> survey(strict, bytes))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining(found)
        .hasMessageContaining(write)
        .message()
        .doesNotContain("732829320");
  }

  static Stream<Arguments> remarks() {
    return Stream.of(
        Arguments.of("732829320;75056;01/02/2026;1,50;x\n", Remark.Kind.DATE_ORDER, "jour"),
        Arguments.of("5520135;75056;31/12/2026;1,50;x\n", Remark.Kind.LOST_ZEROS, "siren"),
        Arguments.of("7,3283E+13;75056;31/12/2026;1,50;x\n", Remark.Kind.SCIENTIFIC, "siren"),
        Arguments.of("732829320;75056;31/12/2026;1 234,50;x\n", Remark.Kind.GROUPED, "montant"),
        Arguments.of("732829320;75056;31/12/26;1,50;x\n", Remark.Kind.SHORT_YEARS, "jour"));
  }

  @ParameterizedTest
  @MethodSource("remarks")
  void whatTheFileDoesNotDecideIsSaid(String row, Remark.Kind kind, String column) {
    assertThat(survey(strict, rows(row, 6)).look().remarks())
        .filteredOn(remark -> remark.kind() == kind)
        .singleElement()
        .satisfies(
            remark -> {
              assertThat(remark.column()).isEqualTo(column);
              assertThat(remark.english()).contains(column).doesNotContain("5520135");
              assertThat(remark.french()).contains(column);
            });
  }

  @Test
  void thousandsThatMayBeDecimalsAreSaid() {
    SurveyedFile file = survey(lenient, rows("732829320;75056;31/12/2026;1.234;x\n", 6));
    assertThat(file.look().remarks())
        .extracting(Remark::kind)
        .contains(Remark.Kind.THOUSANDS_OR_DECIMALS, Remark.Kind.OTHER_DIALECT);
  }

  @Test
  void aFewWrongDatesAreWrongRowsAndNotAnotherDialect() {
    String usual = "732829320;75056;31/12/2026;1,50;x\n";
    SurveyedFile file = survey(strict, rows(usual.repeat(30) + usual.replace("31/12", "12/31"), 1));
    assertThat(file.look().dialect().dates()).isEqualTo("dd/MM/yyyy");
  }
}
