package fr.gouv.datalab.cli.keys;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.keys.ProducerKeys;
import fr.gouv.datalab.refusals.IntegrityException;
import fr.gouv.datalab.refusals.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code datalab keys receive PACKAGE --keys DIR --fingerprint F}: at the producer's, opens what
 * the datalab sealed. The fingerprint came by another way: a package of anyone else is refused.
 */
@Command
public final class KeysReceiveCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Parameters(paramLabel = "PACKAGE", description = "What `keys export-tokens` wrote.")
  private Path sealed;

  @Option(
      names = "--keys",
      required = true,
      paramLabel = "DIR",
      description = "Where the producer keeps its keys, as `keys request` made it.")
  private Path keys;

  @Option(
      names = "--fingerprint",
      required = true,
      paramLabel = "F",
      description = "As the datalab told it by another way.")
  private String fingerprint;

  @Override
  public Integer call() throws IOException {
    byte[] bytes = Files.readAllBytes(sealed);
    Fingerprints.require(sealed, bytes, fingerprint);
    List<String> names =
        ProducerKeys.receive(reception(), bytes).stream().map(KeyName::value).toList();
    console.result(
        Map.of("received", names),
        "Received " + String.join(", ", names) + ": `datalab pseudonymize --keys " + keys + "`.");
    return 0;
  }

  /** The store in which the request was made. */
  private KeyStore reception() {
    if (Files.isDirectory(keys)) {
      KeyStore store = KeyStore.open(keys);
      if (store.exists(KeyName.RECEPTION)) {
        return store;
      }
    }
    throw new UsageException(
        keys
            + " has no key that a package is sealed to: give the directory in which `datalab keys"
            + " request` was run, or run it and have the package made for it.");
  }

  /** Holds a file against the fingerprint that came by another way. */
  static final class Fingerprints {
    private Fingerprints() {}

    static void require(Path file, byte[] bytes, String told) {
      String found = ProducerKeys.fingerprint(bytes);
      if (!found.equals(told.strip().toLowerCase(java.util.Locale.ROOT))) {
        throw new IntegrityException(
            file
                + " has another fingerprint than was told, "
                + found
                + ": ask who sent it to tell it again, and take it from nobody else.");
      }
    }
  }
}
