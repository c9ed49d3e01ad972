package fr.gouv.datalab.bridge.flight.spark;

import static org.assertj.core.api.Assertions.assertThat;

import fr.gouv.datalab.bridge.sessions.Limits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Python package and its notebooks, by the tests in {@code python/tests}: they run in an
 * environment of their own, which is made here when {@code ./verify} has not made it.
 */
class PythonTest {
  private static final int ROWS = 1_000;
  private static final Path PYTHON = Path.of("python").toAbsolutePath();
  private static final Path VENV = Path.of("../.datalab-build/venv-bridge").toAbsolutePath();

  @TempDir static Path directory;
  private static BridgeHome home;
  private static BridgeServer server;

  @BeforeAll
  static void start() {
    home = new BridgeHome(directory);
    home.ingested("formation.stagiaires", ROWS)
        .ingested("formation.formations", 50)
        .ingested("dsn.contrats", ROWS)
        .ingested("dgfip.foyers_fiscaux", ROWS)
        .ingested("siv.immatriculations", ROWS);
    server = home.serve(Limits.USUAL);
  }

  @AfterAll
  static void stop() {
    server.close();
    home.close();
  }

  @Test
  void servesThePythonPackage() throws Exception {
    run(List.of(PYTHON.resolve("make-venv").toString()), Map.of());
    run(
        List.of(
            VENV.resolve("bin/python").toString(),
            "-B",
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "--basetemp",
            directory.resolve("pytest").toString(),
            "tests"),
        Map.of(
            "PYTHONPATH", PYTHON.resolve("src").toString(),
            "DATALAB_BRIDGE", "grpc+tls://localhost:" + server.port(),
            "DATALAB_TOKEN", home.token(BridgeHome.ANALYST).secret(),
            "DATALAB_CERTIFICATE", home.certificate().certificate().toString(),
            "BRIDGE_TEST_ROWS", Integer.toString(ROWS),
            "BRIDGE_TEST_STRANGER", home.token("passant@dinum").secret()));
    BridgeServerTest.until(() -> server.running() == 0 && server.memoryInUse() == 0);
    assertThat(home.journaled("bridge.result", "stopped by client"))
        .as("what loops that were left and a Ctrl-C cancelled")
        .isNotEmpty();
  }

  private static void run(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(PYTHON.toFile());
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
  }
}
