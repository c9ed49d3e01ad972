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

/** {@code datalab keys init}: draws the keys that are missing; those that are there stay. */
@Command
public final class KeysInitCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Override
  public Integer call() {
    Home home = console.home().require();
    KeyEncryptionPlace wished = home.configuration().keyEncryption();
    KeyStore store = KeyStore.init(home.keys(), wished);
    int keys = store.list().size();
    try (Registry registry = Registry.open(home)) {
      registry.inTransaction(
          tx -> Journal.append(tx, new Act("datalab", "keys.init", "keys", Map.of("keys", keys))));
    }
    Wrapping.warnUnlessAsWished(console, store, wished);
    String wrappedBy = store.place().description();
    console.result(
        Map.of("keys", keys, "wrappedBy", wrappedBy),
        "The key store has " + keys + " keys, wrapped by " + wrappedBy + ".");
    return 0;
  }
}
