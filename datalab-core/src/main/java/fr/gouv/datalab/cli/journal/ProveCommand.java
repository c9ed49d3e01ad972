package fr.gouv.datalab.cli.journal;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.journal.SignedProof;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.releases.IndependentReviews;
import fr.gouv.datalab.releases.Release;
import fr.gouv.datalab.releases.ReleaseStore;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code datalab journal prove}: prints a JSON document that shows, offline, that records are in
 * the journal or that the journal only grew. {@code datalab journal verify --proof FILE} reads it.
 */
@Command
public final class ProveCommand implements Callable<Integer> {
  @Mixin private Console console;

  @ArgGroup(multiplicity = "1")
  private What what;

  private static final class What {
    @Option(names = "--record", paramLabel = "N", description = "The record of this number.")
    private Long record;

    @Option(
        names = "--release",
        paramLabel = "ID",
        description = "Every decision on this release that the person who asks may see.")
    private String release;

    @Option(
        names = "--from",
        paramLabel = "SIZE",
        description = "That the journal continues the one it was at this size.")
    private Long from;
  }

  @Override
  public Integer call() {
    Home home = console.home().require();
    KeyStore keys = KeyStore.open(home.keys());
    try (Registry registry = Registry.open(home)) {
      SignedProof proof =
          what.from != null
              ? SignedProof.since(registry, keys, what.from)
              : SignedProof.ofRecords(registry, keys, sequences(registry));
      console.result(proof, Console.toJson(proof));
    }
    return 0;
  }

  private List<Long> sequences(Registry registry) {
    if (what.record != null) {
      return List.of(what.record);
    }
    String person = console.user();
    List<Long> decisions =
        ReleaseStore.find(registry, what.release)
            .map(release -> IndependentReviews.asSeenBy(release, person).decisions())
            .orElse(List.of())
            .stream()
            .map(Release.Decided::sequence)
            .toList();
    if (decisions.isEmpty()) {
      throw new UsageException(
          "Nothing was decided on a release "
              + what.release
              + ": `datalab release list` shows those there are.");
    }
    return decisions;
  }
}
