package fr.gouv.datalab.cli.bench;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.disclosure.ProtectionSpec;
import fr.gouv.datalab.disclosure.bench.Comparison;
import fr.gouv.datalab.disclosure.bench.DisclosureBench;
import fr.gouv.datalab.disclosure.bench.Peer;
import fr.gouv.datalab.refusals.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code datalab bench disclosure}: protects generated tables of growing size, and prints for each
 * what was hidden beside what had to be, and its time per cell beside that of the table before.
 *
 * <p>With {@code --against}, other tools protect the same tables, and one audit judges what each
 * hides. A tool that is not on the machine is said, with what to install; the others are compared.
 */
@Command
public final class DisclosureBenchCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Option(
      names = "--cells",
      split = ",",
      defaultValue = "1000,10000,100000",
      paramLabel = "N",
      description = "Sizes, margins included, smallest first (default: ${DEFAULT-VALUE}).")
  private List<Integer> sizes;

  @Option(
      names = "--dimensions",
      split = ",",
      defaultValue = "2,3,4,5",
      paramLabel = "D",
      description = "From 2 to 5 (default: ${DEFAULT-VALUE}).")
  private List<Integer> dimensions;

  @Option(names = "--magnitude", description = "Sums under dominance, not frequencies alone.")
  private boolean magnitude;

  @Option(
      names = "--mean",
      defaultValue = "40",
      paramLabel = "N",
      description = "Units in a finest cell, on average (default: ${DEFAULT-VALUE}).")
  private double mean;

  @Option(
      names = "--absent",
      defaultValue = "0.2",
      paramLabel = "SHARE",
      description = "Finest cells that do not exist (default: ${DEFAULT-VALUE}).")
  private double absent;

  @Option(
      names = "--intervals",
      defaultValue = "PRIMARY",
      paramLabel = "WHOSE",
      description = "Whose interval is held: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private ProtectionSpec.Intervals intervals;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "Another seed, other tables (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--against",
      split = ",",
      paramLabel = "TOOL",
      description =
          "Other tools that protect the same tables, through R: gausssuppression, sdctable.")
  private List<String> against = List.of();

  @Option(
      names = "--patience",
      defaultValue = "300",
      paramLabel = "SECONDS",
      description = "What another tool may take for a table (default: ${DEFAULT-VALUE}).")
  private long patience;

  @Option(
      names = "--intervals-up-to",
      defaultValue = "1500",
      paramLabel = "N",
      description =
          "Hidden cells tied together of which the comparison judges intervals (default:"
              + " ${DEFAULT-VALUE}).")
  private int intervalsUpTo;

  @Override
  public Integer call() {
    if (dimensions.stream().anyMatch(d -> d < 2 || d > 5)) {
      throw new UsageException("--dimensions are from 2 to 5.");
    }
    if (sizes.stream().anyMatch(n -> n < 50 || n > 5_000_000)) {
      throw new UsageException("--cells are from 50 to 5000000.");
    }
    if (absent < 0 || absent >= 1 || mean <= 0) {
      throw new UsageException("--absent is a share under 1, and --mean is above 0.");
    }
    if (patience < 1 || intervalsUpTo < 0) {
      throw new UsageException("--patience is a second at least; --intervals-up-to, 0 at least.");
    }
    return against.isEmpty() ? measured() : compared();
  }

  private int measured() {
    DisclosureBench bench = new DisclosureBench(seed, mean, absent, intervals);
    List<DisclosureBench.Row> rows = new ArrayList<>();
    for (int d : dimensions) {
      for (int n : sizes) {
        DisclosureBench.Row row = bench.measure(n, d, magnitude);
        console.progress(DisclosureBench.line(row));
        rows.add(row);
      }
    }
    List<String> lines = new ArrayList<>(List.of(DisclosureBench.heading()));
    rows.forEach(row -> lines.add(DisclosureBench.line(row)));
    console.result(rows, String.join(System.lineSeparator(), lines));
    return rows.stream().allMatch(row -> row.verdict().equals("safe")) ? 0 : 5;
  }

  private int compared() {
    List<Peer> peers = new ArrayList<>();
    for (String word : against) {
      peers.add(
          Peer.of(word)
              .orElseThrow(
                  () ->
                      new UsageException(
                          "--against has no tool \""
                              + word
                              + "\": there are gausssuppression and sdctable.")));
    }
    Comparison comparison = new Comparison(seed, mean, absent, intervalsUpTo, patience);
    List<Comparison.Row> rows = new ArrayList<>();
    for (int d : dimensions) {
      for (int n : sizes) {
        rows.addAll(
            comparison.compare(
                n, d, magnitude, peers, row -> console.progress(Comparison.line(row))));
      }
    }
    List<String> lines = new ArrayList<>(List.of(Comparison.heading()));
    rows.forEach(row -> lines.add(Comparison.line(row)));
    console.result(rows, String.join(System.lineSeparator(), lines));
    return rows.stream().allMatch(Comparison.Row::isAsWePromise) ? 0 : 5;
  }
}
