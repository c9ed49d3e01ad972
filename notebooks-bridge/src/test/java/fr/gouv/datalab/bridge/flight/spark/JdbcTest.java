package fr.gouv.datalab.bridge.flight.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.gouv.datalab.bridge.Statements;
import fr.gouv.datalab.bridge.sessions.Limits;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.JDBCType;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Arrow's JDBC driver, as a tool for databases uses it. */
class JdbcTest {
  private static final int ROWS = 1_000;

  @TempDir static Path directory;
  private static BridgeHome home;
  private static BridgeServer server;
  private static Connection connection;

  @BeforeAll
  static void start() throws SQLException {
    home = new BridgeHome(directory);
    home.ingested("formation.stagiaires", ROWS).ingested("formation.formations", 50);
    server = home.serve(Limits.USUAL);
    connection = connect(home.token(BridgeHome.ANALYST).secret(), BridgeHome.ID);
  }

  @AfterAll
  static void stop() throws SQLException {
    connection.close();
    server.close();
    home.close();
  }

  private static Connection connect(String secret, String convention) throws SQLException {
    Properties properties = new Properties();
    properties.put("user", BridgeHome.ANALYST);
    properties.put("password", secret);
    properties.put("convention", convention);
    properties.put("tlsRootCerts", home.certificate().certificate().toString());
    return DriverManager.getConnection(
        "jdbc:arrow-flight-sql://localhost:" + server.port() + "/?useEncryption=true", properties);
  }

  private static List<String> names(ResultSet rows, String... columns) throws SQLException {
    List<String> names = new ArrayList<>();
    try (rows) {
      while (rows.next()) {
        List<String> parts = new ArrayList<>();
        for (String column : columns) {
          parts.add(rows.getString(column));
        }
        names.add(String.join(".", parts));
      }
    }
    return names;
  }

