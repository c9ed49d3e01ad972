package fr.gouv.datalab.cli.release;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.conventions.ConventionStore;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.releases.ConventionSeats;
import fr.gouv.datalab.releases.Release;
import fr.gouv.datalab.releases.ReleaseStore;
import java.util.Set;
import java.util.stream.Collectors;

/** The releases of the console's home, open while a command runs. */
final class Releases implements AutoCloseable {
  private final Registry registry;
  private final KeyStore keys;
  private final ReleaseStore store;

  private Releases(Registry registry, KeyStore keys) {
    this.registry = registry;
    this.keys = keys;
    this.store =
        new ReleaseStore(registry, keys, new ConventionSeats(new ConventionStore(registry)));
  }

  static Releases of(Console console) {
    Home home = console.home().require();
    return new Releases(Registry.open(home), KeyStore.open(home.keys()));
  }

  ReleaseStore store() {
    return store;
  }

  Registry registry() {
    return registry;
  }

  KeyStore keys() {
    return keys;
  }

  /** What a release has become, for a person. */
  String told(Release release) {
    String state = "Release " + release.id() + " is now " + release.state() + ".";
    return switch (release.state()) {
      case SUBMITTED -> {
        Set<String> open = store.open(release);
        yield state
            + (open.isEmpty()
                ? ""
                : " It waits for "
                    + open.stream().sorted().collect(Collectors.joining(", "))
                    + ".");
      }
      case APPROVED -> state + " `datalab release export " + release.id() + "` writes its package.";
      default -> state;
    };
  }

  @Override
  public void close() {
    registry.close();
  }
}
