package fr.gouv.datalab.bridge.flight.spark;

import static fr.gouv.datalab.bridge.flight.spark.BridgeServerTest.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import fr.gouv.datalab.bridge.sessions.Limits;
import fr.gouv.datalab.cli.Datalab;
import fr.gouv.datalab.releases.ReleaseStore;
import fr.gouv.datalab.tokens.TokenStore;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.arrow.flight.AsyncPutListener;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandStatementIngest;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens in the middle: to the client, to the memory, to the journal. */
class BridgeFailureTest {
  private static final long ROWS = 4_000;
  private static final String ENDLESS =
      "SELECT s.* FROM formation.stagiaires s CROSS JOIN (SELECT explode(sequence(1, 1000000)) AS n)";

  /** Computes for longer than any test waits before its only row. */
  private static final String SILENT =
      "SELECT max(a.nir || b.nir || c.nir) FROM formation.stagiaires a"
          + " CROSS JOIN formation.stagiaires b CROSS JOIN formation.stagiaires c";

  private static final String TABLE =
      "SELECT sexe, count(*) AS stagiaires FROM formation.stagiaires GROUP BY sexe";

  @TempDir static Path directory;
  private static BridgeHome home;
  private static BridgeServer server;

  @BeforeAll
  static void start() {
    home = new BridgeHome(directory);
    home.ingested("formation.stagiaires", ROWS);
    server = home.serve(Limits.USUAL);
  }

  @AfterAll
  static void stop() {
    server.close();
    home.close();
  }

  @AfterEach
  void leavesNothing() {
    until(() -> server.running() == 0);
    until(() -> server.memoryInUse() == 0);
  }

  private static String token() {
    return home.token(BridgeHome.ANALYST).secret();
  }

  private static void drain(FlightStream stream) {
    while (stream.next()) {
      assertThat(stream.getRoot().getRowCount()).isPositive();
    }
  }

  private static void told(FlightStatusCode code, FlightStream stream) {
    assertThatThrownBy(() -> drain(stream))
        .isInstanceOfSatisfying(
            FlightRuntimeException.class, e -> assertThat(e.status().code()).isEqualTo(code));
  }

  @Test
  void stopsAStreamWhenItsTokenExpires() throws Exception {
    TokenStore.Issued brief =
        new TokenStore(home.registry()).issue(BridgeHome.ANALYST, Duration.ofSeconds(20));
    try (BridgeClient client = new BridgeClient(home, server, brief.secret(), BridgeHome.ID);
        FlightStream stream = client.stream(client.ask(ENDLESS))) {
      assertThat(stream.next()).isTrue();
      told(FlightStatusCode.UNAUTHENTICATED, stream);
    }
    until(() -> !home.journaled("bridge.result", "stopped by token").isEmpty());
  }

