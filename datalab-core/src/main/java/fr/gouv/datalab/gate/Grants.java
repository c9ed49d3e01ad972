package fr.gouv.datalab.gate;

import fr.gouv.datalab.conventions.Article;
import fr.gouv.datalab.conventions.Convention;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.registry.Transaction;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Says whether what was granted still is, for each file that a running job opens: the producer may
 * have stopped the flow, the parties suspended or ended the convention, its last day may be over.
 *
 * <p>Every check reads the registry's count of changes; as long as nothing changed anywhere, that
 * one number and the date are all it reads (well under a millisecond). After any change the request
 * is decided anew, signatures included. Safe for use by many threads.
 */
public final class Grants {
  private final Registry registry;
  private final Map<Checked, Valid> valid = new ConcurrentHashMap<>();
  private final Set<Checked> cut = ConcurrentHashMap.newKeySet();

  private record Checked(long access, String dataset) {}

  private record Valid(long turn, LocalDate day) {}

  /** The grants of the registry's home. */
  public Grants(Registry registry) {
    this.registry = registry;
  }

  /**
   * Returns when the dataset may still be read under the grant.
   *
   * @throws RefusedException otherwise, as {@link Gate#open} would now; the first of such refusals
   *     in a row is also written to the access log and the journal
   */
  public void check(Grant grant, String dataset) {
    List<String> columns = grant.datasets().get(dataset);
    if (columns == null) {
      throw Article.DATA.refuses(
          grant.convention(),
          "The dataset " + dataset + " was not asked for at the gate: list it in the request.");
    }
    Checked checked = new Checked(grant.access(), dataset);
    try {
      registry.read(
          tx -> {
            Valid now = new Valid(turn(tx), tx.now().atZone(Convention.ZONE).toLocalDate());
            if (!now.equals(valid.get(checked))) {
              new Ruling(tx, grant.convention(), only(grant, dataset), grant.user()).decide();
              valid.put(checked, now);
              cut.remove(checked);
            }
            return null;
          });
    } catch (RefusedException refusal) {
      if (cut.add(checked)) {
        String verdict = AccessLog.verdict(refusal);
        registry.inTransaction(
            tx ->
                AccessLog.write(
                    tx,
                    "gate.cut",
                    grant.convention(),
                    only(grant, dataset),
                    grant.user(),
                    verdict,
                    Map.of()));
      }
      throw refusal;
    }
  }

  private static UseCaseRequest only(Grant grant, String dataset) {
    return new UseCaseRequest(
        grant.useCase(), Map.of(dataset, grant.datasets().get(dataset)), grant.request().warrant());
  }

  private static long turn(Transaction tx) {
    return tx.number("select taken from registry_turn");
  }
}
