package fr.gouv.datalab.usecases.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The {@code spark-submit} of PySpark's distribution, which {@code ./verify} installs, and the one
 * jar that the build made.
 */
final class SparkSubmit {
  private static final Path ENVIRONMENT = Path.of("../.datalab-build/venv/lib");

  /** What a command said, and its exit code. */
  record Said(int exit, String out, String err) {
    String all() {
      return out + err;
    }
  }

  private final Path distribution;
  private final Path jar = Path.of(System.getProperty("datalab.sparkJar"));

  private SparkSubmit(Path distribution) {
    this.distribution = distribution;
  }

  /** The distribution, when it was installed. */
  static Optional<SparkSubmit> installed() {
    if (!Files.isDirectory(ENVIRONMENT)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(ENVIRONMENT)) {
      return versions
          .map(version -> version.resolve("site-packages/pyspark").toAbsolutePath().normalize())
          .filter(place -> Files.isExecutable(place.resolve("bin/spark-submit")))
          .findFirst()
          .map(SparkSubmit::new);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The jar that is submitted. */
  Path jar() {
    return jar;
  }

  /** The jars that the distribution brings. */
  List<Path> itsOwnJars() throws IOException {
    try (Stream<Path> jars = Files.list(distribution.resolve("jars"))) {
      return jars.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }

  /** A program of the distribution: its path below it, and its arguments; not started yet. */
  ProcessBuilder program(String path, List<String> arguments) {
    List<String> line = new ArrayList<>(List.of(distribution.resolve(path).toString()));
    line.addAll(arguments);
    return process(line);
  }

  /**
   * A script of Python whose Spark is started by {@code spark-submit} with these options; its
   * standard input is the script's, which {@code spark-submit} itself would not pass on.
   */
  ProcessBuilder python(List<String> options, String... script) {
    List<String> line = new ArrayList<>(List.of(python()));
    line.addAll(List.of(script));
    ProcessBuilder builder = process(line);
    builder.environment().put("PYSPARK_SUBMIT_ARGS", String.join(" ", options) + " pyspark-shell");
    return builder;
  }

  private String python() {
    return distribution.resolve("../../../../bin/python").toString();
  }

  private ProcessBuilder process(List<String> line) {
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().put("SPARK_HOME", distribution.toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().put("PYSPARK_PYTHON", python());
    // Every Java that it starts lives for seconds.
    builder.environment().put("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1");
    return builder;
  }

  /** Submits the jar: Spark's options first, then the words of the command. */
  Said run(Path room, List<String> options, String... words)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>();
    line.add(distribution.resolve("bin/spark-submit").toString());
    line.addAll(options);
    line.add(jar.toString());
    line.addAll(List.of(words));
    Path out = Files.createTempFile(room, "out", "");
    Path err = Files.createTempFile(room, "err", "");
    ProcessBuilder builder = process(line).redirectOutput(out.toFile()).redirectError(err.toFile());
    Process process = builder.start();
    try {
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("spark-submit ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Said(process.exitValue(), Files.readString(out), Files.readString(err));
  }
}
