package fr.gouv.datalab.bridge.bench.spark;

import com.fasterxml.jackson.databind.ObjectMapper;
import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.refusals.UsageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code datalab bench bridge}: the bridge's Python client beside PySpark's, Spark Connect's and
 * the Thrift server's JDBC, in alternating runs of one process, printed as ratios. Runs from a
 * clone of the repository.
 */
@Command
public final class BenchBridgeCommand implements Callable<Integer> {
  private static final List<String> SIDES = List.of("pyspark", "connect", "thrift");

  @Mixin private Console console;

  @Option(
      names = "--rows",
      defaultValue = "10000000",
      paramLabel = "N",
      description = "Rows of the result (default: ${DEFAULT-VALUE}).")
  private long rows;

  @Option(
      names = "--runs",
      defaultValue = "3",
      paramLabel = "N",
      description = "Runs of each that are counted, after one that is not (default: 3).")
  private int runs;

  @Option(
      names = "--pyspark",
      paramLabel = "DIR",
      description =
          "The directory that holds the Python package pyspark; without, only the bridge runs."
              + " Spark Connect runs where grpcio, grpcio-status, googleapis-common-protos and"
              + " zstandard are in it too.")
  private Path pyspark;

  @Option(
      names = "--against",
      paramLabel = "SIDE",
      split = ",",
      defaultValue = "pyspark,connect,thrift",
      description =
          "Which of them it is compared with: pyspark, connect, thrift (default: all; the Thrift"
              + " server takes minutes).")
  private List<String> against;

  @Override
  public Integer call() throws IOException {
    if (!SIDES.containsAll(against)) {
      throw new UsageException("--against takes " + String.join(", ", SIDES) + ", by commas.");
    }
    Path module = module();
    Path room = Files.createTempDirectory("bench-");
    try {
      Map<?, ?> measured =
          new BridgeBench(room, rows).measure((client, plain) -> python(module, client, plain));
      console.result(measured, String.valueOf(measured.get("summary")));
    } finally {
      remove(room);
    }
    return 0;
  }

  /** The module's directory, beside whose jar the Python sources are. */
  private static Path module() {
    try {
      Path jar =
          Path.of(
              BenchBridgeCommand.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path module = jar.getParent().getParent();
      if (!Files.isRegularFile(module.resolve("python/bench/bench_bridge.py"))) {
        throw new UsageException("The bench needs the sources: run it from a clone.");
      }
      return module;
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private Map<?, ?> python(Path module, Map<String, String> client, Path plain) {
    Path python = module.resolve("python");
    run(List.of(python.resolve("make-venv").toString()), Map.of());
    List<String> command = new ArrayList<>();
    command.add(module.resolve("../.datalab-build/venv-bridge/bin/python").toString());
    command.addAll(List.of("-B", python.resolve("bench/bench_bridge.py").toString()));
    command.addAll(List.of("--runs", Integer.toString(runs), "--plain", plain.toString()));
    Map<String, String> environment = new java.util.HashMap<>(client);
    String path = python.resolve("src").toString();
    environment.put("PYTHONPATH", pyspark == null ? path : path + ":" + pyspark);
    if (pyspark != null) {
      command.add("--against");
      command.addAll(against);
    }
    Path results = plain.resolveSibling("results.json");
    command.addAll(List.of("--results", results.toString()));
    run(command, environment);
    try {
      return new ObjectMapper().readValue(results.toFile(), Map.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void run(List<String> command, Map<String, String> environment) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().putAll(environment);
      builder.redirectError(ProcessBuilder.Redirect.INHERIT);
      Process process = builder.start();
      // what a side prints on its own is no result
      process.getInputStream().transferTo(System.err);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(command.get(0) + " failed: see the lines above.");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The bench was interrupted.", e);
    }
  }

  private static void remove(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }
}
