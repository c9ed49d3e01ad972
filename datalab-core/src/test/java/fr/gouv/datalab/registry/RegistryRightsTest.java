package fr.gouv.datalab.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.gouv.datalab.conventions.ConventionFiles;
import fr.gouv.datalab.conventions.ConventionStore;
import fr.gouv.datalab.flows.Flows;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.journal.Act;
import fr.gouv.datalab.journal.Journal;
import fr.gouv.datalab.keys.KeyStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rights that the documentation gives to roles of PostgreSQL, on a real server. */
@EnabledIf("isInstalled")
class RegistryRightsTest {
  private static final String CONVENTION = "CONV-2026-001";

  @TempDir Path directory;
  private String url;
  private String acting;
  private String reading;
  private Home home;

  static boolean isInstalled() {
    return PostgresServer.isInstalled();
  }

  @BeforeEach
  void grant() throws Exception {
    PostgresServer server = PostgresServer.running();
    String some = UUID.randomUUID().toString().substring(0, 8);
    acting = "act_" + some;
    reading = "read_" + some;
    url = server.database();
    for (String role : new String[] {acting, reading}) {
      server.execute("create role " + role + " login password '" + PostgresServer.PASSWORD + "'");
    }
    home = Home.of(directory.resolve("home"));
    home.init();
    server.configure(home.path(), url);
    Registry.open(home).close();
    String rights =
        Files.readString(Path.of("..", "docs", "reference", "registry-rights.sql"))
            .replace("datalab_act", acting)
            .replace("datalab_read", reading);
    as(PostgresServer.USER, rights);
    Path configuration = home.configurationFile();
    Files.writeString(
        configuration,
        Files.readString(configuration).replace("user: " + PostgresServer.USER, "user: " + acting));
  }

  private void as(String role, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url, role, PostgresServer.PASSWORD);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void letActsBeDone() throws IOException {
    KeyStore.init(home.keys());
    try (Registry registry = Registry.open(home)) {
      ConventionStore conventions = new ConventionStore(registry);
      conventions.add(
          CONVENTION, new ConventionFiles(home).find(CONVENTION).orElseThrow(), "juriste@dinum");
      conventions.sign(CONVENTION, "dinum", "juriste@dinum");
      conventions.sign(CONVENTION, "dgfip", "administrateur@dgfip");
      conventions.sign(CONVENTION, "interieur", "administrateur@interieur");
      Flows flows = new Flows(registry);
      flows.stop("dgfip.declarants", "administrateur@dgfip", "vérification");
      flows.resume("dgfip.declarants", "administrateur@dgfip");
      conventions.suspend(CONVENTION, "juriste@dinum");
      conventions.end(CONVENTION, "juriste@dinum");
      assertThat(conventions.current(CONVENTION).orElseThrow().ended()).isPresent();
      registry.inTransaction(tx -> Journal.append(tx, new Act("datalab", "test.act", "it")));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "delete from journal_record",
        "update journal_record set record = ''",
        "delete from journal_node",
        "truncate journal_record",
        "delete from access",
        "update convention set document = ''",
        "delete from convention",
        "delete from convention_signature",
        "update convention_signature set party = 'autre'",
        "update release_decision set decision = 'APPROVE'",
        "delete from release_file",
        "update warrant_approval set person = 'autre'",
        "drop table release",
        "create table mine (x text)",
        "create index on release (title)",
        "alter table release add column x text",
        "delete from flyway_schema_history"
      })
  void letNobodyWhoActsRewriteWhatWasSaid(String sql) {
    assertThatThrownBy(() -> as(acting, sql))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).as(sql).isEqualTo("42501"));
  }

  @Test
  void letAnAuditorReadActsAndNoSecret() {
    for (String table : new String[] {"journal_record", "access", "convention", "flow"}) {
      assertThatCode(() -> as(reading, "select * from " + table)).doesNotThrowAnyException();
    }
    for (String sql :
        new String[] {
          "select * from account",
          "select * from token",
          "select * from person_token",
          "select * from release_comment",
          "insert into journal_record values (0, '', '')",
          "delete from access"
        }) {
      assertThatThrownBy(() -> as(reading, sql))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).as(sql).isEqualTo("42501"));
    }
  }
}
