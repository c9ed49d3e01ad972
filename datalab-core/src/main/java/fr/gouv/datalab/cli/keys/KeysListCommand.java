package fr.gouv.datalab.cli.keys;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.keys.KeyEntry;
import fr.gouv.datalab.keys.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code datalab keys list}: names, purposes and versions; never a key. */
@Command
public final class KeysListCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Override
  public Integer call() {
    List<KeyEntry> keys = KeyStore.open(console.home().require().keys()).list();
    console.result(
        keys.stream()
            .map(
                key ->
                    Map.of(
                        "name", key.name().value(),
                        "purpose", key.purpose().name(),
                        "versions", key.versions(),
                        "destroyed", key.destroyed()))
            .toList(),
        keys.stream()
            .map(
                key ->
                    String.format(
                        "%-28s %-10s %s",
                        key.name(),
                        key.purpose(),
                        key.destroyed() ? "destroyed" : "versions " + key.versions()))
            .collect(Collectors.joining("\n")));
    return 0;
  }
}