  @Test
  void readsByAPlainStatement() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT sexe, count(*) AS n, min(date_entree) AS d FROM formation.stagiaires"
                    + " GROUP BY sexe ORDER BY sexe")) {
      assertThat(rows.getMetaData().getColumnCount()).isEqualTo(3);
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString("sexe")).isEqualTo("F");
      assertThat(rows.getLong("n")).isEqualTo(ROWS / 2);
      assertThat(rows.getDate("d").toString()).isEqualTo("2020-01-02");
      assertThat(rows.next()).isTrue();
      assertThat(rows.next()).isFalse();
    }
  }

  @Test
  void bindsParametersOfEachKindAndRunsAgainWithOthers() throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT count(*) FROM formation.stagiaires"
                + " WHERE sexe = ? AND annee_naissance < ? AND date_entree >= ? AND certifie = ?")) {
      assertThat(query.getParameterMetaData().getParameterCount()).isEqualTo(4);
      assertThat(query.getParameterMetaData().getParameterType(1)).isEqualTo(Types.VARCHAR);
      assertThat(query.getParameterMetaData().getParameterType(2)).isEqualTo(Types.INTEGER);
      assertThat(query.getParameterMetaData().getParameterType(3)).isEqualTo(Types.DATE);
      for (String sexe : List.of("F", "M")) {
        query.setString(1, sexe);
        query.setInt(2, 1980);
        query.setDate(3, Date.valueOf("2021-01-01"));
        query.setBoolean(4, true);
        assertThat(one(query.executeQuery())).isEqualTo(expected(sexe));
      }
    }
  }

  private static long expected(String sexe) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      long count =
          one(
              statement.executeQuery(
                  "SELECT count(*) FROM formation.stagiaires WHERE annee_naissance < 1980"
                      + " AND date_entree >= DATE'2021-01-01' AND certifie AND sexe = '"
                      + sexe
                      + "'"));
      assertThat(count).isPositive();
      return count;
    }
  }

  private static long one(ResultSet rows) throws SQLException {
    try (rows) {
      assertThat(rows.next()).isTrue();
      return rows.getLong(1);
    }
  }

  @Test
  void walksThroughWhatTheConventionGrantsAsAToolDoes() throws SQLException {
    DatabaseMetaData data = connection.getMetaData();
    assertThat(data.getDatabaseProductName()).isEqualTo("datalab bridge");
    assertThat(data.isReadOnly()).isTrue();
    assertThat(data.getIdentifierQuoteString()).isEqualTo("`");
    assertThat(data.supportsTransactions()).isFalse();
    assertThat(names(data.getCatalogs(), "TABLE_CAT")).containsExactly(BridgeHome.ID);
    assertThat(names(data.getSchemas(), "TABLE_CATALOG", "TABLE_SCHEM"))
        .containsExactly(BridgeHome.ID + ".formation");
    assertThat(names(data.getTableTypes(), "TABLE_TYPE")).containsExactly("TABLE");
    assertThat(names(data.getTables(null, null, "%", null), "TABLE_SCHEM", "TABLE_NAME"))
        .containsExactly("formation.formations", "formation.stagiaires");
    assertThat(names(data.getTables(null, "forma%", "stag_aires", null), "TABLE_NAME"))
        .containsExactly("stagiaires");
    assertThat(names(data.getTables(null, "dgfip", "%", null), "TABLE_NAME")).isEmpty();
    assertThat(names(data.getColumns(null, "formation", "stagiaires", "%"), "COLUMN_NAME"))
        .containsExactly(
            "id_formation",
            "session",
            "nir",
            "sexe",
            "annee_naissance",
            "niveau_entree",
            "date_entree",
            "date_fin_prevue",
            "date_sortie",
            "certifie");
    assertThat(names(data.getPrimaryKeys(null, "formation", "stagiaires"), "COLUMN_NAME"))
        .containsExactlyInAnyOrder("nir", "id_formation", "session");
    assertThat(names(data.getExportedKeys(null, "formation", "stagiaires"), "FKTABLE_NAME"))
        .isEmpty();
    assertThat(names(data.getSchemas(BridgeHome.ID, "for%"), "TABLE_SCHEM"))
        .containsExactly("formation");
    assertThat(names(data.getTables("CONV-2026-001", "%", "%", null), "TABLE_NAME")).isEmpty();
    assertThat(names(data.getTables(null, "%", "%", new String[] {"VIEW"}), "TABLE_NAME"))
        .isEmpty();
    assertThat(names(data.getColumns(null, "siv", "%", "%"), "COLUMN_NAME")).isEmpty();
    assertThat(names(data.getColumns(null, "formation", "stagiaires", "nir"), "REMARKS"))
        .singleElement()
        .asString()
        .contains("pseudonyme");
  }

  /** Every fact without an argument: a tool reads dozens of them before its first query. */
  static Stream<Method> facts() {
    return Stream.of(DatabaseMetaData.class.getMethods())
        .filter(method -> method.getParameterCount() == 0);
  }

  @ParameterizedTest
  @MethodSource("facts")
  void answersEachQuestionOfATool(Method fact) throws Exception {
    Object answer = fact.invoke(connection.getMetaData());
    if (answer instanceof ResultSet rows) {
      rows.close();
    }
  }

  @Test
  void answersWhatASessionHasNoneOfByNone() throws SQLException {
    DatabaseMetaData data = connection.getMetaData();
    List<ResultSet> none =
        List.of(
            data.getFunctions(null, null, "%"),
            data.getFunctionColumns(null, null, "%", "%"),
            data.getProcedures(null, null, "%"),
            data.getProcedureColumns(null, null, "%", "%"),
            data.getIndexInfo(null, "formation", "stagiaires", false, true),
            data.getBestRowIdentifier(null, "formation", "stagiaires", 1, true),
            data.getVersionColumns(null, "formation", "stagiaires"),
            data.getImportedKeys(null, "formation", "stagiaires"),
            data.getCrossReference(null, null, "stagiaires", null, null, "formations"),
            data.getUDTs(null, null, "%", null),
            data.getSuperTables(null, null, "%"),
            data.getSuperTypes(null, null, "%"),
            data.getAttributes(null, null, "%", "%"),
            data.getTablePrivileges(null, null, "%"),
            data.getColumnPrivileges(null, "formation", "stagiaires", "%"),
            data.getPseudoColumns(null, null, "%", "%"),
            data.getPrimaryKeys(null, "formation", "rien"));
    for (ResultSet rows : none) {
      try (rows) {
        assertThat(rows.next()).isFalse();
      }
    }
  }

  @Test
  void readsATableByTheNameThatAToolGivesIt() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      assertThat(
              one(
                  statement.executeQuery(
                      "SELECT count(*) FROM `CONV-2026-002`.`formation`.`formations`")))
          .isEqualTo(50);
    }
  }

  static Stream<String> redTeam() {
    return Statements.redTeam("formation.stagiaires", "sexe", "annee_naissance").stream();
  }

  @ParameterizedTest
  @MethodSource("redTeam")
  void refusesWhatLeavesTheSurface(String query) {
    refusedOnThePlan(
        () -> {
          try (Statement statement = connection.createStatement()) {
            statement.execute(query);
          }
        });
    refusedOnThePlan(() -> connection.prepareStatement(query).close());
  }

  static Stream<Statements.Bound> redTeamByParameters() {
    return Statements.redTeamByParameters().stream();
  }

  @ParameterizedTest
  @MethodSource("redTeamByParameters")
  void refusesWhatLeavesTheSurfaceByAParameter(Statements.Bound attack) {
    refusedOnThePlan(
        () -> {
          try (PreparedStatement statement = connection.prepareStatement(attack.sql())) {
            bind(statement, attack.values());
            statement.execute();
          }
        });
  }

  /** As tools bind: by the type that the driver says. */
  private static void bind(PreparedStatement statement, List<Object> values) throws SQLException {
    for (int i = 0; i < values.size(); i++) {
      int type = statement.getParameterMetaData().getParameterType(i + 1);
      if (type == Types.INTEGER) {
        statement.setInt(i + 1, ((Number) values.get(i)).intValue());
      } else if (type == Types.BIGINT) {
        statement.setLong(i + 1, ((Number) values.get(i)).longValue());
      } else {
        statement.setString(i + 1, values.get(i).toString());
      }
    }
  }

  private static void refusedOnThePlan(ThrowingCallable call) {
    // the driver wraps what preparing throws, and not what running does
    assertThatThrownBy(call)
        .satisfies(
            e ->
                assertThat(Throwables.getStackTrace(e))
                    .matches(Refusal.ON_THE_PLAN)
                    .doesNotContain("no table formation.stagiaires"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"F' OR '1'='1", "F'; DROP TABLE x; --", "sexe", "%", "?"})
  void takesAValueForAValueWhateverStandsInIt(String value) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("SELECT count(*) FROM formation.stagiaires WHERE sexe = ?")) {
      query.setString(1, value);
      assertThat(one(query.executeQuery())).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SELECT sexe FROM formation.stagiaires LIMIT ? OFFSET ?                         | INTEGER,INTEGER
          WITH t AS (SELECT * FROM formation.stagiaires LIMIT ?) SELECT count(*) FROM t  | INTEGER
          SELECT sexe FROM formation.stagiaires WHERE annee_naissance BETWEEN ? AND ?    | INTEGER,INTEGER
          SELECT sexe FROM formation.stagiaires WHERE sexe IN (?, ?) AND sexe LIKE ?     | VARCHAR,VARCHAR,VARCHAR
          SELECT sexe FROM formation.stagiaires WHERE nir = ?                            | VARBINARY
          SELECT sexe, count(*) FROM formation.stagiaires GROUP BY sexe HAVING count(*) > ? | BIGINT
          SELECT substr(sexe, ?, ?), date_add(date_entree, ?) FROM formation.stagiaires  | INTEGER,INTEGER,INTEGER
          SELECT coalesce(date_sortie, ?), annee_naissance + ? FROM formation.stagiaires | DATE,INTEGER
          SELECT rpad(?, ?, ' ') FROM formation.stagiaires                               | VARCHAR,INTEGER
          SELECT explode(sequence(1, ?)), ? AS mot                                       | INTEGER,VARCHAR
          SELECT row_number() OVER (PARTITION BY sexe ORDER BY nir) FROM formation.stagiaires WHERE sexe = ? | VARCHAR
          SELECT CASE WHEN ? THEN 1 ELSE 0 END                                           | BOOLEAN
          SELECT ? AS mot                                                                | VARCHAR
          """)
  void saysWhichTypesTheParametersOfAQueryTake(String query, String types) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      ParameterMetaData parameters = statement.getParameterMetaData();
      List<String> said = new ArrayList<>();
      for (int i = 1; i <= parameters.getParameterCount(); i++) {
        said.add(JDBCType.valueOf(parameters.getParameterType(i)).getName());
      }
      assertThat(String.join(",", said).replace("BIT", "BOOLEAN")).isEqualTo(types);
      assertThat(statement.getMetaData().getColumnCount()).isPositive();
    }
  }

  @Test
  void countsByARecursionThatEnds() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      assertThat(
              one(
                  statement.executeQuery(
                      "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 50)"
                          + " SELECT count(*) FROM t")))
          .isEqualTo(50);
      assertThatThrownBy(
              () ->
                  one(
                      statement.executeQuery(
                          "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t)"
                              + " SELECT count(*) FROM t")))
          .hasStackTraceContaining("recursion");
    }
  }

  @Test
  void saysThatAQueryIsNestedTooDeeply() {
    assertThatThrownBy(
            () -> {
              try (Statement statement = connection.createStatement()) {
                statement.executeQuery("SELECT " + "NOT ".repeat(40_000) + "true");
              }
            })
        .hasStackTraceContaining("nested too deeply");
  }

  @Test
  void limitsRowsByAParameter() throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT nir FROM formation.stagiaires ORDER BY nir LIMIT ? OFFSET ?")) {
      query.setInt(1, 3);
      query.setLong(2, ROWS - 2);
      assertThat(names(query.executeQuery(), "nir")).hasSize(2);
    }
  }

  @Test
  void saysTheArticleThatRefuses() {
    assertThatThrownBy(
            () -> {
              try (Statement statement = connection.createStatement()) {
                statement.executeQuery("SELECT * FROM dgfip.declarants");
              }
            })
        .isInstanceOf(SQLException.class)
        .hasStackTraceContaining("refused by convention CONV-2026-002, article 2");
    assertThatThrownBy(
            () -> {
              try (Connection other = connect(home.token("passant@dinum").secret(), BridgeHome.ID);
                  Statement statement = other.createStatement()) {
                statement.executeQuery("SELECT 1");
              }
            })
        .isInstanceOf(SQLException.class)
        .hasStackTraceContaining("article 3");
  }
}
