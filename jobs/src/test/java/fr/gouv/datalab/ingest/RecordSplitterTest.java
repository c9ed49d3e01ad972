package fr.gouv.datalab.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;

class RecordSplitterTest {

  private static List<List<String>> split(String text, int readSize) throws IOException {
    InputStream in =
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)) {
          @Override
          public synchronized int read(byte[] bytes, int from, int length) {
            return super.read(bytes, from, Math.min(length, readSize));
          }
        };
    RecordSplitter records = new RecordSplitter(in, ';', 1);
    List<List<String>> all = new ArrayList<>();
    while (records.next()) {
      List<String> fields = new ArrayList<>();
      for (int i = 0; i < records.fields(); i++) {
        String field =
            new String(
                records.buffer(),
                records.from(i),
                records.to(i) - records.from(i),
                StandardCharsets.UTF_8);
        fields.add(records.hasDoubledQuotes(i) ? field.replace("\"\"", "\"") : field);
      }
      all.add(fields);
    }
    return all;
  }

  @Test
  void cutsWhatCommonsCsvCutsWhereverTheBytesAreBroken() throws IOException {
    Random random = new Random(1);
    String[] pieces = {
      "a",
      "é",
      ";",
      "\n",
      "\r\n",
      "\"x\"",
      "\"a;b\"",
      "\"l1\nl2\"",
      "\"q\"\"q\"",
      "12",
      "",
      "nine byte",
      "\ttab\t",
      "éàüöîçûñ",
      ":<=>?;"
    };
    CSVFormat format = CSVFormat.RFC4180.builder().setDelimiter(';').get();
    int compared = 0;
    for (int i = 0; i < 3000; i++) {
      StringBuilder text = new StringBuilder("h1;h2\n");
      boolean quoted = false;
      for (int n = random.nextInt(12); n > 0; n--) {
        String piece = pieces[random.nextInt(pieces.length)];
        boolean separator = piece.equals(";") || piece.equals("\n") || piece.equals("\r\n");
        if (quoted && !separator || piece.startsWith("\"") && !endsField(text)) {
          continue;
        }
        quoted = piece.startsWith("\"");
        text.append(piece);
      }
      List<List<String>> expected = new ArrayList<>();
      try (CSVParser parser = format.parse(new StringReader(text.toString()))) {
        for (CSVRecord row : parser) {
          expected.add(row.toList());
        }
      }
      for (int size : new int[] {1, 3, 1 << 16}) {
        assertThat(split(text.toString(), size)).as(text.toString()).isEqualTo(expected);
        compared++;
      }
    }
    assertThat(compared).isEqualTo(9000);
  }

  private static boolean endsField(StringBuilder text) {
    char last = text.charAt(text.length() - 1);
    return last == ';' || last == '\n';
  }

  @Test
  void knowsThePhysicalLineAndTheByteWhereEachRecordStarts() throws IOException {
    byte[] bytes = "a;\"x\ny\"\r\nb;2\nc;3".getBytes(StandardCharsets.UTF_8);
    RecordSplitter records = new RecordSplitter(new ByteArrayInputStream(bytes), ';', 10);
    records.next();
    assertThat(records.line()).isEqualTo(10);
    assertThat(records.nextOffset()).isEqualTo(9);
    records.next();
    assertThat(records.line()).isEqualTo(12);
    assertThat(records.offset()).isEqualTo(9);
    records.next();
    assertThat(records.line()).isEqualTo(13);
    assertThat(records.next()).isFalse();
  }

  @Test
  void aQuoteThatIsNeverClosedIsToldWithItsLine() {
    String text = "a;b\n1;2\n3;\"" + "x\n".repeat(RecordSplitter.LONGEST_RECORD);
    assertThatThrownBy(() -> split(text, 1 << 16))
        .isInstanceOf(UnclosedRecordException.class)
        .hasMessageContaining("line 3");
  }

  @Test
  void datesAreStrict() {
    DatePattern french = new DatePattern("dd/MM/yyyy");
    for (String day : List.of("01/01/1970", "29/02/2000", "31/12/2026", "01/03/1900")) {
      java.time.LocalDate expected =
          java.time.LocalDate.of(
              Integer.parseInt(day.substring(6)),
              Integer.parseInt(day.substring(3, 5)),
              Integer.parseInt(day.substring(0, 2)));
      assertThat(french.epochDay(day.getBytes(StandardCharsets.US_ASCII), 0, 10))
          .isEqualTo(expected.toEpochDay());
    }
    for (String day :
        List.of("29/02/1900", "31/04/2020", "00/01/2020", "1/01/2020", "01-01-2020")) {
      assertThat(french.epochDay(day.getBytes(StandardCharsets.US_ASCII), 0, day.length()))
          .isEqualTo(DatePattern.NOT_A_DATE);
    }
  }
}
