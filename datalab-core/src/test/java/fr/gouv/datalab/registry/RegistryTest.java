package fr.gouv.datalab.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import fr.gouv.datalab.cli.Datalab;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.journal.Act;
import fr.gouv.datalab.journal.Journal;
import fr.gouv.datalab.journal.JournalCheck;
import fr.gouv.datalab.keys.LooseSecretException;
import fr.gouv.datalab.refusals.BadDataException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the registry promises, on whichever database this run is. */
class RegistryTest {
  @TempDir Path directory;

  private Home home() {
    return Homes.in(directory.resolve("home"));
  }

  private static long count(Registry registry, String table) {
    return registry.read(tx -> tx.number("select count(*) from " + table));
  }

  @Test
  void makesOneJournalOfWhatSeveralProcessesDo() throws Exception {
    Home home = home();
    Registry.open(home).close();
    List<Process> processes = new ArrayList<>();
    for (String name : List.of("un", "deux", "trois")) {
      processes.add(ActingProcess.start(home, name, 60));
    }
    for (Process each : processes) {
      assertThat(each.waitFor(120, TimeUnit.SECONDS)).isTrue();
      assertThat(each.exitValue()).isZero();
    }
    try (Registry registry = Registry.open(home)) {
      assertThat(JournalCheck.live(registry).records()).isEqualTo(180);
      assertThat(count(registry, "flow")).isEqualTo(180);
    }
  }

  @Test
  void keepsAnActAndItsRecordOrNeitherWhenAProcessIsKilled() throws Exception {
    Home home = home();
    Random random = new Random(20_261_125);
    try (Registry registry = Registry.open(home)) {
      long before = 0;
      for (int round = 0; round < 4; round++) {
        Process process = ActingProcess.start(home, "tour" + round, 1_000_000);
        while (process.isAlive() && count(registry, "flow") < before + 1 + random.nextInt(20)) {
          Thread.onSpinWait();
        }
        assertThat(process.isAlive()).isTrue();
        process.destroyForcibly().waitFor();
        registry.inTransaction(tx -> Journal.append(tx, new Act("essai", "flow.list", "tour")));
        long records = JournalCheck.live(registry).records();
        before = count(registry, "flow");
        assertThat(before).isEqualTo(records - round - 1).isPositive();
      }
    }
  }

  @Test
  void readsOneStateWhileAnotherWrites() {
    try (Registry registry = Registry.open(home())) {
      List<Long> seen =
          registry.read(
              tx -> {
                long before = tx.number("select count(*) from flow");
                Thread writer =
                    new Thread(
                        () ->
                            registry.inTransaction(
                                other ->
                                    other.update("insert into flow (dataset) values ('a.b')")));
                writer.start();
                join(writer);
                return List.of(before, tx.number("select count(*) from flow"));
              });
      assertThat(seen).containsExactly(0L, 0L);
      assertThat(count(registry, "flow")).isOne();
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void givesATransactionBackWhenItsStatementFails() {
    try (Registry registry = Registry.open(home())) {
      for (int i = 0; i < 300; i++) {
        assertThatThrownBy(() -> registry.inTransaction(tx -> tx.update("insert into nowhere")))
            .isInstanceOf(RegistryException.class);
      }
      registry.inTransaction(tx -> tx.update("insert into flow (dataset) values ('a.b')"));
      assertThat(count(registry, "flow")).isOne();
    }
  }

  @Test
  void doesNotQuoteTheRowThatWasRefused() {
    try (Registry registry = Registry.open(home())) {
      String secret = "1840775123456";
      registry.inTransaction(tx -> tx.update("insert into flow (dataset) values (?)", secret));
      assertThatThrownBy(
              () ->
                  registry.inTransaction(
                      tx -> tx.update("insert into flow (dataset) values (?)", secret)))
          .isInstanceOf(RegistryException.class)
          .hasMessageNotContaining(secret);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://127.0.0.1/datalab?user=datalab&password=s3cret",
        "jdbc:postgresql://127.0.0.1/datalab?sslpassword=s3cret",
        "jdbc:postgresql://127.0.0.1/datalab?PASSWORD=s3cret",
        "jdbc:postgresql://datalab:s3cret@127.0.0.1/datalab",
        "jdbc:mysql://s3cret"
      })
  void takesNoPasswordInTheUrlAndDoesNotRepeatIt(String url) throws Exception {
    Home home = Home.of(directory.resolve("home")).init();
    for (String yaml :
        List.of("registry: \"" + url + "\"\n", "registry: {url: \"" + url + "\"}\n")) {
      Files.writeString(home.configurationFile(), yaml);
      assertThatThrownBy(() -> Registry.open(home))
          .isInstanceOf(BadDataException.class)
          .hasMessageNotContaining("s3cret");
    }
  }

  @Test
  void aHomeIsMadeOnADatabaseByItsCommand() throws Exception {
    assumeTrue(Homes.onPostgresql());
    Path password = directory.resolve("password");
    Files.writeString(password, PostgresServer.PASSWORD);
    Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
    String home = directory.resolve("made").toString();
    assertThat(
            Datalab.run(
                "init",
                "--home",
                home,
                "--registry",
                PostgresServer.running().database(),
                "--registry-user",
                PostgresServer.USER,
                "--registry-password-file",
                password.toString()))
        .isZero();
    assertThat(Files.readString(Path.of(home, "datalab.yaml")))
        .doesNotContain(PostgresServer.PASSWORD);
    assertThat(Path.of(home, "registry.db")).doesNotExist();
    try (Registry registry = Registry.open(Home.of(Path.of(home)))) {
      assertThat(JournalCheck.live(registry).records()).isOne();
    }
  }

  @Test
  void goesOnAfterTheServerClosedItsConnections() {
    assumeTrue(Homes.onPostgresql());
    try (Registry registry = Registry.open(home())) {
      registry.inTransaction(tx -> tx.update("insert into flow (dataset) values ('a.b')"));
      String database =
          registry.read(
              tx -> tx.first("select current_database()", row -> row.getString(1)).orElseThrow());
      PostgresServer.running()
          .execute(
              "select pg_terminate_backend(pid) from pg_stat_activity where datname = '"
                  + database
                  + "'");
      assertThatThrownBy(() -> count(registry, "flow")).isInstanceOf(RegistryException.class);
      assertThat(count(registry, "flow")).isOne();
    }
  }

  @Test
  void saysNeitherPasswordNorMoreThanNeededWhenPostgresqlRefuses() throws Exception {
    assumeTrue(Homes.onPostgresql());
    Home home = home();
    Path password = home.path().resolve("registry-password");
    Files.writeString(password, "un autre mot de passe");
    assertThatThrownBy(() -> Registry.open(home))
        .isInstanceOf(RegistryException.class)
        .hasMessageNotContaining("autre")
        .hasMessageNotContaining(PostgresServer.PASSWORD);
    assertThat(home.configuration().toString()).doesNotContain("autre");
    Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> Registry.open(home)).isInstanceOf(LooseSecretException.class);
  }

  @Test
  void refusesADatabaseThatSortsOtherwiseThanByCode() {
    assumeTrue(Homes.onPostgresql());
    Home home = home();
    PostgresServer server = PostgresServer.running();
    server.configure(
        home.path(), server.database("template template0 encoding 'SQL_ASCII' locale 'C'"));
    assertThatThrownBy(() -> Registry.open(home))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("--locale=C.UTF-8");
  }
}
