package fr.gouv.datalab.cli.disclose;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.disclosure.ProofCheck;
import fr.gouv.datalab.disclosure.ProtectionSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code datalab disclose check-proofs DIR --spec SPEC.yaml}: checks one by one the proofs that go
 * with a protected table, without the engine that found them. Ends with 5 when one does not hold.
 */
@Command
public final class CheckProofsCommand implements Callable<Integer> {

  @Mixin private Console console;

  @Parameters(paramLabel = "DIR", description = "A directory that `disclose protect` wrote.")
  private Path directory;

  @Option(
      names = "--spec",
      required = true,
      paramLabel = "SPEC.yaml",
      description = "What the table is and the intervals it must keep.")
  private Path spec;

  @Override
  public Integer call() {
    ProofCheck.Result found = ProofCheck.check(directory, ProtectionSpec.read(spec));
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("holds", found.holds());
    document.put("proofs", found.proofs());
    document.put("hidden", found.cells());
    document.put("faults", found.faults());
    List<String> lines = new ArrayList<>();
    lines.add(
        (found.holds() ? "hold: " : "do not hold: ")
            + found.proofs()
            + " proofs for "
            + found.cells()
            + " hidden cells.");
    found.faults().forEach(fault -> lines.add("  " + fault));
    console.result(document, String.join(System.lineSeparator(), lines));
    return found.holds() ? 0 : 5;
  }
}
