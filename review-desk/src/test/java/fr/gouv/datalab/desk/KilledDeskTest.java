package fr.gouv.datalab.desk;

import static org.assertj.core.api.Assertions.assertThat;

import fr.gouv.datalab.desk.bench.KillBench;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The desk in a process of its own, killed as by {@code kill -9}; `bench kill` does it longer. */
class KilledDeskTest {
  @TempDir Path directory;

  @Test
  void aKilledDeskLosesNoDecisionAndLeavesNoneByHalf() throws Exception {
    KillBench.Result result = new KillBench(directory, 7, line -> {}).run(4);
    assertThat(result.kills()).isEqualTo(4);
    assertThat(result.answered()).as("approvals before the kills").isPositive();
    assertThat(result.kept()).isLessThanOrEqualTo(result.inFlight());
  }
}
