package fr.gouv.datalab.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import fr.gouv.datalab.accounts.AccountStore;
import fr.gouv.datalab.accounts.Role;
import fr.gouv.datalab.conventions.ConventionFiles;
import fr.gouv.datalab.conventions.ConventionStore;
import fr.gouv.datalab.flows.Flows;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.home.RegistryPlace;
import fr.gouv.datalab.journal.Act;
import fr.gouv.datalab.journal.Journal;
import fr.gouv.datalab.journal.JournalCheck;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.notices.Outbox;
import fr.gouv.datalab.refusals.IntegrityException;
import fr.gouv.datalab.refusals.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryMoveTest {
  private static final String ID = "CONV-2026-001";

  @TempDir Path directory;
  private Home home;
  private Registry old;
  private RegistryPlace place;

  @BeforeEach
  void fill() throws Exception {
    assumeTrue(PostgresServer.isInstalled(), "PostgreSQL is not installed");
    home = Home.of(directory.resolve("home")).init();
    old = Registry.open(home);
    KeyStore keys = KeyStore.init(home.keys());
    ConventionStore conventions = new ConventionStore(old);
    conventions.add(ID, new ConventionFiles(home).find(ID).orElseThrow(), "juriste@dinum");
    conventions.sign(ID, "dinum", "juriste@dinum");
    conventions.sign(ID, "dgfip", "administrateur@dgfip");
    conventions.sign(ID, "interieur", "administrateur@interieur");
    for (int i = 0; i < 30; i++) {
      new Flows(old).stop("dgfip.declarants", "administrateur@dgfip", "raison n° " + i + " « é »");
      new Flows(old).resume("dgfip.declarants", "administrateur@dgfip");
    }
    new AccountStore(old, keys).invite("juriste@dinum", Set.of(Role.JURISTE), "datalab");
    new Outbox(old).address("juriste@dinum", "juriste@dinum.example", "juriste@dinum");
    place = database();
  }

  private RegistryPlace database() throws Exception {
    PostgresServer server = PostgresServer.running();
    Path password = home.path().resolve("registry-password");
    Files.writeString(password, PostgresServer.PASSWORD);
    Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
    return new RegistryPlace(
        server.database(), Optional.of(PostgresServer.USER), Optional.of(password));
  }

  @AfterEach
  void close() {
    if (old != null) {
      old.close();
    }
  }

  private RegistryMove.Moved move(RegistryPlace to) {
    return new RegistryMove(home, to, tx -> JournalCheck.in(tx).root()).make();
  }

  private static Map<String, Long> counts(Registry registry, Iterable<String> tables) {
    Map<String, Long> counts = new TreeMap<>();
    registry.read(
        tx -> {
          tables.forEach(table -> counts.put(table, tx.number("select count(*) from " + table)));
          return null;
        });
    return counts;
  }

  @Test
  void movesEveryRowAndTheJournalUnchanged() {
    JournalCheck before = JournalCheck.live(old);
    RegistryMove.Moved moved = move(place);
    assertThat(moved.root()).isEqualTo(before.root());
    assertThat(moved.rows()).containsEntry("journal_record", before.records());
    try (Registry registry = Registry.open(home)) {
      assertThat(home.configuration().registry()).isEqualTo(place);
      assertThat(JournalCheck.live(registry)).isEqualTo(before);
      assertThat(counts(registry, moved.rows().keySet()))
          .isEqualTo(new TreeMap<>(moved.rows()))
          .containsEntry("convention_signature", 3L);
      ConventionStore conventions = new ConventionStore(registry);
      assertThat(conventions.current(ID).orElseThrow().unsigned()).isEmpty();
      assertThat(new Outbox(registry).addressOf("juriste@dinum")).isPresent();
      new Flows(registry).stop("dgfip.declarants", "administrateur@dgfip", "après");
      assertThat(JournalCheck.live(registry).records()).isEqualTo(before.records() + 1);
    }
  }

  @Test
  void closesTheOldOneToWhoeverHasItOpen() {
    long records = JournalCheck.live(old).records();
    move(place);
    assertThatThrownBy(
            () -> new Flows(old).stop("dgfip.declarants", "administrateur@dgfip", "trop tard"))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("was moved");
    assertThat(JournalCheck.live(old).records()).isEqualTo(records);
  }

  @Test
  void changesNothingWhenWhatArrivesIsNotWhatLeft() {
    JournalCheck before = JournalCheck.live(old);
    int[] times = new int[1];
    assertThatThrownBy(() -> new RegistryMove(home, place, tx -> "root " + times[0]++).make())
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining("journal_record");
    assertThat(home.configuration().registry().url()).startsWith("jdbc:sqlite:");
    new Flows(old).stop("dgfip.declarants", "administrateur@dgfip", "toujours ici");
    assertThat(JournalCheck.live(old).records()).isEqualTo(before.records() + 1);
    assertThat(move(place).rows()).containsEntry("journal_record", before.records() + 1);
  }

  @Test
  void endsAMoveThatWasKilledOnceItsRowsHadArrived() throws Exception {
    String configuration = Files.readString(home.configurationFile());
    RegistryMove.Moved moved = move(place);
    Files.writeString(home.configurationFile(), configuration);
    assertThat(move(place)).isEqualTo(moved);
    assertThat(home.configuration().registry()).isEqualTo(place);
  }

  @Test
  void doesNotTouchADatabaseThatHoldsAnother() throws Exception {
    RegistryPlace taken = database();
    Home other = Home.of(directory.resolve("autre")).init(taken.lines());
    try (Registry registry = Registry.open(other)) {
      registry.inTransaction(tx -> Journal.append(tx, new Act("essai", "essai.faire", "autre")));
    }
    assertThatThrownBy(() -> move(taken)).isInstanceOf(IntegrityException.class);
    try (Registry registry = Registry.open(other)) {
      assertThat(JournalCheck.live(registry).records()).isOne();
    }
    assertThat(home.configuration().registry().url()).startsWith("jdbc:sqlite:");
  }

  @Test
  void isFromSqliteToPostgresqlOnce() {
    assertThatThrownBy(() -> move(RegistryPlace.at("jdbc:sqlite:/nulle/part.db")))
        .isInstanceOf(UsageException.class);
    move(place);
    assertThatThrownBy(() -> move(place))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("says where the registry is");
  }
}
