package fr.gouv.datalab.cli.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.gouv.datalab.refusals.UsageException;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MomentsTest {
  @ParameterizedTest
  @CsvSource({
    "2026-01-31, 2026-01-30T23:00:00Z, 2026-01-31T23:00:00Z",
    "2026-03-29, 2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z",
    "2026-01-31T08:00:00Z, 2026-01-31T08:00:00Z, 2026-01-31T08:00:00.001Z",
    "2026-01-31T08:00:00+01:00, 2026-01-31T07:00:00Z, 2026-01-31T07:00:00.001Z"
  })
  void aDayCountsWholeInParis(String text, Instant from, Instant after) {
    assertThat(Moments.from("--since", text)).isEqualTo(from);
    assertThat(Moments.after("--until", text)).isEqualTo(after);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hier", "2026-02-30", "31/01/2026", "2026-01-31T08:00"})
  void whatIsNoMomentIsRefusedInASentence(String text) {
    assertThatThrownBy(() -> Moments.from("--since", text))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--since cannot be read");
  }
}
