package fr.gouv.datalab.cli.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.journal.Checkpoint;
import fr.gouv.datalab.journal.JournalCheck;
import fr.gouv.datalab.journal.JournalExport;
import fr.gouv.datalab.journal.SignedProof;
import fr.gouv.datalab.journal.WitnessFile;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.refusals.BadDataException;
import fr.gouv.datalab.registry.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code datalab journal verify [--dir DIR [--key FILE]] [--witness FILE]}: recomputes the tree of
 * the live journal, or of an exported one without any home, or a proof alone, and compares it with
 * the checkpoints that a witness kept; exit 5 when it does not hold.
 */
@Command
public final class VerifyCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "An exported journal (default: the live one).")
  private Path directory;

  @Option(
      names = "--proof",
      paramLabel = "FILE",
      description = "What `datalab journal prove` printed, instead of a journal.")
  private Path proof;

  @Option(
      names = "--since",
      paramLabel = "FILE",
      description = "The older checkpoint that the proof must continue.")
  private Path since;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "The verifier key, had from elsewhere (default: journal.vkey in DIR).")
  private Path key;

  @Option(
      names = "--witness",
      paramLabel = "FILE",
      description =
          "Checkpoints that a witness kept (default, for the live journal: journal/witness of the"
              + " home, where it is there).")
  private Path witness;

  @Override
  public Integer call() throws IOException {
    if (proof != null) {
      SignedProof document = proof(proof);
      Checkpoint signed =
          document.verify(
              key == null ? null : Files.readString(key),
              since == null ? null : Files.readString(since));
      tell(new JournalCheck(signed.size(), signed.root()), "The proof");
      warnOfKey();
      return 0;
    }
    if (directory == null) {
      try (Registry registry = Registry.open(console.home())) {
        tell(JournalCheck.live(registry, witnessed()), "The journal");
      }
      return 0;
    }
    tell(
        JournalExport.verify(
            directory,
            key == null ? null : Files.readString(key),
            Optional.ofNullable(witness).map(WitnessFile::new)),
        "The journal");
    warnOfKey();
    return 0;
  }

  private List<Checkpoint> witnessed() throws IOException {
    WitnessFile file = witness == null ? WitnessFile.of(console.home()) : new WitnessFile(witness);
    if (witness == null && !file.exists()) {
      return List.of();
    }
    return file.checkpoints(
        key == null
            ? Checkpoint.verifierKey(KeyStore.open(console.home().keys()))
            : Files.readString(key));
  }

  /** A proof that a file holds. */
  static SignedProof proof(Path proof) throws IOException {
    try {
      return new JsonMapper().readValue(Files.readString(proof), SignedProof.class);
    } catch (JsonProcessingException e) {
      throw new BadDataException(proof + " is not a proof that the journal printed.", e);
    }
  }

  private void warnOfKey() {
    if (key == null) {
      console.warn(
          "the key came with what it verifies; give --key with one you had from elsewhere to trust"
              + " who signed.");
    }
  }

  private void tell(JournalCheck check, String what) {
    console.result(
        check, what + " verifies: " + check.records() + " records, root " + check.root() + ".");
  }
}
