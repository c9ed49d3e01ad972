package fr.gouv.datalab.producer;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.cli.Datalab;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.runs.Processed;
import fr.gouv.datalab.runs.Ran;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/**
 * The producer's stage beside a plain pass of Commons CSV over the same file, which reads each
 * record and writes it again, and checks, hides and seals nothing.
 */
final class StageBench {
  private static final String DATASET = "dgfip.declarants";
  private static final List<String> FORMS = List.of(".csv", ".csv.gz", ".parquet");

  private final Path room;
  private final Consumer<String> progress;
  private final Home home;
  private final Contract contract;

  /**
   * A bench.
   *
   * @param room a directory for files in clear, all invented, which the caller removes
   */
  StageBench(Path room, Consumer<String> progress) {
    this.room = room;
    this.progress = progress;
    home = Home.of(room.resolve("home")).init();
    contract = Catalogue.of(home).dataset(DATASET);
    KeyStore.init(home.keys()).create(KeyName.producer(contract.producer()));
  }

  /** One round: the same file thrice. */
  record Round(Ran plain, Ran oneThread, Ran twoThreads) {}

  /** The rounds of one form of output. */
  record Form(String form, List<Round> rounds) {}

  /** The memory of a process of its own, by the rows of its file. */
  record Memory(long rows, long mebibytes) {}

  /** A file of so many rows or more. */
  Path file(double scale) throws IOException {
    Path sample = room.resolve("sample");
    StringWriter words = new StringWriter();
    int code =
        Datalab.run(
            new PrintWriter(words),
            new PrintWriter(words),
            "sample",
            "generate",
            "--scale",
            Double.toString(scale),
            "--seed",
            "1",
            "--out",
            sample.toString());
    if (code != 0) {
      throw new IllegalStateException("The sample could not be written: " + words);
    }
    return sample.resolve("dgfip/declarants.csv");
  }

  /** Each form of output, after a round that is not counted. */
  List<Form> forms(Path in, int pairs) throws IOException {
    List<Form> forms = new ArrayList<>();
    for (String form : FORMS) {
      List<Round> rounds = new ArrayList<>();
      for (int pair = 0; pair <= pairs; pair++) {
        Ran plain = Ran.of(() -> plain(in, room.resolve("plain" + form)));
        Ran one = Ran.of(() -> stage(in, form, 1));
        Ran two = Ran.of(() -> stage(in, form, 2));
        progress.accept(form + ": plain " + plain + ", stage " + one + ", with two threads " + two);
        if (pair > 0) {
          rounds.add(new Round(plain, one, two));
        }
      }
      forms.add(new Form(form, rounds));
    }
    return forms;
  }

  private void stage(Path in, String form, int threads) throws IOException {
    new ProducerStage(contract, KeyStore.open(home.keys()), threads)
        .tokenize(in, room.resolve("jetons" + form));
  }

  /** Parquet has no plain pass of its own: it stands beside that of CSV. */
  private static void plain(Path in, Path out) throws IOException {
    try (Reader reader = Files.newBufferedReader(in, StandardCharsets.UTF_8);
        OutputStream bytes = Files.newOutputStream(out);
        OutputStream packed =
            out.toString().endsWith(".gz") ? new GZIPOutputStream(bytes, 1 << 16) : bytes;
        Writer writer =
            new BufferedWriter(new OutputStreamWriter(packed, StandardCharsets.UTF_8), 1 << 16);
        CSVPrinter printer = new CSVPrinter(writer, french())) {
      for (CSVRecord record : french().parse(reader)) {
        printer.printRecord(record);
      }
    }
  }

  private static CSVFormat french() {
    return CSVFormat.RFC4180.builder().setDelimiter(';').get();
  }

  /**
   * The memory of the command in a process of its own, on the file and on one four times as large.
   *
   * @param heap of that process, in mebibytes
   */
  List<Memory> memory(Path in, int heap) throws IOException {
    Path larger = room.resolve("plus.csv");
    long rows = fourTimes(in, larger);
    return List.of(
        new Memory(rows, command(in, heap)), new Memory(4 * rows, command(larger, heap)));
  }

  private static long fourTimes(Path in, Path out) throws IOException {
    long rows = 0;
    try (BufferedWriter writer = Files.newBufferedWriter(out)) {
      for (int time = 0; time < 4; time++) {
        try (BufferedReader reader = Files.newBufferedReader(in)) {
          String line = reader.readLine();
          if (time == 0) {
            writer.append(line).append('\n');
          }
          for (line = reader.readLine(); line != null; line = reader.readLine()) {
            writer.append(line).append('\n');
            rows++;
          }
        }
      }
    }
    return rows / 4;
  }

  private long command(Path in, int heap) throws IOException {
    Processed ended =
        Processed.of(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap + "m",
                "-cp",
                System.getProperty("java.class.path"),
                Datalab.class.getName(),
                "pseudonymize",
                "--contract",
                DATASET,
                "--keys",
                home.keys().toString(),
                in.toString(),
                room.resolve("jetons.csv").toString()),
            room.resolve("errors.log"));
    if (ended.code() != 0) {
      throw new IllegalStateException("The stage failed: " + ended.said());
    }
    return ended.ran().mebibytes();
  }
}
