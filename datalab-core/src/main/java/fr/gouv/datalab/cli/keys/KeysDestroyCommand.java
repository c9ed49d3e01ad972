package fr.gouv.datalab.cli.keys;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.journal.Act;
import fr.gouv.datalab.journal.Journal;
import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyNotFoundException;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.registry.Registry;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * {@code datalab keys destroy NAME}: makes a key unreachable for good (crypto-shredding). The
 * record is written first: a kill between the two leaves a key that may be destroyed again, never
 * one that vanished without a record.
 */
@Command
public final class KeysDestroyCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Parameters(paramLabel = "NAME", description = "The key's name, as `datalab keys list` shows it.")
  private String name;

  @Override
  public Integer call() {
    Home home = console.home().require();
    KeyName key = named();
    KeyStore store = KeyStore.open(home.keys());
    if (store.list().stream().noneMatch(entry -> entry.name().equals(key))) {
      throw new KeyNotFoundException(
          "There is no key \"" + key + "\": `datalab keys list` shows those there are.");
    }
    String person = console.user();
    try (Registry registry = Registry.open(home)) {
      registry.inTransaction(
          tx -> Journal.append(tx, new Act(person, "keys.destroy", key.value())));
    }
    store.destroy(key);
    console.result(
        Map.of("destroyed", key.value()),
        "The key " + key + " is destroyed for good; its name is never used again.");
    return 0;
  }

  private KeyName named() {
    try {
      return new KeyName(name);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }
}
