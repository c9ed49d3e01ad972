package fr.gouv.datalab.usecases.spark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A standalone cluster of PySpark's distribution on this machine: one master and two workers whose
 * processes share a secret and encrypt what they say. Each writes below one directory.
 */
final class StandaloneCluster implements AutoCloseable {
  private final SparkSubmit spark;
  private final Path room;
  private final Path settings;
  private String master;
  private final List<Process> processes = new ArrayList<>();
  private final Queue<String> said = new ConcurrentLinkedQueue<>();

  private StandaloneCluster(SparkSubmit spark, Path room) throws IOException {
    this.spark = spark;
    this.room = Files.createDirectories(room);
    settings = room.resolve("spark.conf");
    Files.createFile(
        settings,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(settings, ClusterPage.sparkSettings(UUID.randomUUID().toString()));
  }

  static StandaloneCluster start(SparkSubmit spark, Path room)
      throws IOException, InterruptedException {
    StandaloneCluster cluster = new StandaloneCluster(spark, room);
    boolean started = false;
    try {
      cluster.daemon(
          "org.apache.spark.deploy.master.Master", "Starting Spark master at", "--port", "0");
      cluster.master = cluster.saidAddress();
      for (String worker : List.of("worker-1", "worker-2")) {
        cluster.daemon(
            "org.apache.spark.deploy.worker.Worker",
            "Successfully registered with master",
            "--cores",
            "1",
            "--memory",
            "1g",
            "--work-dir",
            cluster.work(worker).toString(),
            cluster.master());
      }
      started = true;
      return cluster;
    } finally {
      if (!started) {
        cluster.close();
      }
    }
  }

  private void daemon(String name, String ready, String... arguments)
      throws IOException, InterruptedException {
    List<String> words =
        new ArrayList<>(
            List.of(
                name,
                "--host",
                "127.0.0.1",
                "--webui-port",
                "0",
                "--properties-file",
                settings.toString()));
    words.addAll(List.of(arguments));
    ProcessBuilder builder = spark.program("bin/spark-class", words).redirectErrorStream(true);
    builder
        .environment()
        .put("SPARK_LOCAL_DIRS", Files.createDirectories(room.resolve("local")).toString());
    builder.environment().put("SPARK_DAEMON_MEMORY", "512m");
    Process process = builder.start();
    processes.add(process);
    CountDownLatch is = new CountDownLatch(1);
    Thread reader = new Thread(() -> read(process, ready, is));
    reader.setDaemon(true);
    reader.start();
    if (!is.await(2, TimeUnit.MINUTES)) {
      throw new IOException(name + " does not start: " + String.join("\n", said));
    }
  }

  private String saidAddress() {
    Pattern address = Pattern.compile("Starting Spark master at (spark://127\\.0\\.0\\.1:\\d+)");
    return said.stream()
        .map(address::matcher)
        .filter(Matcher::find)
        .map(found -> found.group(1))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(String.join("\n", said)));
  }

  private void read(Process process, String ready, CountDownLatch is) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        said.add(line);
        if (line.contains(ready)) {
          is.countDown();
        }
      }
    } catch (IOException closed) {
      said.add("closed");
    }
  }

  private Path work(String worker) throws IOException {
    return Files.createDirectories(room.resolve("work").resolve(worker));
  }

  /** The address of the master. */
  String master() {
    return master;
  }

  /** What is asked of {@code spark-submit} to run there. */
  List<String> options() {
    return List.of(
        "--master",
        master(),
        "--properties-file",
        settings.toString(),
        "--conf",
        "spark.driver.host=127.0.0.1",
        "--conf",
        "spark.driver.bindAddress=127.0.0.1",
        "--executor-memory",
        "900m");
  }

  /** Where everything of its processes stands: logs of executors, spills, settings. */
  Path room() {
    return room;
  }

  @Override
  public void close() {
    for (int i = processes.size() - 1; i >= 0; i--) {
      processes.get(i).descendants().forEach(ProcessHandle::destroy);
      processes.get(i).destroy();
      try {
        if (!processes.get(i).waitFor(20, TimeUnit.SECONDS)) {
          processes.get(i).destroyForcibly();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
