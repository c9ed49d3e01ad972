package fr.gouv.datalab.keyservice;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A few kills; {@code datalab bench gate} does five hundred. */
class KilledGateTest {
  @TempDir Path directory;

  @Test
  void leavesNoHalfDecisionAndForgetsNoAnswer() throws Exception {
    try (KilledGate gate = new KilledGate(directory.resolve("home"), 4)) {
      KilledGate.Survived survived = gate.kill(3, line -> {});
      assertThat(survived.kills()).isEqualTo(3);
      assertThat(survived.acts()).isPositive();
      assertThat(survived.records()).isGreaterThan(4);
    }
  }
}
