package fr.gouv.datalab.deliveries;

import static org.assertj.core.api.Assertions.assertThat;

import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.registry.Homes;
import fr.gouv.datalab.registry.Registry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliveriesTest {
  private static final String DATASET = "essai.ordre";

  @TempDir Path directory;

  private static void deliver(Home home, Instant time, String id) {
    try (Registry registry = Registry.open(home, Clock.fixed(time, ZoneOffset.UTC))) {
      Deliveries deliveries = new Deliveries(registry);
      deliveries.begin(id, DATASET, "exploitant", List.of());
      deliveries.complete(id, "exploitant", 1, 1, 0);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2026-02-01T10:00:05Z, 2026-02-01T10:00:05.250Z",
    "2026-02-01T10:00:05Z, 2026-02-01T10:00:05Z",
    "2026-02-01T10:00:05.250Z, 2026-02-01T09:59:59Z",
  })
  void areInTheOrderInWhichTheyBecameWholeWhateverTheClock(Instant one, Instant two) {
    Home home = Homes.in(directory.resolve("home"));
    deliver(home, one, "f1");
    deliver(home, two, "a2");
    try (Registry registry = Registry.open(home)) {
      Deliveries deliveries = new Deliveries(registry);
      assertThat(deliveries.of(DATASET)).extracting(Delivery::id).containsExactly("f1", "a2");
      assertThat(deliveries.labels(DATASET)).containsExactly("f1", "a2");
      assertThat(deliveries.all()).extracting(Delivery::id).containsExactly("f1", "a2");
    }
  }

  @Test
  void timesInTheRegistrySortAsTextWhenASecondIsWhole() {
    Home home = Homes.in(directory.resolve("home"));
    deliver(home, Instant.parse("2026-02-01T10:00:05Z"), "f1");
    try (Registry registry = Registry.open(home)) {
      String ended =
          registry
              .read(tx -> tx.first("select ended from delivery", row -> row.getString(1)))
              .orElseThrow();
      assertThat(ended).isLessThan("2026-02-01T10:00:05.250Z").isGreaterThan("2026-02-01T10:00:04");
    }
  }
}
