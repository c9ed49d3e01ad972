package fr.gouv.datalab.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.journal.Act;
import fr.gouv.datalab.journal.Journal;
import fr.gouv.datalab.journal.JournalCheck;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Works of many threads at once: durable together, undone alone. */
class BatchTest {
  private static final int THREADS = 16;
  private static final int EACH = 30;

  @TempDir Path directory;

  @Test
  void ofManyAtOnceEachIsKeptOrUndoneAlone() throws Exception {
    Home home = Homes.in(directory.resolve("home"));
    AtomicInteger failed = new AtomicInteger();
    try (Registry registry = Registry.open(home);
        Registry other = Registry.open(home)) {
      CountDownLatch start = new CountDownLatch(1);
      ExecutorService people = Executors.newFixedThreadPool(THREADS);
      List<Future<?>> all = new ArrayList<>();
      for (int person = 0; person < THREADS; person++) {
        int who = person;
        all.add(
            people.submit(
                () -> {
                  start.await();
                  for (int i = 0; i < EACH; i++) {
                    act(registry, other, who, i, failed);
                  }
                  return null;
                }));
      }
      start.countDown();
      for (Future<?> each : all) {
        each.get();
      }
      people.shutdown();
      assertThat(failed).hasValue(THREADS * EACH / 3);
      assertThat(JournalCheck.live(registry).records()).isEqualTo(THREADS * EACH - failed.get());
      assertThat(count(registry, "%doomed%")).isZero();
    }
  }

  /** Every third act fails after its record; what succeeded is seen from elsewhere at once. */
  private static void act(
      Registry registry, Registry other, int who, int number, AtomicInteger failed) {
    boolean doomed = number % 3 == 1;
    String name = (doomed ? "doomed-" : "kept-") + who + "-" + number;
    try {
      registry.inTransaction(
          tx -> {
            Journal.append(tx, new Act("analyste", "essai.faire", name));
            if (number % 6 == 1) {
              tx.update("insert into flow (dataset) values ('d'), ('d')");
            } else if (doomed) {
              throw new IllegalStateException(name);
            }
            return null;
          });
      assertThat(doomed).isFalse();
      assertThat(count(other, "%" + name + "\"%")).isEqualTo(1);
    } catch (IllegalStateException | RegistryException e) {
      assertThat(doomed).as("%s: %s", name, e).isTrue();
      failed.incrementAndGet();
    }
  }

  private static long count(Registry registry, String like) {
    return registry.read(
        tx -> tx.number("select count(*) from journal_record where record like ?", like));
  }

  @Test
  void aWorkMayNotOpenAnother() {
    Home home = Homes.in(directory.resolve("home"));
    try (Registry registry = Registry.open(home)) {
      assertThatThrownBy(() -> registry.inTransaction(tx -> registry.inTransaction(in -> 1)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("already open");
      assertThat((int) registry.inTransaction(tx -> 2)).isEqualTo(2);
    }
  }
}
