package fr.gouv.datalab.bridge.flight.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.gouv.datalab.bridge.sessions.Limits;
import fr.gouv.datalab.releases.Release;
import fr.gouv.datalab.releases.ReleaseState;
import fr.gouv.datalab.releases.ReleaseStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.sql.FlightSqlClient.ExecuteIngestOptions;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandStatementIngest.TableDefinitionOptions;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReleasePutTest {
  private static final String BY_SEX =
      "SELECT sexe, count(DISTINCT nir) AS stagiaires FROM formation.stagiaires GROUP BY sexe";

  @TempDir static Path directory;
  private static BridgeHome home;
  private static BridgeServer server;
  private BridgeClient client;

  @BeforeAll
  static void start() {
    home = new BridgeHome(directory);
    home.ingested("formation.stagiaires", 1_000).ingested("formation.formations", 50);
    server = home.serve(Limits.USUAL);
  }

  @AfterAll
  static void stop() {
    server.close();
    home.close();
  }

  @BeforeEach
  void connect() {
    client = new BridgeClient(home, server, home.token(BridgeHome.ANALYST).secret(), BridgeHome.ID);
  }

  @AfterEach
  void leaveNothing() throws Exception {
    client.close();
    BridgeServerTest.until(() -> server.running() == 0);
    BridgeServerTest.until(() -> server.memoryInUse() == 0);
    try (Stream<Path> left = Files.walk(home.home().tmp())) {
      assertThat(left).noneMatch(path -> path.getFileName().toString().startsWith("release-"));
    }
  }

  private static Map<String, Object> request(String query) {
    Map<String, Object> said = new HashMap<>();
    said.put("title", "Stagiaires selon le sexe");
    said.put("query", query);
    said.put("unit", "stagiaires");
    said.put("population", Map.of("source", "formation.stagiaires"));
    said.put(
        "spec",
        Map.of(
            "dimensions", List.of(Map.of("column", "sexe")),
            "frequency", "stagiaires",
            "policy", "personnes"));
    said.put("submit", true);
    return said;
  }

  /** Sends what one query gives, as the table of another's request. */
  private long send(String table, Map<String, Object> said) throws Exception {
    try (FlightStream stream = client.stream(client.ask(table))) {
      stream.next();
      return send(stream.getRoot(), Map.of("submit_release", json(said)));
    }
  }

  private long send(VectorSchemaRoot root, Map<String, String> options) {
    return client
        .sql()
        .executeIngest(
            root,
            new ExecuteIngestOptions(
                "stagiaires_sexe",
                TableDefinitionOptions.getDefaultInstance(),
                null,
                null,
                options),
            client.options());
  }

  private static String json(Map<String, Object> said) throws JsonProcessingException {
    return new ObjectMapper().writeValueAsString(said);
  }

  private static List<Release> releases() {
    return ReleaseStore.list(home.registry());
  }

  @Test
  void draftsAndSubmitsATableThatItsQueryGives() throws Exception {
    int before = releases().size();

    long cells = send(BY_SEX, request(BY_SEX));

    assertThat(cells).isEqualTo(3);
    assertThat(releases()).hasSize(before + 1);
    Release made =
        releases().stream().filter(r -> r.state() == ReleaseState.SUBMITTED).findFirst().get();
    assertThat(made.author()).isEqualTo(BridgeHome.ANALYST);
    assertThat(made.convention()).isEqualTo(BridgeHome.ID);
    Path folder = home.home().releases().resolve(made.id());
    assertThat(folder.resolve("stagiaires_sexe/published.csv"))
        .content()
        .contains("F,500", "M,500");
    assertThat(folder.resolve("draft.json"))
        .content()
        .contains("count(DISTINCT nir)", "formation.stagiaires");
    assertThat(home.journaled("release.draft", made.id())).hasSize(1);
    assertThat(home.journaled("release.submit", made.id())).hasSize(1);
  }

  @Test
  void leavesADraftWithItsAuthorWhenItIsNotToBeSubmitted() throws Exception {
    Map<String, Object> said = request(BY_SEX);
    said.put("submit", false);
    send(BY_SEX, said);
    assertThat(releases()).anyMatch(r -> r.state() == ReleaseState.DRAFT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SELECT sexe, count(*) * 2 AS stagiaires FROM formation.stagiaires GROUP BY sexe | INVALID_ARGUMENT | 2 of its cells differ
          SELECT sexe, count(*) AS stagiaires FROM formation.stagiaires WHERE sexe = 'F' GROUP BY sexe | INVALID_ARGUMENT | a cell is missing
          SELECT count(*) AS stagiaires FROM formation.stagiaires | INVALID_ARGUMENT | the column sexe, and the table has none
          SELECT sexe, 1L AS stagiaires FROM formation.stagiaires LIMIT 5 | INVALID_ARGUMENT | Two lines are of one cell
          SELECT sexe, sexe AS stagiaires FROM formation.stagiaires GROUP BY sexe | INVALID_ARGUMENT | something else than numbers
          """)
  void refusesATableThatIsNotItsQuerys(String table, FlightStatusCode code, String sentence) {
    refused(code, sentence, () -> send(table, request(BY_SEX)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SELECT sexe, 1000L AS stagiaires FROM formation.stagiaires GROUP BY sexe | article 6 | does not count them
          SELECT sexe, count(*) + 9 AS stagiaires FROM formation.stagiaires GROUP BY sexe | article 6 | does not count them
          SELECT sexe, sum(annee_naissance) AS stagiaires FROM formation.stagiaires GROUP BY sexe | article 6 | does not count them
          SELECT hex(nir) AS sexe, count(*) AS stagiaires FROM formation.stagiaires GROUP BY nir | article 6 | made of a pseudonym
          WITH t AS (SELECT substr(hex(nir), 1, 2) AS s FROM formation.stagiaires) SELECT s AS sexe, count(*) AS stagiaires FROM t GROUP BY s | article 6 | made of a pseudonym
          SELECT s AS sexe, count(*) AS stagiaires FROM (SELECT hex(max(nir)) AS s FROM formation.stagiaires GROUP BY sexe) GROUP BY s | article 6 | made of a pseudonym
          SELECT sexe, count(*) AS stagiaires FROM (SELECT sexe FROM formation.stagiaires UNION ALL SELECT hex(nir) FROM formation.stagiaires) GROUP BY sexe | article 6 | made of a pseudonym
          SELECT (SELECT hex(min(nir)) FROM formation.stagiaires) AS sexe, count(*) AS stagiaires FROM formation.stagiaires | article 6 | made of a pseudonym
          SELECT domaine AS sexe, count(*) AS stagiaires FROM formation.formations GROUP BY domaine | article 2 | its query reads formation.formations
          SELECT nom_naissance AS sexe, count(*) AS stagiaires FROM formation.stagiaires GROUP BY 1 | article 2 | nom_naissance
          """)
  void refusesWhatTheConventionLetsNotOut(String query, String article, String sentence) {
    refused(
        FlightStatusCode.UNAUTHORIZED,
        "refused by convention CONV-2026-002, " + article,
        () -> send(BY_SEX, request(query)));
    refused(FlightStatusCode.UNAUTHORIZED, sentence, () -> send(BY_SEX, request(query)));
    assertThat(home.journaled("bridge.refusal", article)).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SELECT sexe, sum(n) AS stagiaires FROM (SELECT sexe, annee_naissance, count(*) AS n FROM formation.stagiaires GROUP BY ALL) GROUP BY sexe
          SELECT sexe, count(*) AS stagiaires FROM formation.stagiaires GROUP BY sexe HAVING count(*) > 20 ORDER BY sexe
          SELECT coalesce(sexe, 'TOTAL') AS sexe, count(DISTINCT nir) AS stagiaires FROM formation.stagiaires GROUP BY ROLLUP (sexe)
          WITH t AS (SELECT sexe, count(*) AS n FROM formation.stagiaires GROUP BY sexe) SELECT sexe, coalesce(n, 0) AS stagiaires FROM t
          SELECT sexe, count_if(nir IS NOT NULL) AS stagiaires FROM formation.stagiaires GROUP BY sexe
          SELECT s.sexe, (SELECT count(*) FROM formation.stagiaires t WHERE t.sexe = s.sexe) AS stagiaires FROM (SELECT DISTINCT sexe FROM formation.stagiaires) s
          SELECT * FROM (SELECT sexe, count(*) AS stagiaires FROM formation.stagiaires GROUP BY sexe UNION ALL SELECT 'X', count(*) FROM formation.stagiaires WHERE sexe = 'X') ORDER BY sexe
          """)
  void knowsACountHoweverItIsWritten(String query) throws Exception {
    int before = releases().size();
    send(query, request(query));
    assertThat(releases()).hasSize(before + 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          title | "" | has no `title`
          query | "DROP TABLE x" | refused by surface.statement
          query | "SELECT sexe, count(*) AS stagiaires FROM formation.stagiaires WHERE annee_naissance > ? GROUP BY sexe" | 1 parameters and 0 values
          asOf | "hier" | `asOf` is a date
          asOf | "2999-01-01" | which is to come
          unknown | 1 | unknown
          spec | {} | dimensions
          spec | {"dimensions": [{"column": "sexe", "hierarchy": "../../keys/lake.json"}], "frequency": "stagiaires", "policy": "personnes"} | give its text in `hierarchies`
          spec | {"dimensions": [{"column": "sexe"}], "frequency": "stagiaires", "policy": "personnes", "apriori": "/etc/passwd"} | cannot be named here
          spec | {"dimensions": [{"column": "sexe"}], "frequency": "stagiaires", "policy": "personnes", "contributors": {"unit": "nir"}} | contributors
          hierarchies | {"../x.csv": "code,parent,label"} | named by a file name alone
          """)
  void saysWhatIsWrongWithARequest(String key, String value, String sentence) throws Exception {
    Map<String, Object> said = request(BY_SEX);
    said.put(key, new ObjectMapper().readTree(value));
    int before = releases().size();
    assertThatThrownBy(() -> send(BY_SEX, said)).hasMessageContaining(sentence);
    assertThat(releases()).hasSize(before);
  }

  @Test
  void makesNoTableOfWhatComesWithoutARequest() {
    refused(
        FlightStatusCode.UNAUTHORIZED,
        "refused by surface.statement",
        () -> {
          try (FlightStream stream = client.stream(client.ask(BY_SEX))) {
            stream.next();
            send(stream.getRoot(), Map.of());
          }
        });
  }

  private interface Call {
    void run() throws Exception;
  }

  private static void refused(FlightStatusCode code, String sentence, Call call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            FlightRuntimeException.class,
            e -> {
              assertThat(e.getMessage()).contains(sentence);
              assertThat(e.status().code()).isEqualTo(code);
            });
  }
}
