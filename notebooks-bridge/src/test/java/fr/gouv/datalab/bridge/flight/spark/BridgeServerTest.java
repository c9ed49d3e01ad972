package fr.gouv.datalab.bridge.flight.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.gouv.datalab.bridge.Statements;
import fr.gouv.datalab.bridge.sessions.Limits;
import fr.gouv.datalab.flows.Flows;
import fr.gouv.datalab.tokens.TokenStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.arrow.flight.CancelFlightInfoRequest;
import org.apache.arrow.flight.CloseSessionRequest;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.apache.arrow.flight.FlightStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class BridgeServerTest {
  private static final long ROWS = 40_000;

  /** A result of 40 million rows, of which nothing is ever held whole. */
  private static final String ENDLESS =
      "SELECT s.* FROM formation.stagiaires s"
          + " CROSS JOIN (SELECT explode(sequence(1, 1000)) AS n)";

  private static final Limits LIMITS =
      new Limits(6, 3, 100_000_000, 1L << 40, Duration.ofMinutes(5), Duration.ofMinutes(5));

  @TempDir static Path directory;
  private static BridgeHome home;
  private static BridgeServer server;
  private static TokenStore.Issued token;
  private BridgeClient client;

  @BeforeAll
  static void start() {
    home = new BridgeHome(directory);
    home.ingested("formation.stagiaires", ROWS).ingested("formation.formations", 100);
    server = home.serve(LIMITS);
    token = home.token(BridgeHome.ANALYST);
  }

  @AfterAll
  static void stop() {
    server.close();
    home.close();
  }

  @BeforeEach
  void connect() {
    client = new BridgeClient(home, server, token.secret(), BridgeHome.ID);
  }

  @AfterEach
  void disconnect() throws Exception {
    client.close();
    until(() -> server.running() == 0);
    until(() -> server.memoryInUse() == 0);
  }

  static void until(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited 30 s").isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  private static void refused(FlightStatusCode code, String sentence, ThrowingCall call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            FlightRuntimeException.class,
            e -> {
              assertThat(e.status().code()).isEqualTo(code);
              assertThat(e.getMessage()).contains(sentence);
            });
  }

  private interface ThrowingCall {
    void run() throws Exception;
  }

  @Test
  void answersAQueryOverGrantedTables() throws Exception {
    assertThat(client.rows("SELECT count(*), count(DISTINCT nir) FROM formation.stagiaires"))
        .containsExactly(List.of(ROWS, ROWS));
    assertThat(
            client.rows(
                "SELECT sexe, count(*) AS n FROM formation_stagiaires GROUP BY sexe ORDER BY sexe"))
        .containsExactly(List.of("F", ROWS / 2), List.of("M", ROWS / 2));
    assertThat(client.rows("SELECT * FROM formation.formations LIMIT 7")).hasSize(7);
    assertThat(client.rows("SELECT * FROM formation.stagiaires LIMIT 5 OFFSET 39998")).hasSize(2);
    assertThat(client.rows("SELECT * FROM formation.formations LIMIT 0")).isEmpty();
    assertThat(client.rows("SELECT * FROM formation.stagiaires LIMIT 20000")).hasSize(20_000);
  }

  @Test
  void showsProjectPseudonymsAndNeverThoseOfTheLake() throws Exception {
    assertThat(
            client.rows(
                "SELECT count(*) FROM formation.stagiaires"
                    + " WHERE lower(hex(nir)) = '"
                    + "cfcd208495d565ef66e7dff9f98764da'"))
        .containsExactly(List.of(0L));
  }

  @Test
  void givesARowOnceAndInTheOrderThatWasAsked() throws Exception {
    List<List<Object>> rows =
        client.rows("SELECT hex(nir) AS n FROM formation.stagiaires ORDER BY n");
    assertThat(rows).hasSize((int) ROWS).doesNotHaveDuplicates();
    List<String> names = rows.stream().map(row -> (String) row.get(0)).toList();
    assertThat(names).isSortedAccordingTo(Comparator.naturalOrder());
  }

  @Test
  void journalsTextTablesAndRows() throws Exception {
    int before = home.journaled("bridge.query").size();
    client.rows("SELECT id_formation\nFROM formation.formations WHERE domaine <> 'DUPONT' LIMIT 3");

    List<String> queries = home.journaled("bridge.query");
    assertThat(queries).hasSize(before + 1);
    assertThat(queries.get(before))
        .contains(
            "\"object\":\"CONV-2026-002\"",
            "\"person\":\"analyste@dinum\"",
            "\"tables\":[\"formation.formations\"]",
            "SELECT id_formation FROM formation.formations WHERE domaine <> (…) LIMIT 3")
        .doesNotContain("DUPONT");
    until(() -> home.journaled("bridge.result").size() > before);
    assertThat(home.journaled("bridge.result").get(before))
        .contains("\"outcome\":\"complete\"", "\"rows\":3");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SELECT * FROM dsn.contrats                        | NOT_FOUND    | Nothing of dsn.contrats is in the lake
          SELECT * FROM dgfip.declarants                    | UNAUTHORIZED | convention CONV-2026-002, article 2
          SELECT nom_naissance FROM formation.stagiaires    | UNAUTHORIZED | does not grant the column nom_naissance of formation.stagiaires
          SELECT s.code_commune FROM formation.stagiaires s | UNAUTHORIZED | convention CONV-2026-002, article 2
          DELETE FROM formation.stagiaires                  | UNAUTHORIZED | refused by surface.statement
          SELECT reflect('java.lang.System', 'getenv')      | UNAUTHORIZED | refused by surface.function
          SELECT nowhere FROM formation.stagiaires          | INVALID_ARGUMENT | nowhere
          SELEC 1                                           | INVALID_ARGUMENT | SELEC
          """)
  void refusesWithTheRuleAndWhatWouldHelp(String query, FlightStatusCode code, String sentence) {
    refused(code, sentence, () -> client.ask(query));
  }

  static Stream<String> redTeam() {
    return Statements.redTeam("formation.stagiaires", "sexe", "annee_naissance").stream();
  }

  @ParameterizedTest
  @MethodSource("redTeam")
  void refusesWhatLeavesTheSurface(String query) {
    assertThatThrownBy(() -> client.ask(query))
        .isInstanceOfSatisfying(
            FlightRuntimeException.class,
            e -> {
              assertThat(e.getMessage())
                  .matches(Refusal.ON_THE_PLAN)
                  .doesNotContain("no table formation.stagiaires");
              assertThat(e.status().code())
                  .isIn(FlightStatusCode.UNAUTHORIZED, FlightStatusCode.INVALID_ARGUMENT);
            });
    assertThatThrownBy(() -> client.sql().prepare(query, client.options()))
        .isInstanceOf(FlightRuntimeException.class);
  }

  @Test
  void journalsARefusalWithItsRule() {
    assertThatThrownBy(() -> client.ask("SELECT * FROM dgfip.declarants"));
    assertThat(home.journaled("bridge.refusal", "dgfip.declarants", "article 2")).isNotEmpty();
  }

  @Test
  void opensToNobodyWithoutAStandingToken() throws Exception {
    for (String secret : List.of("", "datalab_unknown")) {
      try (BridgeClient stranger = new BridgeClient(home, server, secret, BridgeHome.ID)) {
        refused(FlightStatusCode.UNAUTHENTICATED, "", () -> stranger.ask("SELECT 1"));
      }
    }
    TokenStore.Issued revoked = home.token(BridgeHome.ANALYST);
    new TokenStore(home.registry()).revoke(revoked.token().id(), BridgeHome.ANALYST);
    try (BridgeClient late = new BridgeClient(home, server, revoked.secret(), BridgeHome.ID)) {
      refused(FlightStatusCode.UNAUTHENTICATED, "revoked", () -> late.ask("SELECT 1"));
    }
  }

  @Test
  void opensOnlyWhatTheConventionGrantsToThatPerson() throws Exception {
    String passant = home.token("passant@dinum").secret();
    try (BridgeClient other = new BridgeClient(home, server, passant, BridgeHome.ID)) {
      refused(
          FlightStatusCode.UNAUTHORIZED,
          "refused by convention CONV-2026-002, article 3",
          () -> other.ask("SELECT 1"));
    }
    try (BridgeClient other = new BridgeClient(home, server, token.secret(), "CONV-1999-001")) {
      refused(FlightStatusCode.UNAUTHORIZED, "CONV-1999-001", () -> other.ask("SELECT 1"));
    }
    try (BridgeClient unsaid = new BridgeClient(home, server, token.secret(), "")) {
      refused(
          FlightStatusCode.INVALID_ARGUMENT,
          "CONV-2026-001, CONV-2026-002",
          () -> unsaid.ask("SELECT 1"));
    }
  }

  @Test
  void givesAResultOnce() throws Exception {
    FlightInfo info = client.ask("SELECT 1");
    assertThat(client.rows(info)).hasSize(1);
    refused(FlightStatusCode.NOT_FOUND, "ask again", () -> client.rows(info));
  }

  @Test
  void keepsASlowReadersResultInConstantMemoryAndLeavesNothingWhenItGoes() throws Exception {
    int before = home.journaled("stopped by client").size();
    long most = 0;
    try (FlightStream stream = client.stream(client.ask(ENDLESS))) {
      long rows = 0;
      while (rows < 3_000_000 && stream.next()) {
        rows += stream.getRoot().getRowCount();
        most = Math.max(most, server.memoryInUse());
      }
      assertThat(rows).isGreaterThanOrEqualTo(3_000_000);
      // nobody reads now, and nothing grows
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
      most = Math.max(most, server.memoryInUse());
      stream.cancel("enough", null);
    }
    assertThat(most).isPositive().isLessThan(64L << 20);
    until(() -> server.running() == 0);
    until(() -> server.memoryInUse() == 0);
    until(() -> home.journaled("stopped by client").size() > before);
  }

  @Test
  void stopsAStreamWhenItsProducerStopsTheFlow() throws Exception {
    Flows flows = new Flows(home.registry());
    try (FlightStream stream = client.stream(client.ask(ENDLESS))) {
      assertThat(stream.next()).isTrue();
      flows.stop("formation.stagiaires", "administrateur@travail", "vérification");
      refused(
          FlightStatusCode.UNAUTHORIZED,
          "refused by convention CONV-2026-002, article 2",
          () -> drain(stream));
      refused(
          FlightStatusCode.UNAUTHORIZED,
          "vérification",
          () -> client.ask("SELECT * FROM formation.stagiaires"));
      assertThat(client.rows("SELECT * FROM formation.formations LIMIT 1")).hasSize(1);
    } finally {
      flows.resume("formation.stagiaires", "administrateur@travail");
    }
    assertThat(client.rows("SELECT count(*) FROM formation.stagiaires"))
        .containsExactly(List.of(ROWS));
  }

  @Test
  void opensATableAgainOnceItsFlowIsResumed() throws Exception {
    Flows flows = new Flows(home.registry());
    flows.stop("formation.stagiaires", "administrateur@travail", "vérification");
    TokenStore.Issued fresh = home.token(BridgeHome.ANALYST);
    try (BridgeClient late = new BridgeClient(home, server, fresh.secret(), BridgeHome.ID)) {
      refused(
          FlightStatusCode.UNAUTHORIZED,
          "(administrateur@travail: vérification)",
          () -> late.ask("SELECT * FROM formation.stagiaires"));
      flows.resume("formation.stagiaires", "administrateur@travail");
      assertThat(late.rows("SELECT count(*) FROM formation.stagiaires"))
          .containsExactly(List.of(ROWS));
    }
  }

  @Test
  void stopsAStreamWhenItsTokenIsTakenBack() throws Exception {
    TokenStore.Issued lent = home.token(BridgeHome.ANALYST);
    try (BridgeClient other = new BridgeClient(home, server, lent.secret(), BridgeHome.ID);
        FlightStream stream = other.stream(other.ask(ENDLESS))) {
      assertThat(stream.next()).isTrue();
      new TokenStore(home.registry()).revoke(lent.token().id(), BridgeHome.ANALYST);
      refused(FlightStatusCode.UNAUTHENTICATED, "revoked", () -> drain(stream));
    }
    assertThat(home.journaled("bridge.result", "stopped by token")).isNotEmpty();
  }

  @Test
  void cancelsAQueryThatHasGivenNothingYet() throws Exception {
    FlightInfo info =
        client.ask(
            "SELECT max(a.nir || b.nir || c.nir) FROM formation.stagiaires a"
                + " CROSS JOIN formation.stagiaires b CROSS JOIN formation.stagiaires c");
    try (FlightStream stream = client.stream(info)) {
      until(() -> server.running() == 1);
      assertThat(
              client
                  .sql()
                  .cancelFlightInfo(new CancelFlightInfoRequest(info), client.options())
                  .getStatus()
                  .name())
          .isEqualTo("CANCELLED");
      refused(FlightStatusCode.CANCELLED, "cancelled", () -> drain(stream));
    }
  }

  private static Limits limits(int ofSession, long rows, long bytes, Duration time) {
    return new Limits(4, ofSession, rows, bytes, time, Duration.ofMinutes(1));
  }

  @Test
  void givesNoMoreRowsThanItsLimit() throws Exception {
    try (BridgeServer other = home.serve(limits(2, 50_000, 1L << 40, Duration.ofMinutes(5)));
        BridgeClient narrow = new BridgeClient(home, other, token.secret(), BridgeHome.ID)) {
      refused(
          FlightStatusCode.RESOURCE_EXHAUSTED, "more than 50000 rows", () -> narrow.rows(ENDLESS));
    }
    assertThat(home.journaled("bridge.result", "over a limit")).isNotEmpty();
  }

  @Test
  void runsNoMoreQueriesThanItsLimit() throws Exception {
    try (BridgeServer other = home.serve(limits(1, 100_000_000, 1L << 40, Duration.ofMinutes(5)));
        BridgeClient narrow = new BridgeClient(home, other, token.secret(), BridgeHome.ID);
        FlightStream stream = narrow.stream(narrow.ask(ENDLESS))) {
      until(() -> other.running() == 1);
      refused(
          FlightStatusCode.RESOURCE_EXHAUSTED,
          "This session runs 1 queries already",
          () -> narrow.rows("SELECT 1"));
      stream.cancel("over", null);
      until(() -> other.running() == 0);
      assertThat(narrow.rows("SELECT 1")).hasSize(1);
    }
  }

  @Test
  void stopsAQueryThatNobodyReadsWhenItsTimeIsOver() throws Exception {
    try (BridgeServer other = home.serve(limits(2, 100_000_000, 1L << 40, Duration.ofSeconds(2)));
        BridgeClient narrow = new BridgeClient(home, other, token.secret(), BridgeHome.ID);
        FlightStream stream = narrow.stream(narrow.ask(ENDLESS))) {
      until(() -> !home.journaled("bridge.result", "stopped by clock").isEmpty());
      refused(FlightStatusCode.TIMED_OUT, "2 s", () -> drain(stream));
    }
  }

  @Test
  void readsNoMoreBytesThanItsLimit() throws Exception {
    try (BridgeServer other = home.serve(limits(2, 50_000, 1_000, Duration.ofMinutes(5)));
        BridgeClient narrow = new BridgeClient(home, other, token.secret(), BridgeHome.ID)) {
      refused(
          FlightStatusCode.RESOURCE_EXHAUSTED,
          "the limit is 1000",
          () -> narrow.rows("SELECT * FROM formation.stagiaires"));
    }
  }

  @Test
  void tellsItsClientsWhenItCloses() throws Exception {
    BridgeServer other = home.serve(LIMITS);
    try (BridgeClient late = new BridgeClient(home, other, token.secret(), BridgeHome.ID);
        FlightStream stream = late.stream(late.ask(ENDLESS))) {
      assertThat(stream.next()).isTrue();
      Thread closing = new Thread(other::close);
      closing.start();
      refused(FlightStatusCode.UNAVAILABLE, "", () -> drain(stream));
      closing.join();
    }
    assertThat(other.memoryInUse()).isZero();
    assertThat(home.journaled("bridge.result", "stopped by server")).isNotEmpty();
  }

  @Test
  void saysWhichTypesThereAre() throws Exception {
    assertThat(client.rows(client.sql().getXdbcTypeInfo(client.options())))
        .extracting(row -> row.get(0))
        .contains("integer", "string", "date", "decimal", "binary");
    assertThat(client.rows(client.sql().getXdbcTypeInfo(java.sql.Types.DATE, client.options())))
        .extracting(row -> row.get(0))
        .containsExactly("date");
  }

  @Test
  void showsWhatCameSinceOnceAClientHasGoneAndDisturbsNoOther() throws Exception {
    TokenStore.Issued fresh = home.token(BridgeHome.ANALYST);
    String count = "SELECT count(*) FROM formation.formations";
    try (BridgeClient first = new BridgeClient(home, server, fresh.secret(), BridgeHome.ID);
        BridgeClient second = new BridgeClient(home, server, fresh.secret(), BridgeHome.ID);
        FlightStream stream = second.stream(second.ask(ENDLESS))) {
      assertThat(stream.next()).isTrue();
      List<List<Object>> before = first.rows(count);
      FlightInfo asked = second.ask(count);
      home.ingested("formation.formations", 150);
      assertThat(first.rows(count)).isEqualTo(before);

      first.sql().closeSession(new CloseSessionRequest(), first.options());

      assertThat(second.rows(asked)).isEqualTo(before);
      assertThat(first.rows(count)).isNotEqualTo(before);
      assertThat(stream.next()).isTrue();
    }
  }

  @Test
  void saysWhatFailedOnTheDataWithoutAValueOfIt() {
    refused(
        FlightStatusCode.INVALID_ARGUMENT,
        "cast invalid input",
        () -> client.rows("SELECT CAST(libelle AS INT) FROM formation.formations"));
    assertThatThrownBy(() -> client.rows("SELECT CAST(libelle AS INT) FROM formation.formations"))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("libelle 1"));
  }

  private static void drain(FlightStream stream) {
    while (stream.next()) {
      assertThat(stream.getRoot().getRowCount()).isPositive();
    }
  }
}
