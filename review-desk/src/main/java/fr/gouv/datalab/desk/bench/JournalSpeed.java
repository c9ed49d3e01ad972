package fr.gouv.datalab.desk.bench;

import fr.gouv.datalab.journal.Act;
import fr.gouv.datalab.journal.Journal;
import fr.gouv.datalab.journal.JournalCheck;
import fr.gouv.datalab.journal.JournalProofs;
import fr.gouv.datalab.journal.SignedProof;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.registry.Registry;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** How fast a journal takes acts, proves records and is verified, at the size that it has. */
final class JournalSpeed {
  private final Registry registry;
  private final KeyStore keys;

  JournalSpeed(Registry registry, KeyStore keys) {
    this.registry = registry;
    this.keys = keys;
  }

  /** Durable acts a second, each in a transaction of its own, by so many threads at once. */
  double appendsPerSecond(int threads, int seconds) throws InterruptedException {
    AtomicLong done = new AtomicLong();
    long start = System.nanoTime();
    long end = start + TimeUnit.SECONDS.toNanos(seconds);
    ExecutorService people = Executors.newFixedThreadPool(threads);
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      String who = "personne-" + i;
      all.add(
          people.submit(
              () -> {
                while (System.nanoTime() < end) {
                  registry.inTransaction(
                      tx -> Journal.append(tx, new Act(who, "bench.append", "journal")));
                  done.incrementAndGet();
                }
              }));
    }
    people.shutdown();
    for (Future<?> each : all) {
      try {
        each.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      }
    }
    return done.get() / ((System.nanoTime() - start) / 1e9);
  }

  /** The time of a proof that a record is there, verified, for records anywhere. */
  Timings.Line inclusion(int proofs) {
    Random random = new Random(1);
    long[] times = new long[proofs];
    for (int i = 0; i < proofs; i++) {
      long start = System.nanoTime();
      registry.read(
          tx -> {
            JournalProofs of = JournalProofs.in(tx);
            return of.record((long) (random.nextDouble() * of.checkpoint().size()));
          });
      times[i] = System.nanoTime() - start;
    }
    return Timings.Line.of(times);
  }

  /** The time of a proof that the journal continues an older one, verified, from any size. */
  Timings.Line consistency(int proofs) {
    Random random = new Random(2);
    long size = registry.read(tx -> JournalProofs.in(tx).checkpoint().size());
    long[] times = new long[proofs];
    for (int i = 0; i < proofs; i++) {
      long older = 1 + (long) (random.nextDouble() * (size - 1));
      long start = System.nanoTime();
      SignedProof.since(registry, keys, older).verify(null, null);
      times[i] = System.nanoTime() - start;
    }
    return Timings.Line.of(times);
  }

  /** Seconds that verifying the whole journal takes. */
  double verification() {
    long start = System.nanoTime();
    JournalCheck.live(registry);
    return (System.nanoTime() - start) / 1e9;
  }
}
