package fr.gouv.datalab.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.registry.Homes;
import fr.gouv.datalab.registry.Registry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessLogTest {
  @TempDir Path directory;
  private Registry registry;
  private Instant now;

  @BeforeEach
  void open() {
    Clock clock =
        new Clock() {
          @Override
          public ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            return this;
          }

          @Override
          public Instant instant() {
            return now;
          }
        };
    registry = Registry.open(Homes.in(directory.resolve("home")), clock);
    asked("2026-01-10T08:00:00Z", "anne", "C-1", "granted", "d.un", "d.deux");
    asked("2026-01-20T08:00:00Z", "jean", "C-1", "refused, article 3", "d.un");
    asked("2026-02-01T08:00:00.500Z", "anne", "C-2", "granted", "d.un");
    asked("2026-03-01T08:00:00Z", "anne", "C-2", "refused, article 4", "d.un");
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private void asked(String time, String person, String id, String verdict, String... datasets) {
    now = Instant.parse(time);
    Map<String, List<String>> columns = new java.util.TreeMap<>();
    List.of(datasets).forEach(dataset -> columns.put(dataset, List.of("annee")));
    registry.inTransaction(
        tx ->
            AccessLog.write(
                tx,
                "gate.open",
                id,
                new UseCaseRequest("essai", columns),
                person,
                verdict,
                Map.of()));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "d.un, -, -, -, -, -, -, 0 1 2 3",
        "-, C-1, -, -, -, -, -, 0 0 1",
        "d.un, C-1, -, -, -, -, -, 0 1",
        "d.un, -, 2026-01-20T08:00:00Z, -, -, -, -, 1 2 3",
        "d.un, -, -, 2026-01-20T08:00:00Z, -, -, -, 0",
        "d.un, -, 2026-02-01T08:00:00Z, 2026-02-01T08:00:01Z, -, -, -, 2",
        "d.un, -, -, -, anne, -, -, 0 2 3",
        "d.un, -, -, -, anne, true, -, 0 2",
        "d.un, -, -, -, -, false, -, 1 3",
        "-, C-1, -, -, -, true, -, 0 0",
        "d.un, -, -, -, -, -, 2, 2 3",
        "d.un, -, -, -, anne, -, 1, 3",
        "-, C-1, -, -, -, -, 2, 0 1",
        "d.trois, -, -, -, -, -, -, -",
        "d.un, -, -, -, ' or 1=1', -, -, -"
      })
  void givesTheLinesThatAreAskedForOldestFirst(
      String dataset,
      String convention,
      Instant since,
      Instant until,
      String person,
      Boolean granted,
      Long last,
      String sequences) {
    List<Access> lines =
        new AccessLog(registry)
            .asked(
                new AccessQuestion(
                    Optional.ofNullable(dataset),
                    Optional.ofNullable(convention),
                    Optional.ofNullable(since),
                    Optional.ofNullable(until),
                    Optional.ofNullable(person),
                    Optional.ofNullable(granted),
                    Optional.ofNullable(last)));
    assertThat(String.join(" ", lines.stream().map(line -> "" + line.sequence()).toList()))
        .isEqualTo(sequences == null ? "" : sequences);
  }

  @Test
  void isAskedForADatasetOrAConvention() {
    assertThatThrownBy(
            () ->
                new AccessQuestion(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("a dataset, a convention, or both");
  }
}
