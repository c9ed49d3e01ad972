package fr.gouv.datalab.cli.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.journal.Checkpoint;
import fr.gouv.datalab.journal.JournalCheck;
import fr.gouv.datalab.journal.JournalExport;
import fr.gouv.datalab.journal.SignedProof;
import fr.gouv.datalab.refusals.BadDataException;
import fr.gouv.datalab.registry.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code datalab journal verify [--dir DIR [--key FILE]]}: recomputes the tree of the live journal,
 * or of an exported one without any home, or a proof alone; exit 5 when it does not hold.
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

  @Override
  public Integer call() throws IOException {
    if (proof != null) {
      SignedProof document = proof();
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
        tell(JournalCheck.live(registry), "The journal");
      }
      return 0;
    }
    tell(
        JournalExport.verify(directory, key == null ? null : Files.readString(key)), "The journal");
    warnOfKey();
    return 0;
  }

  private SignedProof proof() throws IOException {
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
