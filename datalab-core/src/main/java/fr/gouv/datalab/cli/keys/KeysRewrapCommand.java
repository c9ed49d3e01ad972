package fr.gouv.datalab.cli.keys;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.journal.Act;
import fr.gouv.datalab.journal.Journal;
import fr.gouv.datalab.keys.KeyEncryptionPlace;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.registry.Registry;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code datalab keys rewrap}: takes every key to the key-encryption key that {@code datalab.yaml}
 * names, or to a new one of the same place. The keys themselves stay what they are, so nothing is
 * rewritten in the lake. The record is written last: a kill before it leaves keys that work, and
 * the same command finishes and records.
 */
@Command
public final class KeysRewrapCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Override
  public Integer call() {
    Home home = console.home().require();
    KeyEncryptionPlace wished = home.configuration().keyEncryption();
    KeyStore store = KeyStore.open(home.keys());
    KeyEncryptionPlace before = store.place();
    String person = console.user();
    try (Registry registry = Registry.open(home)) {
      int wrapped = store.rewrap(wished);
      String after = store.place().description();
      Map<String, Object> details =
          Map.of("from", Wrapping.kind(before), "to", Wrapping.kind(wished), "keys", wrapped);
      registry.inTransaction(
          tx -> Journal.append(tx, new Act(person, "keys.rewrap", "keys", details)));
      console.result(
          Map.of("keys", wrapped, "from", before.description(), "to", after),
          wrapped + " keys were wrapped anew, by " + after + ". " + whatIsLeft(before, wished));
    }
    return 0;
  }

  private static String whatIsLeft(KeyEncryptionPlace before, KeyEncryptionPlace after) {
    if (before instanceof KeyEncryptionPlace.InFile) {
      return "The file of the old key-encryption key was destroyed; a backup of it opens backups of"
          + " the keys, and nothing else.";
    }
    return before.isWayTo(after)
        ? "Its older versions wrap nothing of this store any more."
        : "The old one, " + before.description() + ", wraps nothing of this store any more.";
  }
}
