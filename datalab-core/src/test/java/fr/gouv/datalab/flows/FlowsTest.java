package fr.gouv.datalab.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.gouv.datalab.conventions.ConventionHome;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.refusals.UsageException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlowsTest {
  private static final String DATASET = "siv.immatriculations";

  @TempDir Path directory;
  private ConventionHome home;
  private Flows flows;

  @BeforeEach
  void open() {
    home = new ConventionHome(directory);
    flows = new Flows(home.registry());
  }

  @AfterEach
  void close() {
    home.close();
  }

  @Test
  void stopsAndResumesForTheProducer() {
    home.signed();
    assertThat(flows.stopped(DATASET)).isEmpty();
    assertThat(flows.stop(DATASET, "administrateur@interieur", "incident")).isTrue();
    assertThat(flows.stop(DATASET, "administrateur@interieur", "encore")).isFalse();
    assertThat(flows.stopped())
        .singleElement()
        .satisfies(flow -> assertThat(flow.reason()).isEqualTo("incident"));
    assertThat(flows.resume(DATASET, "administrateur@interieur")).isTrue();
    assertThat(flows.resume(DATASET, "administrateur@interieur")).isFalse();
    assertThat(flows.stopped()).isEmpty();
    assertThat(flows.stop(DATASET, "administrateur@interieur", "de nouveau")).isTrue();
    assertThat(home.journaled("flow.stop")).isEqualTo(2);
    assertThat(home.journaled("flow.resume")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"administrateur@dgfip", "juriste@dinum", "analyste@dinum", "passant"})
  void refusesAnyoneElse(String person) {
    home.signed();
    assertThatThrownBy(() -> flows.stop(DATASET, person, "x"))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refusal -> {
              assertThat(refusal.exitCode()).isEqualTo(3);
              assertThat(refusal.rule()).isEqualTo("convention CONV-2026-001, article 3");
            })
        .hasMessageContaining("only its producer may");
    flows.stop(DATASET, "administrateur@interieur", "incident");
    assertThatThrownBy(() -> flows.resume(DATASET, person)).isInstanceOf(RefusedException.class);
    assertThat(flows.stopped(DATASET)).isPresent();
  }

  @Test
  void believesNoConventionThatIsUnsignedOrAltered() {
    home.add(home.text());
    refusesTheAdministrator();
    home.sign(ConventionHome.ID);
    home.registry().inTransaction(tx -> tx.update("update convention set sha256 = '00'"));
    refusesTheAdministrator();
  }

  @Test
  void keepsTheSwitchWithTheProducerDuringASuspension() {
    home.signed();
    home.store().suspend(ConventionHome.ID, "juriste@dinum");
    assertThat(flows.stop(DATASET, "administrateur@interieur", "incident")).isTrue();
  }

  @Test
  void saysWhenThereIsNoSuchDataset() {
    assertThatThrownBy(() -> flows.stop("siv.inconnu", "administrateur@interieur", "x"))
        .isInstanceOf(UsageException.class);
  }

  private void refusesTheAdministrator() {
    assertThatThrownBy(() -> flows.stop(DATASET, "administrateur@interieur", "x"))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("a signed convention");
  }
}
