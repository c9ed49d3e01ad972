package fr.gouv.datalab.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.refusals.BadDataException;
import fr.gouv.datalab.refusals.IntegrityException;
import fr.gouv.datalab.registry.Homes;
import fr.gouv.datalab.registry.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalExportTest {
  @TempDir Path directory;
  private Path exported;
  private JournalCheck written;

  @BeforeEach
  void export() throws IOException {
    Home home = Homes.in(directory.resolve("home"));
    exported = directory.resolve("journal");
    try (Registry registry = Registry.open(home)) {
      for (int i = 0; i < 12; i++) {
        int note = i;
        registry.inTransaction(
            tx ->
                Journal.append(
                    tx,
                    new Act("analyste", "essai.faire", "essai", Map.of("note", "acte " + note))));
      }
      written = JournalExport.write(registry, KeyStore.init(home.keys()), exported);
      assertThat(written).isEqualTo(JournalCheck.live(registry));
    }
  }

  @Test
  void verifiesOfflineWithTheKeyAlone() throws IOException {
    String key = Files.readString(exported.resolve("journal.vkey"));
    Files.delete(exported.resolve("journal.vkey"));
    assertThat(JournalExport.verify(exported, key)).isEqualTo(written);
  }

  @Test
  void namesTheFirstRecordThatIsMissing() throws IOException {
    List<String> lines = lines();
    lines.remove(5);
    Files.write(exported.resolve("journal.jsonl"), lines);
    refuses("Record 5");
    Files.write(exported.resolve("journal.jsonl"), lines().subList(0, 3));
    refuses("Record 3");
  }

  @Test
  void refusesARecordThatWasAlteredOrAdded() throws IOException {
    List<String> lines = lines();
    String added = lines.get(11).replace("\"sequence\":11", "\"sequence\":12");
    lines.set(4, lines.get(4).replace("acte 4", "acte X"));
    Files.write(exported.resolve("journal.jsonl"), lines);
    refuses("Record 4 of the journal was altered");
    Files.delete(exported.resolve("leaves"));
    refuses("A record of the journal was altered");
    lines.set(4, lines.get(4).replace("acte X", "acte 4"));
    lines.add(added);
    Files.write(exported.resolve("journal.jsonl"), lines);
    refuses("Record 12");
  }

  @Test
  void refusesACheckpointOfAnotherKeyOrWithAnotherRoot() throws IOException {
    KeyStore other = KeyStore.init(directory.resolve("autres"));
    KeyName name = KeyName.sign("journal");
    other.create(name);
    String key = SignedNote.verifierKey("datalab-journal", other.publicKey(name));
    assertThatThrownBy(() -> JournalExport.verify(exported, key))
        .isInstanceOf(IntegrityException.class);
    Path checkpoint = exported.resolve("checkpoint");
    Files.writeString(checkpoint, Files.readString(checkpoint).replaceFirst("\n12\n", "\n11\n"));
    refuses("altered");
  }

  @Test
  void saysWhatItWasGiven() {
    assertThatThrownBy(() -> JournalExport.verify(directory, null))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("not an exported journal");
    assertThatThrownBy(() -> JournalExport.verify(exported, "n'importe quoi"))
        .isInstanceOf(BadDataException.class);
  }

  private void refuses(String sentence) {
    assertThatThrownBy(() -> JournalExport.verify(exported, null))
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining(sentence);
  }

  private List<String> lines() throws IOException {
    return new ArrayList<>(Files.readAllLines(exported.resolve("journal.jsonl")));
  }
}
