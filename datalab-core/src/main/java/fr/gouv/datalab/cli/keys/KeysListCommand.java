package fr.gouv.datalab.cli.keys;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.keys.KeyEntry;
import fr.gouv.datalab.keys.KeyStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code datalab keys list}: names, purposes, versions, and by what each is wrapped; never a key.
 */
@Command
public final class KeysListCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Override
  public Integer call() {
    Home home = console.home().require();
    KeyStore store = KeyStore.open(home.keys());
    List<KeyEntry> keys = store.list();
    Wrapping.warnUnlessAsWished(console, store, home.configuration().keyEncryption());
    console.result(
        keys.stream().map(KeysListCommand::forJson).toList(),
        keys.stream().map(KeysListCommand::line).collect(Collectors.joining("\n")));
    return 0;
  }

  private static Map<String, Object> forJson(KeyEntry key) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", key.name().value());
    json.put("purpose", key.purpose().name());
    json.put("versions", key.versions());
    json.put("inUse", key.inUse());
    json.put("wrappedBy", key.wrappedBy());
    json.put("destroyed", key.destroyed());
    return json;
  }

  private static String line(KeyEntry key) {
    String name = String.format("%-36s %-10s ", key.name(), key.purpose());
    if (key.destroyed()) {
      return name + "destroyed";
    }
    String versions =
        key.versions().size() == 1
            ? "version " + key.inUse()
            : "version " + key.inUse() + " of " + key.versions();
    return name + String.format("%-22s %s", versions, key.wrappedBy());
  }
}
