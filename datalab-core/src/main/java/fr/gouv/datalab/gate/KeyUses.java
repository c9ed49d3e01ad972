package fr.gouv.datalab.gate;

import fr.gouv.datalab.journal.Act;
import fr.gouv.datalab.journal.Journal;
import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.registry.Statements;
import fr.gouv.datalab.registry.Transaction;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Which keys jobs were given. A job opens thousands of files: the first use of a key by a job is a
 * record of the journal ({@code gate.key}), committed before the key is given; the others are
 * counted, and the counts are in the record that ends the grant. So is the first of each refusal
 * ({@code gate.refuse}). A gate that is killed loses the counts since its last {@link #flush},
 * never the fact that a key was given. Safe for use by many threads.
 */
public final class KeyUses {
  private static final Statements SQL = Statements.beside(KeyUses.class, "jobs.sql");

  /** A job that is refused again and again for other keys is not written more often. */
  private static final int MOST_REFUSALS = 100;

  private record Use(String job, String key) {}

  private final Registry registry;
  private final Map<Use, LongAdder> counts = new ConcurrentHashMap<>();
  private final Map<String, Set<String>> refused = new ConcurrentHashMap<>();

  /** The uses of the registry's home. */
  public KeyUses(Registry registry) {
    this.registry = registry;
  }

  /**
   * Tells that a key is about to be given to a job.
   *
   * @return whether this took a while, since it was the first and had to be made durable
   */
  public boolean given(JobGrant job, KeyName key) {
    Use use = new Use(job.id(), key.value());
    LongAdder known = counts.get(use);
    if (known == null) {
      registry.inTransaction(tx -> first(tx, job, key));
      counts.computeIfAbsent(use, each -> new LongAdder()).increment();
      return true;
    }
    known.increment();
    return false;
  }

  private static boolean first(Transaction tx, JobGrant job, KeyName key) {
    if (tx.number(SQL.get("known"), job.id(), key.value()) > 0) {
      return false;
    }
    tx.update(SQL.get("firstUse"), job.id(), key.value(), tx.now(), tx.now());
    Journal.append(
        tx,
        new Act(
            job.grant().user(),
            "gate.key",
            job.grant().convention(),
            Map.of("job", job.id(), "key", key.value())));
    return true;
  }

  /** Tells that a key that opens nothing granted was asked for. */
  public void refused(JobGrant job, KeyName key, RefusedException refusal) {
    Set<String> keys = refused.computeIfAbsent(job.id(), id -> ConcurrentHashMap.newKeySet());
    if (keys.size() < MOST_REFUSALS && keys.add(key.value())) {
      registry.inTransaction(
          tx ->
              Journal.append(
                  tx,
                  new Act(
                      job.grant().user(),
                      "gate.refuse",
                      job.grant().convention(),
                      Map.of(
                          "job",
                          job.id(),
                          "key",
                          key.value(),
                          "verdict",
                          AccessLog.verdict(refusal)))));
    }
  }

  /** Writes the counts to the registry. */
  public void flush() {
    counts.forEach(
        (use, count) -> {
          long uses = count.sumThenReset();
          if (uses > 0) {
            registry.inTransaction(
                tx -> tx.update(SQL.get("use"), uses, tx.now(), use.job, use.key));
          }
        });
  }

  /** Writes the counts and forgets a job that is over. */
  public void forget(String job) {
    flush();
    counts.keySet().removeIf(use -> use.job.equals(job));
    refused.remove(job);
  }
}
