package fr.gouv.datalab.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.refusals.BadDataException;
import fr.gouv.datalab.refusals.IntegrityException;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.registry.Transaction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Someone who may write anything into the database, and a witness who kept checkpoints. */
class TamperedJournalTest {
  @TempDir Path directory;
  private Home home;
  private Registry registry;
  private KeyStore keys;
  private WitnessFile witness;

  @BeforeEach
  void keepACheckpointNowAndThen() throws IOException {
    home = Home.of(directory.resolve("home")).init();
    registry = Registry.open(home);
    keys = KeyStore.init(home.keys());
    witness = new WitnessFile(directory.resolve("ailleurs.witness"));
    for (int size : new int[] {10, 300, 600}) {
      grow(registry, size, "acte");
      assertThat(witness.add(registry, keys).size()).isEqualTo(size);
    }
    grow(registry, 620, "acte");
    assertThat(JournalCheck.live(registry, kept()).records()).isEqualTo(620);
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private List<Checkpoint> kept() throws IOException {
    return witness.checkpoints(Checkpoint.verifierKey(keys));
  }

  private static void grow(Registry registry, int size, String note) {
    registry.inTransaction(
        tx -> {
          for (long i = Checkpoint.now(tx).size(); i < size; i++) {
            Journal.append(
                tx, new Act("analyste", "essai.faire", "essai", Map.of("note", note + " " + i)));
          }
          return null;
        });
  }

  private static byte[] leaf(String record) {
    return Hash.leaf(record.getBytes(StandardCharsets.UTF_8));
  }

  private static String record(Transaction tx, long sequence) {
    return tx.first(
            "select record from journal_record where sequence = ?",
            row -> row.getString(1),
            sequence)
        .orElseThrow();
  }

  private static void put(Transaction tx, long sequence, String record) {
    tx.update(
        "update journal_record set record = ?, leaf = ? where sequence = ?",
        record,
        leaf(record),
        sequence);
  }

  /** What someone does with the records, hashes beside them included, and what is said of it. */
  static Stream<Arguments> tamperings() {
    return Stream.of(
        Arguments.of(
            "changes a record",
            (Consumer<Transaction>)
                tx ->
                    tx.update(
                        "update journal_record set record = replace(record, 'acte 41', 'acte X')"
                            + " where sequence = 41"),
            "Record 41 of the journal was altered"),
        Arguments.of(
            "changes a record and its hash",
            (Consumer<Transaction>) tx -> put(tx, 41, record(tx, 41).replace("acte 41", "acte X")),
            "records 32 to 47 "),
        Arguments.of(
            "changes a late record and its hash",
            (Consumer<Transaction>)
                tx -> put(tx, 610, record(tx, 610).replace("acte 610", "acte X")),
            "records 608 to 619 "),
        Arguments.of(
            "removes a record",
            (Consumer<Transaction>)
                tx -> tx.update("delete from journal_record where sequence = 333"),
            "Record 333 of the journal is missing"),
        Arguments.of(
            "swaps two records",
            (Consumer<Transaction>)
                tx -> {
                  String one = record(tx, 7);
                  put(tx, 7, record(tx, 8));
                  put(tx, 8, one);
                },
            "Record 7 of the journal is not the one that was written there"),
        Arguments.of(
            "puts a record between two",
            (Consumer<Transaction>)
                tx -> {
                  for (long i = 619; i >= 100; i--) {
                    tx.update(
                        "update journal_record set sequence = ? where sequence = ?", i + 1, i);
                  }
                  String added = record(tx, 99).replace("\"sequence\":99,", "\"sequence\":100,");
                  tx.update("insert into journal_record values (?, ?, ?)", 100, added, leaf(added));
                },
            "Record 101 of the journal is not the one that was written there"),
        Arguments.of(
            "adds a record at the end",
            (Consumer<Transaction>)
                tx -> {
                  String added = record(tx, 619).replace("\"sequence\":619,", "\"sequence\":620,");
                  tx.update("insert into journal_record values (?, ?, ?)", 620, added, leaf(added));
                },
            "Record 620 of the journal is the first that is too many"),
        Arguments.of(
            "cuts the tail",
            (Consumer<Transaction>)
                tx -> tx.update("delete from journal_record where sequence >= 615"),
            "Record 615 of the journal is the first that is missing"),
        Arguments.of(
            "changes a node",
            (Consumer<Transaction>)
                tx ->
                    tx.update(
                        "update journal_node set hash = ? where level = 8 and position = 1",
                        (Object) leaf("autre")),
            "records 256 to 511 "));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tamperings")
  void whoeverAltersRecordsIsSeen(String what, Consumer<Transaction> tampering, String sentence) {
    registry.inTransaction(
        tx -> {
          tampering.accept(tx);
          return null;
        });
    assertThatThrownBy(() -> JournalCheck.live(registry))
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining(sentence);
  }

  /** A database whose every hash and signature holds, made anew by the journal's own key. */
  private Registry another(int size, String note) {
    Home other = Home.of(directory.resolve("autre-" + size + note)).init();
    Registry made = Registry.open(other);
    grow(made, size, note);
    assertThat(JournalCheck.live(made).records()).isEqualTo(size);
    return made;
  }

  @Test
  void aSwappedDatabaseIsSeenByTheWitnessAlone() throws IOException {
    try (Registry swapped = another(700, "autre acte")) {
      List<Checkpoint> kept = kept();
      assertThatThrownBy(() -> JournalCheck.live(swapped, kept))
          .isInstanceOf(IntegrityException.class)
          .hasMessageContaining("witnessed at 10 records: of the records 0 to 9, one or more");
      assertThatThrownBy(() -> witness.add(swapped, keys))
          .isInstanceOf(IntegrityException.class)
          .hasMessageContaining("witnessed at 600 records");
      assertThat(kept()).hasSize(3);
    }
  }

  @Test
  void aDatabaseThatWasRolledBackIsSeenByTheWitnessAlone() throws IOException {
    List<Checkpoint> kept = kept();
    try (Registry back = another(550, "acte")) {
      assertThatThrownBy(() -> JournalCheck.live(back, kept.subList(2, 3)))
          .isInstanceOf(IntegrityException.class)
          .hasMessageContaining("Record 550 of the journal is the first that is missing")
          .hasMessageContaining("600 records");
      assertThatThrownBy(() -> witness.add(back, keys))
          .isInstanceOf(IntegrityException.class)
          .hasMessageContaining("rolled back");
    }
  }

  @Test
  void anExportWithAnOlderCheckpointIsSeenByTheWitnessAlone() throws IOException {
    Path exported = directory.resolve("export");
    JournalExport.write(registry, keys, exported);
    assertThat(JournalExport.verify(exported, null, Optional.of(witness)).records()).isEqualTo(620);
    String older = Files.readString(directory.resolve("ailleurs.witness")).split("---\n")[1];
    Files.writeString(exported.resolve("checkpoint"), older);
    List<String> lines = Files.readAllLines(exported.resolve("journal.jsonl"));
    Files.write(exported.resolve("journal.jsonl"), lines.subList(0, 300));
    assertThat(JournalExport.verify(exported, null).records()).isEqualTo(300);
    assertThatThrownBy(() -> JournalExport.verify(exported, null, Optional.of(witness)))
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining("Record 300 of the journal is the first that is missing");
  }

  @Test
  void aWitnessElsewhereCosignsWhatContinuesTheLastAndNothingElse() throws IOException {
    String journal = Checkpoint.verifierKey(keys);
    KeyStore own = KeyStore.ofProducer(directory.resolve("cour"));
    WitnessFile.Cosigner court = new WitnessFile.Cosigner("cour", own);
    WitnessFile file = new WitnessFile(directory.resolve("cour.witness"));
    file.add(SignedProof.since(registry, keys, 0), journal, Optional.of(court));
    grow(registry, 640, "acte");
    assertThatThrownBy(
            () -> file.add(SignedProof.since(registry, keys, 0), journal, Optional.of(court)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("journal prove --from 620");
    file.add(SignedProof.since(registry, keys, 620), journal, Optional.of(court));
    assertThat(file.checkpoints(journal)).extracting(Checkpoint::size).containsExactly(620L, 640L);
    assertThat(Files.readString(directory.resolve("cour.witness"))).contains("— cour ");
    try (Registry swapped = another(700, "autre acte")) {
      assertThatThrownBy(
              () -> file.add(SignedProof.since(swapped, keys, 640), journal, Optional.of(court)))
          .isInstanceOf(IntegrityException.class)
          .hasMessageContaining("witnessed at 640");
    }
  }

  @Test
  void aWitnessFileThatWasAlteredIsNotBelieved() throws IOException {
    Path file = directory.resolve("ailleurs.witness");
    String text = Files.readString(file);
    Files.writeString(file, text.replaceFirst("\n300\n", "\n301\n"));
    assertThatThrownBy(this::kept).isInstanceOf(IntegrityException.class);
    String[] notes = text.split("---\n");
    Files.writeString(file, notes[1] + "---\n" + notes[0] + "---\n");
    assertThatThrownBy(this::kept)
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining("goes back from 300 records to 10");
    Files.writeString(file, text.substring(0, text.length() - 9));
    assertThatThrownBy(this::kept).isInstanceOf(BadDataException.class);
  }
}
