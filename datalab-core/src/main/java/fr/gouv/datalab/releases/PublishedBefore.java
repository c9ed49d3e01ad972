package fr.gouv.datalab.releases;

import fr.gouv.datalab.disclosure.CannotProtectException;
import fr.gouv.datalab.disclosure.DisclosureCheck;
import fr.gouv.datalab.disclosure.Population;
import fr.gouv.datalab.disclosure.ReleasedTable;
import fr.gouv.datalab.disclosure.Verdict;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.registry.Transaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the world already has from a home: the tables of every release that was ever exported. A
 * withdrawn one was read too.
 */
public final class PublishedBefore {
  private final List<String> releases;
  private final List<ReleasedTable> tables;

  private PublishedBefore(List<String> releases, List<ReleasedTable> tables) {
    this.releases = List.copyOf(releases);
    this.tables = List.copyOf(tables);
  }

  /**
   * What was exported from a registry's home until now.
   *
   * @throws fr.gouv.datalab.refusals.IntegrityException when a file of it is not what it was
   */
  public static PublishedBefore of(Registry registry) {
    List<String> releases = exported(ReleaseStore.list(registry));
    List<ReleasedTable> tables = new ArrayList<>();
    for (String id : releases) {
      ReleaseFolder folder = new ReleaseFolder(registry.home().releases().resolve(id));
      folder.verify(registry.read(tx -> ReleaseRows.get(tx, id)));
      tables.addAll(tables(id, folder));
    }
    return new PublishedBefore(releases, tables);
  }

  private static List<String> exported(List<Release> releases) {
    return releases.stream()
        .filter(
            release ->
                release.state() == ReleaseState.EXPORTED
                    || release.state() == ReleaseState.WITHDRAWN)
        .map(Release::id)
        .sorted()
        .toList();
  }

  private static List<ReleasedTable> tables(String id, ReleaseFolder folder) {
    Draft draft = folder.draft();
    List<ReleasedTable> tables = new ArrayList<>();
    for (Draft.Output output : draft.outputs()) {
      tables.add(
          ReleasedTable.read(
              id + " (" + output.name() + ")",
              population(draft, output.population()),
              folder.output(output.name())));
    }
    return tables;
  }

  /** The units that a table of a draft counts. */
  private static Population population(Draft draft, Draft.Population population) {
    Map<String, Set<String>> filter = new HashMap<>();
    population.filter().forEach((column, codes) -> filter.put(column, new HashSet<>(codes)));
    return new Population(population.source(), draft.asOf(), filter, population.cumulative());
  }

  /** The tables, by release. */
  public List<ReleasedTable> tables() {
    return tables;
  }

  /** The ids of the releases that were exported, in order. */
  List<String> releases() {
    return releases;
  }

  /** Whether nothing was exported since. */
  boolean isCurrent(Transaction tx) {
    return releases.equals(exported(ReleaseRows.list(tx)));
  }

  /**
   * Checks that a release gives nothing away together with what the world has.
   *
   * @throws RefusedException when it does, naming the table and the cell
   */
  void requireSafe(String id, ReleaseFolder folder) {
    List<ReleasedTable> public_ = new ArrayList<>(tables);
    for (ReleasedTable table : tables(id, folder)) {
      Verdict verdict;
      try {
        verdict = DisclosureCheck.check(table, public_);
      } catch (CannotProtectException e) {
        throw refused(table.name(), e.getMessage());
      }
      if (!verdict.safe()) {
        throw refused(table.name(), verdict.shortfalls().get(0));
      }
      public_.add(table);
    }
  }

  private static RefusedException refused(String table, String why) {
    return new RefusedException(
        "the disclosure audit",
        table
            + " is unsafe beside what was exported before. "
            + why
            + " Run its use case again: it protects the table with all that is public by then.");
  }
}
