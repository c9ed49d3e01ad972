package fr.gouv.datalab.cli.journal;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.journal.Checkpoint;
import fr.gouv.datalab.journal.WitnessFile;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.registry.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code datalab journal witness [--file FILE]}: adds the journal's signed checkpoint to a witness
 * file, once it is shown to continue the last one kept there. A witness elsewhere does it from what
 * {@code journal prove --from SIZE} printed, in a home of its own: {@code --proof PROOF --key KEY
 * --as NAME} cosigns by its own key. Exit 5 when the journal does not continue what was kept.
 */
@Command
public final class WitnessCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "The witness file (default: journal/witness of the home).")
  private Path file;

  @Option(
      names = "--proof",
      paramLabel = "PROOF",
      description = "What `journal prove --from SIZE` printed, instead of the live journal.")
  private Path proof;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "The journal's verifier key, had from elsewhere; needed with --proof.")
  private Path key;

  @Option(
      names = "--as",
      paramLabel = "NAME",
      description = "Who cosigns, with --proof: their key is in this home, drawn at first use.")
  private String name;

  @Override
  public Integer call() throws IOException {
    Home home = console.home().require();
    WitnessFile witness = file == null ? WitnessFile.of(home) : new WitnessFile(file);
    Checkpoint kept = proof == null ? live(home, witness) : proved(home, witness);
    console.result(
        kept, "Kept the checkpoint of " + kept.size() + " records, root " + kept.root() + ".");
    return 0;
  }

  private Checkpoint live(Home home, WitnessFile witness) throws IOException {
    if (name != null || key != null) {
      throw new UsageException(
          "--key and --as go with --proof: nobody is a witness of their own journal.");
    }
    try (Registry registry = Registry.open(home)) {
      return witness.add(registry, KeyStore.open(home.keys()));
    }
  }

  private Checkpoint proved(Home home, WitnessFile witness) throws IOException {
    if (key == null || name == null || !name.matches("[a-z0-9][a-z0-9.-]{0,62}")) {
      throw new UsageException(
          "Give --key with the journal's verifier key, and --as with the witness's name in a-z, 0-9,"
              + " dots and hyphens.");
    }
    return witness.add(
        VerifyCommand.proof(proof),
        Files.readString(key),
        Optional.of(new WitnessFile.Cosigner(name, KeyStore.init(home.keys()))));
  }
}