  @Test
  void leavesNothingOfAClientWhoseNetworkIsCut() throws Exception {
    int before = home.journaled("bridge.result", "stopped by client").size();
    try (Wire wire = Wire.to(server, Long.MAX_VALUE);
        BridgeClient client = new BridgeClient(home, wire.port(), token(), BridgeHome.ID);
        FlightStream stream = client.stream(client.ask(ENDLESS))) {
      assertThat(stream.next()).isTrue();
      wire.cut();
      told(FlightStatusCode.UNAVAILABLE, stream);
      leavesNothing();
    }
    until(() -> home.journaled("bridge.result", "stopped by client").size() == before + 1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void endsAQueryWhoseClientGoesBeforeItGaveAnything(boolean told) throws Exception {
    int before = home.journaled("bridge.result", "stopped by client").size();
    try (Wire wire = Wire.to(server, Long.MAX_VALUE);
        BridgeClient client = new BridgeClient(home, wire.port(), token(), BridgeHome.ID);
        FlightStream stream = client.stream(client.ask(SILENT))) {
      until(() -> server.running() == 1);
      if (told) {
        stream.cancel("enough", null);
      } else {
        wire.cut();
      }
      leavesNothing();
    }
    until(() -> home.journaled("bridge.result", "stopped by client").size() == before + 1);
  }

  @Test
  void sendsAWholeResultOverASlowNetworkInLittleMemory() throws Exception {
    try (Wire wire = Wire.to(server, 2L << 20);
        BridgeClient client = new BridgeClient(home, wire.port(), token(), BridgeHome.ID);
        FlightStream stream =
            client.stream(
                client.ask(
                    "SELECT s.* FROM formation.stagiaires s"
                        + " CROSS JOIN (SELECT explode(sequence(1, 15)) AS n)"))) {
      long rows = 0;
      long most = 0;
      while (stream.next()) {
        rows += stream.getRoot().getRowCount();
        most = Math.max(most, server.memoryInUse());
      }
      assertThat(rows).isEqualTo(15 * ROWS);
      assertThat(most).isLessThan(64L << 20);
    }
  }

  @Test
  void draftsNothingOfATableWhoseClientIsGoneBeforeItsEnd() throws Exception {
    int before = ReleaseStore.list(home.registry()).size();
    String document =
        """
        {"title": "T", "query": "%s", "unit": "stagiaires",
         "population": {"source": "formation.stagiaires"},
         "spec": {"dimensions": [{"column": "sexe"}], "frequency": "stagiaires", "policy": "personnes"}}
        """
            .formatted(TABLE);
    FlightDescriptor descriptor =
        FlightDescriptor.command(
            Any.pack(
                    CommandStatementIngest.newBuilder()
                        .setTable("table")
                        .putAllOptions(Map.of(ReleasePut.OPTION, document))
                        .build())
                .toByteArray());
    try (Wire wire = Wire.to(server, Long.MAX_VALUE);
        BridgeClient client = new BridgeClient(home, server, token(), BridgeHome.ID);
        FlightStream table = client.stream(client.ask(TABLE));
        BufferAllocator memory = new RootAllocator();
        FlightClient raw = client.bare(memory, Location.forGrpcTls("localhost", wire.port()))) {
      assertThat(table.next()).isTrue();
      FlightClient.ClientStreamListener put =
          raw.startPut(descriptor, table.getRoot(), new AsyncPutListener(), client.options());
      put.putNext();
      wire.cut();
      assertThatThrownBy(put::getResult).isInstanceOf(FlightRuntimeException.class);
    }
    leavesNothing();
    assertThat(ReleaseStore.list(home.registry())).hasSize(before);
  }

  @Test
  void tellsItsClientThatItWasKilledAndServesAgainWithARightJournal() throws Exception {
    Process other = served();
    int began = home.journaled("bridge.query").size();
    int ended = home.journaled("bridge.result").size();
    try (BridgeClient client = new BridgeClient(home, port(other), token(), BridgeHome.ID);
        FlightStream stream = client.stream(client.ask(ENDLESS))) {
      assertThat(stream.next()).isTrue();
      other.destroyForcibly().waitFor();
      told(FlightStatusCode.UNAVAILABLE, stream);
    } finally {
      other.destroyForcibly();
    }
    assertThat(home.journaled("bridge.query")).hasSize(began + 1);
    assertThat(home.journaled("bridge.result")).as("a query without an end was cut").hasSize(ended);
    try (BridgeServer again = home.serve(Limits.USUAL);
        BridgeClient client = new BridgeClient(home, again, token(), BridgeHome.ID)) {
      assertThat(client.rows("SELECT count(*) FROM formation.stagiaires"))
          .containsExactly(List.of(ROWS));
    }
  }

  /** A bridge in a process of its own, as the command line starts it. */
  private static Process served() throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens") || argument.startsWith("-Xmx"))
        .forEach(command::add);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Datalab.class.getName()));
    command.addAll(List.of("serve", "bridge", "--host", "localhost", "--port", "0"));
    command.addAll(List.of("--home", home.home().path().toString()));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  private static int port(Process bridge) throws Exception {
    Pattern address = Pattern.compile("grpc\\+tls://localhost:(\\d+)");
    BufferedReader said =
        new BufferedReader(new InputStreamReader(bridge.getInputStream(), StandardCharsets.UTF_8));
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      Matcher found = address.matcher(line);
      if (found.find()) {
        return Integer.parseInt(found.group(1));
      }
    }
    throw new AssertionError("The bridge ended with " + bridge.waitFor());
  }
}
