package fr.gouv.datalab.ingest.spark;

import com.sun.management.OperatingSystemMXBean;
import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.lake.LakeCryptoFactory;
import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.registry.Registry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Pseudonymised and encrypted ingest against plain CSV to Delta, by the same Spark, on the same
 * file, in alternating runs. The plain side types the columns as the contract does, keeps every
 * identifier in clear, and checks nothing; ours checks every value, finds duplicates, makes
 * pseudonyms, encrypts, and registers the delivery.
 */
final class IngestBench {
  private final Path room;
  private final Contract contract;
  private final Path file;
  private final Consumer<String> progress;
  private long rows;

  /**
   * A bench.
   *
   * @param room a directory for both lakes, removed by the caller
   */
  IngestBench(Path room, Contract contract, Path file, Consumer<String> progress) {
    this.room = room;
    this.contract = contract;
    this.file = file;
    this.progress = progress;
  }

  /**
   * What was measured.
   *
   * @param rows in the file
   * @param plain each plain run
   * @param ours each of our runs
   * @param ratios of the seconds of each pair of runs, ours over plain
   * @param cpuRatios of their processor time, which other work on the machine disturbs less
   */
  record Measured(
      String dataset,
      long rows,
      List<Ran> plain,
      List<Ran> ours,
      List<Double> ratios,
      List<Double> cpuRatios) {
    static double median(List<Double> values) {
      List<Double> sorted = new ArrayList<>(values);
      Collections.sort(sorted);
      int middle = sorted.size() / 2;
      return sorted.size() % 2 == 1
          ? sorted.get(middle)
          : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
  }

  /**
   * One run.
   *
   * @param seconds by the clock
   * @param cpuSeconds of all processors, in this process
   */
  record Ran(double seconds, double cpuSeconds) {
    static Ran of(Runnable work) {
      long cpu = cpu();
      long began = System.nanoTime();
      work.run();
      return new Ran((System.nanoTime() - began) / 1e9, (cpu() - cpu) / 1e9);
    }

    private static long cpu() {
      OperatingSystemMXBean system =
          ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
      return system.getProcessCpuTime();
    }
  }

  /** Runs both sides in turn, after one run of each that is not counted. */
  Measured run(int pairs) {
    try (Engine engine =
        Engine.start(room, Map.of("spark.hadoop." + LakeCryptoFactory.IN_CLEAR, "true"))) {
      List<Ran> plain = new ArrayList<>();
      List<Ran> ours = new ArrayList<>();
      List<Double> ratios = new ArrayList<>();
      List<Double> cpuRatios = new ArrayList<>();
      for (int pair = 0; pair <= pairs; pair++) {
        Ran a = plain(engine, pair);
        Ran b = ours(engine, pair);
        progress.accept(
            String.format(
                "%s: plain %.2f s (processors %.2f s), ours %.2f s (%.2f s)",
                pair, a.seconds, a.cpuSeconds, b.seconds, b.cpuSeconds));
        if (pair > 0) {
          plain.add(a);
          ours.add(b);
          ratios.add(b.seconds / a.seconds);
          cpuRatios.add(b.cpuSeconds / a.cpuSeconds);
        }
      }
      return new Measured(contract.dataset(), rows, plain, ours, ratios, cpuRatios);
    }
  }

  private Ran plain(Engine engine, int pair) {
    SparkSession session = engine.session().newSession();
    StructType schema = new StructType();
    for (var column : contract.fileColumns()) {
      schema =
          schema.add(
              column.name(),
              column.type().toString().equals("boolean")
                  ? DataTypes.StringType
                  : LakeTypes.of(column));
    }
    Path out = room.resolve("plain-" + pair);
    DataFrameReader reader =
        session
            .read()
            .schema(schema)
            .option("header", "true")
            .option("sep", String.valueOf(contract.dialect().separator()))
            .option("dateFormat", contract.dialect().dates())
            .option("locale", contract.dialect().decimal() == ',' ? "fr-FR" : "en-US")
            .option("encoding", contract.dialect().encodings().get(0).name());
    try {
      return Ran.of(
          () ->
              reader
                  .csv(file.toUri().toString())
                  .write()
                  .format("delta")
                  .save(out.toUri().toString()));
    } finally {
      remove(out);
    }
  }

  private Ran ours(Engine engine, int pair) {
    Home home = Home.of(room.resolve("ours-" + pair)).init();
    KeyStore.init(home.keys());
    try (Registry registry = Registry.open(home)) {
      Intake intake = new Intake(engine, home, registry);
      return Ran.of(() -> rows = intake.ingest(contract, List.of(file), "bench").read());
    } finally {
      remove(home.path());
    }
  }

  /** The contract of a built-in dataset. */
  static Contract contract(Path room, String dataset) {
    return Catalogue.of(Home.of(room)).dataset(dataset);
  }

  static void remove(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
