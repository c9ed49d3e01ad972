package fr.gouv.datalab.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.home.Home;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SurveyTest {
  private static final String HEADER =
      "siret,siren,naf,tranche_effectif,date_creation,code_commune\n";

  @TempDir static Path directory;
  private static Contract contract;

  @BeforeAll
  static void open() {
    contract =
        Catalogue.of(Home.of(directory.resolve("home")).init()).dataset("insee.etablissements");
  }

  private record Bytes(byte[] bytes) implements FileSource {
    @Override
    public InputStream open(long offset) {
      return new ByteArrayInputStream(bytes, (int) offset, bytes.length - (int) offset);
    }

    @Override
    public long size() {
      return bytes.length;
    }
  }

  /** Rows whose quoted fields hold line breaks, and what looks like the start of other rows. */
  private static String file(Random random) {
    String[] texts = {
      "x",
      "\"a\nb\"",
      "\"\n\n\"",
      "\"q\"\"\n\"\"q\"",
      "\"1,2,3,4,5,6\n7,8,9,1,2,3\"",
      "",
      "\"\r\n\"",
      "\"\r\""
    };
    StringBuilder text = new StringBuilder(HEADER);
    int rows = 1 + random.nextInt(40);
    for (int row = 0; row < rows; row++) {
      text.append(random.nextInt(60)).append(",1,");
      text.append(texts[random.nextInt(texts.length)]).append(',');
      text.append(texts[random.nextInt(texts.length)]).append(",,75056");
      text.append(random.nextInt(3) == 0 ? "\r\n" : random.nextInt(9) == 0 ? "\r" : "\n");
    }
    return text.toString();
  }

  private record Read(long line, List<String> fields) {}

  private static List<Read> read(InputStream in, long firstLine) throws IOException {
    RecordSplitter records = new RecordSplitter(in, ',', firstLine);
    List<Read> all = new ArrayList<>();
    while (records.next()) {
      List<String> fields = new ArrayList<>();
      for (int i = 0; i < records.fields(); i++) {
        int from = records.from(i);
        fields.add(
            new String(records.buffer(), from, records.to(i) - from, StandardCharsets.UTF_8));
      }
      all.add(new Read(records.line(), fields));
    }
    return all;
  }

  @Test
  void whereverAFileIsCutItsRecordsAreThoseOfOneReading() throws IOException {
    Random random = new Random(7);
    int cut = 0;
    for (int i = 0; i < 400; i++) {
      byte[] bytes = file(random).getBytes(StandardCharsets.UTF_8);
      List<Read> whole = read(new ByteArrayInputStream(bytes), 1);
      whole.remove(0);
      try (Survey survey = new Survey(contract, 3, 1 + random.nextInt(90))) {
        SurveyedFile found = survey.of(1, "f.csv", new Bytes(bytes));

        List<Read> pieces = new ArrayList<>();
        for (Chunk chunk : found.chunks()) {
          int from = (int) chunk.offset();
          byte[] piece = Arrays.copyOfRange(bytes, from, from + (int) chunk.length());
          pieces.addAll(read(new ByteArrayInputStream(piece), chunk.firstLine()));
        }
        assertThat(pieces).isEqualTo(whole);
        assertThat(found.records()).isEqualTo(whole.size());
        cut += found.chunks().size() > 1 ? 1 : 0;
        everyKeyThatStandsTwiceIsTold(survey.repeatedKeys(), found, bytes);
      }
    }
    assertThat(cut).isGreaterThan(300);
  }

  private static void everyKeyThatStandsTwiceIsTold(
      RepeatedKeys repeated, SurveyedFile file, byte[] bytes) throws IOException {
    RowFormat whole = RowFormat.of(contract, file.header(), file.form(), file.charset());
    RowFormat format = whole.only(whole.places(contract.uniqueKey()));
    RecordSplitter records = new RecordSplitter(new ByteArrayInputStream(bytes), ',', 1);
    RowReader reader = new RowReader(format);
    RowKey key = new RowKey(format);
    Map<String, Boolean> told = new HashMap<>();
    Map<String, Integer> times = new HashMap<>();
    records.next();
    while (records.next()) {
      if (reader.take(records)) {
        key.of(reader);
        String text = new String(key.bytes(), 0, key.length(), StandardCharsets.UTF_8);
        times.merge(text, 1, Integer::sum);
        told.put(text, repeated.mayHave(key));
      }
    }
    times.forEach((text, count) -> assertThat(count == 1 || told.get(text)).as(text).isTrue());
  }

  @Test
  void chunksAreJoinedIntoAsManyAsThereAreTasks() {
    List<Chunk> chunks = new ArrayList<>();
    long line = 2;
    for (int i = 0; i < 11; i++) {
      chunks.add(new Chunk(1, null, false, 100 + (long) i * (8 << 20), 8 << 20, line));
      line += 1000;
    }

    List<Chunk> joined = Chunk.joined(chunks, 2);

    assertThat(joined).hasSize(2);
    assertThat(joined.get(0).offset()).isEqualTo(100);
    assertThat(joined.get(1).offset()).isEqualTo(100 + joined.get(0).length());
    assertThat(joined.get(0).length() + joined.get(1).length()).isEqualTo(11L * (8 << 20));
    assertThat(joined.get(1).firstLine())
        .isEqualTo(2 + 1000 * (joined.get(0).length() / (8 << 20)));
    assertThat(Chunk.joined(chunks.subList(0, 1), 8)).hasSize(1);
  }

  @Test
  void aCompressedFileIsOnePiece() throws IOException {
    byte[] text = file(new Random(3)).getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(text);
    }
    try (Survey survey = new Survey(contract, 2, 10)) {
      SurveyedFile clear = survey.of(1, "f.csv", new Bytes(text));
      SurveyedFile found = survey.of(2, "f.csv.gz", new Bytes(packed.toByteArray()));
      assertThat(found.chunks()).hasSize(1);
      assertThat(found.records()).isEqualTo(clear.records());
    }
  }
}
