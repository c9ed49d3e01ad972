package fr.gouv.datalab.keyservice;

import static fr.gouv.datalab.keyservice.GateHome.DATASET;
import static fr.gouv.datalab.keyservice.GateHome.FILE_KEY;
import static fr.gouv.datalab.keyservice.GateHome.IDENTIFIERS;
import static fr.gouv.datalab.keyservice.GateHome.PERSON;
import static fr.gouv.datalab.keyservice.GateHome.QUASI;
import static fr.gouv.datalab.keyservice.GateHome.REQUEST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.gouv.datalab.conventions.ConventionHome;
import fr.gouv.datalab.flows.Flows;
import fr.gouv.datalab.gate.AccessLog;
import fr.gouv.datalab.gate.GrantedAccess;
import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.pseudonyms.Permutation;
import fr.gouv.datalab.refusals.RefusedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeyServiceTest {
  private static final String PRODUCER = "administrateur@interieur";

  @TempDir Path directory;
  private GateHome gate;

  @BeforeEach
  void open() {
    gate = new GateHome(directory, KeyService.Terms.USUAL);
  }

  @AfterEach
  void close() {
    gate.close();
  }

  @Test
  void opensTheKeysOfGrantedFamiliesOneFileAtATime() {
    String grant = gate.grant();
    assertThat(gate.unwrap(grant, QUASI)).isEqualTo(FILE_KEY);
    assertThat(gate.unwrap(grant, KeyName.data(DATASET, "commun"))).isEqualTo(FILE_KEY);
    Permutation project = Permutation.of(gate.calls().bytes(KeyRoutes.PROJECT, grant, Map.of()));
    assertThat(project.applied(new byte[16]))
        .isEqualTo(Permutation.ofProject(gate.store, ConventionHome.ID).applied(new byte[16]));
  }

  @Test
  void journalsTheOpeningEachKeyOnceAndHowManyFilesInTheEnd() {
    String grant = gate.grant();
    for (int file = 0; file < 7; file++) {
      gate.unwrap(grant, QUASI);
    }
    assertThat(gate.home.journaled("gate.open")).isEqualTo(1);
    assertThat(gate.home.journaled("gate.key")).isEqualTo(1);
    gate.calls().bytes(KeyRoutes.CLOSE, grant, Map.of());
    assertThat(gate.home.journaled("\"data/siv.immatriculations/quasi\":7")).isEqualTo(1);
    assertThat(new AccessLog(gate.registry()).ofDataset(DATASET)).hasSize(1);
  }

  @Test
  void knowsItsJobsAgainOnceItIsStartedAgain() {
    String grant = gate.grant();
    gate.unwrap(grant, QUASI);
    gate.server.close();
    gate.start();
    assertThat(gate.unwrap(grant, QUASI)).isEqualTo(FILE_KEY);
    assertThat(gate.home.journaled("gate.key")).as("still once").isEqualTo(1);
  }

  @Test
  void refusesFromTheMomentAFlowIsStoppedAndGivesBackExactlyWhatWas() {
    String grant = gate.grant();
    String wrapped = gate.wrapped(QUASI);
    KeyName other = KeyName.data("dgfip.declarants", "commun");
    gate.unwrap(grant, QUASI.value(), wrapped);
    Flows flows = new Flows(gate.registry());
    flows.stop(DATASET, PRODUCER, "incident");
    assertThatThrownBy(() -> gate.unwrap(grant, QUASI.value(), wrapped))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("was stopped by its producer");
    assertThatThrownBy(() -> gate.unwrap(grant, QUASI.value(), wrapped))
        .isInstanceOf(RefusedException.class);
    assertThat(gate.home.journaled("gate.cut")).as("the first refusal").isEqualTo(1);
    assertThat(gate.unwrap(grant, other)).as("another producer's").isEqualTo(FILE_KEY);
    flows.resume(DATASET, PRODUCER);
    assertThat(gate.unwrap(grant, QUASI.value(), wrapped)).isEqualTo(FILE_KEY);
  }

  /** What one who is not entitled tries, and the rule that the gate's answer cites. */
  private enum Attack {
    A_FORGED_GRANT(
        "grant of a job", (gate, grant) -> gate.unwrap("datalab-job_" + "A".repeat(43), QUASI)),
    A_PERSONAL_TOKEN_IN_THE_PLACE_OF_A_GRANT(
        "grant of a job", (gate, grant) -> gate.unwrap(gate.token(PERSON).secret(), QUASI)),
    A_GRANT_IN_THE_PLACE_OF_A_PERSONAL_TOKEN(
        "personal token",
        (gate, grant) -> gate.calls().json(KeyRoutes.OPEN, grant, GateHome.question())),
    AN_EXPIRED_GRANT(
        "grant of a job",
        (gate, grant) -> {
          gate.home.setDay("2026-06-16");
          gate.unwrap(grant, QUASI);
        }),
    A_CLOSED_GRANT(
        "grant of a job",
        (gate, grant) -> {
          gate.calls().bytes(KeyRoutes.CLOSE, grant, Map.of());
          gate.unwrap(grant, QUASI);
        }),
    OTHER_COLUMNS_THAN_THOSE_GRANTED(
        "convention CONV-2026-001, article 2", (gate, grant) -> gate.unwrap(grant, IDENTIFIERS)),
    THE_VAULT(
        "convention CONV-2026-001, article 2",
        (gate, grant) -> gate.unwrap(grant, "data/" + DATASET + "/coffre", gate.wrapped(QUASI))),
    ANOTHER_DATASET(
        "convention CONV-2026-001, article 2",
        (gate, grant) ->
            gate.unwrap(grant, "data/formation.stagiaires/quasi", gate.wrapped(QUASI))),
    THE_LAKES_OWN_KEY(
        "convention CONV-2026-001, article 2",
        (gate, grant) -> gate.unwrap(grant, "lake", gate.wrapped(QUASI))),
    ANOTHER_CONVENTIONS_PROJECT(
        "convention CONV-2026-001, article 2",
        (gate, grant) -> gate.unwrap(grant, "project/CONV-2026-002", gate.wrapped(QUASI))),
    AN_IDENTIFIERS_KEY_UNDER_THE_NAME_OF_A_GRANTED_FAMILY(
        "key of the lake",
        (gate, grant) -> gate.unwrap(grant, QUASI.value(), gate.wrapped(IDENTIFIERS))),
    A_WRAPPED_KEY_THAT_IS_NONE(
        "key of the lake", (gate, grant) -> gate.unwrap(grant, QUASI.value(), "!!!")),
    A_WRAPPED_KEY_OF_AN_UNKNOWN_VERSION(
        "key of the lake",
        (gate, grant) -> gate.unwrap(grant, QUASI.value(), "f" + gate.wrapped(QUASI).substring(1))),
    OBJECTIONS_OF_ANOTHER_DATASET(
        "convention CONV-2026-001, article 2",
        (gate, grant) ->
            gate.calls()
                .bytes(KeyRoutes.OBJECTIONS, grant, Map.of("dataset", "formation.stagiaires"))),
    ANOTHER_PERSONS_TOKEN(
        "personal token",
        (gate, grant) ->
            gate.calls()
                .json(
                    KeyRoutes.OPEN,
                    gate.token("statisticien@dinum").secret(),
                    GateHome.question())),
    SOMEBODY_WHO_IS_NOT_IN_THE_CONVENTION(
        "convention CONV-2026-001, article 3",
        (gate, grant) -> open(gate, "passant@dinum", ConventionHome.ID, REQUEST.useCase())),
    ANOTHER_PURPOSE(
        "convention CONV-2026-001, article 1",
        (gate, grant) -> open(gate, PERSON, ConventionHome.ID, "performance-formations")),
    A_CONVENTION_THAT_IS_NOT_THERE(
        "convention CONV-2026-099",
        (gate, grant) -> open(gate, PERSON, "CONV-2026-099", REQUEST.useCase())),
    A_GRANT_WHOSE_TOKEN_WAS_TAKEN_BACK(
        "personal token",
        (gate, grant) -> {
          gate.tokens.list(PERSON).forEach(token -> gate.tokens.revoke(token.id(), PERSON));
          gate.unwrap(grant, QUASI);
        }),
    ANOTHER_PERSON_WHO_RENEWS(
        "grant of a job",
        (gate, grant) -> {
          String job = job(gate);
          gate.calls()
              .json(KeyRoutes.RENEW, gate.token("statisticien@dinum").secret(), Map.of("job", job));
        }),
    A_REPLAY_AFTER_THE_STOP(
        "convention CONV-2026-001, article 2",
        (gate, grant) -> {
          gate.unwrap(grant, QUASI);
          new Flows(gate.registry()).stop(DATASET, PRODUCER, "incident");
          gate.unwrap(grant, QUASI);
        }),
    A_REPLAY_AFTER_THE_CONVENTIONS_SUSPENSION(
        "convention CONV-2026-001, article 4",
        (gate, grant) -> {
          gate.unwrap(grant, QUASI);
          gate.home.store().suspend(ConventionHome.ID, "juriste@dinum");
          gate.unwrap(grant, QUASI);
        }),
    A_REPLAY_AFTER_THE_CONVENTIONS_END(
        "convention CONV-2026-001, article 4",
        (gate, grant) -> {
          gate.home.store().end(ConventionHome.ID, "juriste@dinum");
          gate.unwrap(grant, QUASI);
        }),
    A_REPLAY_AFTER_A_VERSION_THAT_LEAVES_ITS_PERSON_OUT(
        "convention CONV-2026-001, article 3",
        (gate, grant) -> {
          gate.home.add(
              gate.home
                  .text()
                  .replace("version: 1", "version: 2")
                  .replace("[analyste@dinum, statisticien@dinum]", "[statisticien@dinum]"));
          gate.home.sign(ConventionHome.ID);
          gate.unwrap(grant, QUASI);
        }),
    A_REPLAY_AFTER_THE_PROJECTS_KEY_WAS_DESTROYED(
        "convention CONV-2026-001",
        (gate, grant) -> {
          gate.unwrap(grant, QUASI);
          gate.store.destroy(KeyName.project(ConventionHome.ID));
          gate.unwrap(grant, QUASI);
        }),
    A_REPLAY_AFTER_THE_KEY_WAS_DESTROYED(
        "key of the lake",
        (gate, grant) -> {
          String wrapped = gate.wrapped(QUASI);
          gate.store.destroy(QUASI);
          gate.unwrap(grant, QUASI.value(), wrapped);
        }),
    A_REPLAY_AFTER_THE_LAKES_KEY_WAS_CHANGED(
        "one view of the lake",
        (gate, grant) -> {
          String wrapped = gate.wrapped(QUASI);
          gate.store.rotate(KeyName.LAKE);
          gate.unwrap(grant, QUASI.value(), wrapped);
        });

    private final String rule;
    private final BiConsumer<GateHome, String> act;

    Attack(String rule, BiConsumer<GateHome, String> act) {
      this.rule = rule;
      this.act = act;
    }

    private static void open(GateHome gate, String person, String convention, String useCase) {
      gate.calls()
          .json(
              KeyRoutes.OPEN,
              gate.token(person).secret(),
              Map.of(
                  "convention",
                  convention,
                  "useCase",
                  useCase,
                  "datasets",
                  Map.of(DATASET, List.of("energie")),
                  "user",
                  person));
    }

    private static String job(GateHome gate) {
      return gate.registry()
          .read(tx -> tx.list("select id from job_grant", row -> row.getString(1)))
          .get(0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void refuses(Attack attack) {
    String grant = gate.grant();
    assertThatThrownBy(() -> attack.act.accept(gate, grant))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refusal -> {
              assertThat(refusal.rule()).isEqualTo(attack.rule);
              assertThat(refusal.getMessage()).isNotBlank();
            });
  }

  @Test
  void journalsWhatAGrantAskedForBeyondItOnce() {
    String grant = gate.grant();
    for (int time = 0; time < 3; time++) {
      assertThatThrownBy(() -> gate.unwrap(grant, IDENTIFIERS))
          .isInstanceOf(RefusedException.class);
    }
    assertThat(gate.home.journaled("gate.refuse")).isEqualTo(1);
  }

  @Test
  void endsTheGrantsOfJobsThatDied() {
    gate.grant();
    gate.home.setDay("2026-06-16");
    new KeyService(gate.registry(), gate.store, gate.tokens, KeyService.Terms.USUAL).sweep();
    assertThat(gate.home.journaled("gate.expire")).isEqualTo(1);
  }

  @Test
  void servesAJobThroughItsKeysAndRefusesItOnceItClosed() {
    GrantedAccess access =
        new RemoteGatekeeper(gate.address(), gate.tokenFile(PERSON))
            .open(ConventionHome.ID, REQUEST, PERSON);
    JobKeys keys = JobKeys.named(access.pseudonymKeys());
    assertThat(keys.unwrap(gate.wrapped(QUASI), QUASI)).isEqualTo(FILE_KEY);
    assertThat(access.objections(DATASET).isEmpty()).isTrue();
    assertThat(access.lakeVersion()).isEqualTo(1);
    assertThat(keys.toString() + access.files().token())
        .as("what plans and settings name")
        .doesNotContain("datalab-job_");
    access.close();
    assertThatThrownBy(() -> keys.unwrap(gate.wrapped(QUASI), QUASI))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("was closed");
    assertThatThrownBy(() -> JobKeys.named(access.pseudonymKeys()))
        .isInstanceOf(RefusedException.class);
  }
}
