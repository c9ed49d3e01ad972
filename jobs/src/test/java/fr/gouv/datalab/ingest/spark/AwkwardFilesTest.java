package fr.gouv.datalab.ingest.spark;

import static org.assertj.core.api.Assertions.assertThat;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.ingest.Chunk;
import fr.gouv.datalab.ingest.Contracts;
import fr.gouv.datalab.ingest.OpenRecords;
import fr.gouv.datalab.ingest.RowReader;
import fr.gouv.datalab.ingest.Survey;
import fr.gouv.datalab.ingest.SurveyedFile;
import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.refusals.BadDataException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Walks a corpus of awkward files. What the intake accepts, Commons CSV and Spark's own reader read
 * the same; the rest is refused, a row or the whole file.
 */
class AwkwardFilesTest {
  private enum Verdict {
    /** Every record is the same to the three. */
    SAME,
    /** Some rows are refused; the others are the same to the three. */
    ROWS_REFUSED,
    /** The file is refused, with a sentence. */
    FILE_REFUSED
  }

  private static final List<String> STOPPED = List.of("Commons CSV stops here");
  private static final Charset WINDOWS = Charset.forName("windows-1252");

  @TempDir static Path directory;
  private static Engine engine;
  private static Contract contract;

  @BeforeAll
  static void start() throws IOException {
    Home home = Home.of(directory.resolve("home")).init();
    Path folder = Files.createDirectories(home.catalogue().resolve("essai.textes"));
    Files.writeString(
        folder.resolve("dataset.yaml"),
        """
        dataset: essai.textes
        title: Essai
        description: Essai.
        producer: essai
        legalBasis: essai
        grain: ligne
        retention: P1Y
        dialect: {encodings: [UTF-8, windows-1252], separator: ";", decimal: ",", dates: dd/MM/yyyy}
        uniqueKey: [a]
        columns:
          - {name: a, type: string, sensitivity: plain, description: x}
          - {name: b, type: string, sensitivity: plain, description: x}
          - {name: c, type: string, sensitivity: plain, description: x}
        """);
    contract = Catalogue.of(home).dataset("essai.textes");
    engine = Engine.start(home);
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  private static Arguments file(String name, Verdict verdict, String text) {
    return Arguments.of(name, verdict, text.getBytes(StandardCharsets.UTF_8));
  }

  static Stream<Arguments> corpus() {
    String h = "a;b;c\n";
    byte[] mixed = (h + "é;1;2\n?;1;2\n").getBytes(StandardCharsets.UTF_8);
    mixed[mixed.length - 6] = (byte) 0xE9;
    return Stream.of(
        file("plain", Verdict.SAME, h + "1;2;3\n4;5;6\n"),
        file("no line break at the end", Verdict.SAME, h + "1;2;3\n4;5;6"),
        file("CR LF", Verdict.SAME, "a;b;c\r\n1;2;3\r\n4;5;6\r\n"),
        file("CR alone", Verdict.SAME, "a;b;c\r1;2;3\r4;5;6\r"),
        file("quotes", Verdict.SAME, h + "\"1\";\"2\";\"3\"\n"),
        file("a separator in quotes", Verdict.SAME, h + "\"1;1\";2;3\n"),
        file("line breaks in quotes", Verdict.SAME, h + "\"1\n1\";\"\n\n\";3\n4;5;6\n"),
        file("doubled quotes", Verdict.SAME, h + "\"1\"\"1\";\"\"\"\"\"\";3\n"),
        file("a quote in the middle", Verdict.SAME, h + "1\"1;2;3\n4;5\"\"5;6\n"),
        file("a quote at the end", Verdict.SAME, h + "1\";2;3\n4;5;6\n"),
        file("text after a closing quote", Verdict.ROWS_REFUSED, h + "\"1\"x;2;3\n4;5;6\n"),
        file("a space before a quote", Verdict.SAME, h + "1; \"2\";3\n4;5;6\n"),
        file("a space after a quote", Verdict.ROWS_REFUSED, h + "\"1\" ;2;3\n4;5;6\n"),
        file("a backslash before a quote", Verdict.ROWS_REFUSED, h + "\"1\\\"1\";2;3\n4;5;6\n"),
        file("a backslash", Verdict.SAME, h + "1\\n;\\;3\n4;5;6\n"),
        file("a quote never closed", Verdict.FILE_REFUSED, h + "1;2;3\n\"4;5;6\n7;8;9\n"),
        file("single quotes", Verdict.SAME, h + "'1';'2';3\n"),
        file("empty fields", Verdict.SAME, h + ";;3\n4;\"\";\n;5;\n"),
        file("spaces", Verdict.SAME, h + " 1 ;  2;3  \n4;5;6\n"),
        file("tabs inside", Verdict.SAME, h + "1\t1;2;3\n4;5;6\n"),
        file("too few fields", Verdict.ROWS_REFUSED, h + "1;2\n4;5;6\n"),
        file("too many fields", Verdict.ROWS_REFUSED, h + "1;2;3;4\n4;5;6\n"),
        file("trailing separators", Verdict.ROWS_REFUSED, h + "1;2;3;\n4;5;6;\n"),
        file("a trailing separator in the header", Verdict.ROWS_REFUSED, "a;b;c;\n1;2;3\n"),
        file("an empty last line", Verdict.ROWS_REFUSED, h + "1;2;3\n\n"),
        file("empty lines", Verdict.ROWS_REFUSED, h + "1;2;3\n\n\n4;5;6\n"),
        file("a line of separators", Verdict.SAME, h + "1;2;3\n;;\n4;5;6\n"),
        file("a mark first", Verdict.SAME, "\uFEFF" + h + "1;2;3\n"),
        file("a mark in the middle", Verdict.SAME, h + "1;2;3\n\uFEFF4;5;6\n"),
        file("a mark and quotes", Verdict.SAME, "\uFEFF\"a\";\"b\";\"c\"\n1;2;3\n"),
        file("a header in the middle", Verdict.SAME, h + "1;2;3\n" + h + "4;5;6\n"),
        file("a comment", Verdict.SAME, h + "#1;2;3\n4;5;6\n"),
        file("a formula", Verdict.SAME, h + "=1+1;@x;-2\n"),
        file("a large field", Verdict.SAME, h + "x".repeat(500_000) + ";2;3\n4;5;6\n"),
        file("a huge field", Verdict.FILE_REFUSED, h + "x".repeat(3 << 20) + ";2;3\n4;5;6\n"),
        file("a zero byte", Verdict.FILE_REFUSED, h + "1\0;2;3\n4;5;6\n"),
        file("a DOS end of file", Verdict.FILE_REFUSED, h + "1;2;3\n\u001A"),
        file("accents", Verdict.SAME, h + "été;œuvre;€\n"),
        file("no-break spaces", Verdict.SAME, h + "1\u00A01;\u202F;\u2028\n4;5;6\n"),
        file("beyond the basic plane", Verdict.SAME, h + "\uD83D\uDE00;2;3\n"),
        file("other separators inside", Verdict.SAME, h + "1,1;2|2;3\n"),
        file("line breaks of several kinds", Verdict.SAME, h + "\"1\r\n1\";2;3\n4;\"5\r5\";6\n"),
        file("NULL in letters", Verdict.SAME, h + "NULL;null;\\N\n"),
        Arguments.of("Windows-1252", Verdict.SAME, (h + "été;œ;€\n").getBytes(WINDOWS)),
        Arguments.of("two encodings", Verdict.FILE_REFUSED, mixed),
        Arguments.of(
            "UTF-16", Verdict.FILE_REFUSED, (h + "1;2;3\n").getBytes(StandardCharsets.UTF_16)),
        Arguments.of(
            "surrogates in UTF-8",
            Verdict.FILE_REFUSED,
            new byte[] {
              'a', ';', 'b', ';', 'c', '\n', (byte) 0xED, (byte) 0xA0, (byte) 0x81, '\n'
            }));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("corpus")
  void isReadTheSameByAllOrRefused(String name, Verdict expected, byte[] bytes) throws IOException {
    List<List<String>> accepted = new ArrayList<>();
    Charset charset;
    long records;
    try (Survey survey = new Survey(contract, 1)) {
      SurveyedFile file = survey.of(1, "f.csv", new Contracts.Bytes(bytes));
      records = file.records();
      charset = file.charset();
      read(file, accepted);
    } catch (BadDataException e) {
      assertThat(e).hasMessageStartingWith("f.csv");
      assertThat(expected).isEqualTo(Verdict.FILE_REFUSED);
      return;
    }
    List<List<String>> commons = commons(new String(bytes, charset));
    List<List<String>> spark = spark(bytes, charset);
    if (accepted.size() == records) {
      assertThat(expected).isEqualTo(Verdict.SAME);
      assertThat(commons).as("Commons CSV").isEqualTo(accepted);
      assertThat(spark).as("Spark").isEqualTo(accepted);
    } else {
      assertThat(expected).isEqualTo(Verdict.ROWS_REFUSED);
      if (commons.contains(STOPPED)) {
        // It reads no further than what we refuse; what it read before is what we read.
        assertThat(accepted).as("Commons CSV").containsAll(commons.subList(0, commons.size() - 1));
      } else {
        assertThat(commons).as("Commons CSV").containsAll(accepted);
      }
      assertThat(spark).as("Spark").containsAll(accepted);
    }
  }

  private static void read(SurveyedFile file, List<List<String>> accepted) throws IOException {
    RowReader reader = new RowReader(file.format());
    for (Chunk chunk : file.chunks()) {
      try (OpenRecords open = chunk.open(file.format())) {
        while (open.records().next()) {
          if (reader.read(open.records()) == null) {
            List<String> fields = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
              int from = reader.from(i);
              fields.add(
                  new String(reader.text(i), from, reader.to(i) - from, StandardCharsets.UTF_8));
            }
            accepted.add(fields);
          }
        }
      }
    }
  }

  private static List<List<String>> commons(String text) throws IOException {
    CSVFormat format = CSVFormat.RFC4180.builder().setDelimiter(';').get();
    List<List<String>> rows = new ArrayList<>();
    String unmarked = text.startsWith("\uFEFF") ? text.substring(1) : text;
    try (CSVParser parser = format.parse(new StringReader(unmarked))) {
      for (CSVRecord row : parser) {
        rows.add(row.toList());
      }
    } catch (IOException | java.io.UncheckedIOException e) {
      rows.add(STOPPED);
    }
    return rows.subList(1, rows.size());
  }

  private static List<List<String>> spark(byte[] bytes, Charset charset) throws IOException {
    Path file = Files.write(directory.resolve("f.csv"), bytes);
    StructType schema =
        new StructType()
            .add("a", DataTypes.StringType)
            .add("b", DataTypes.StringType)
            .add("c", DataTypes.StringType);
    List<List<String>> rows = new ArrayList<>();
    engine.session().conf().set("spark.sql.legacy.javaCharsets", "true");
    for (Row row :
        engine
            .session()
            .read()
            .schema(schema)
            .option("header", true)
            .option("sep", ";")
            .option("multiLine", true)
            .option("escape", "\"")
            .option("encoding", charset.name())
            .csv(file.toString())
            .collectAsList()) {
      List<String> fields = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        fields.add(row.isNullAt(i) ? "" : row.getString(i));
      }
      rows.add(fields);
    }
    return rows;
  }
}
