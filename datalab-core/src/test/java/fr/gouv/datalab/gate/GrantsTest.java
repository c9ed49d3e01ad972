package fr.gouv.datalab.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.gouv.datalab.conventions.ConventionHome;
import fr.gouv.datalab.flows.Flows;
import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.lake.Families;
import fr.gouv.datalab.refusals.RefusedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrantsTest {
  private static final String DATASET = "siv.immatriculations";

  @TempDir Path directory;
  private ConventionHome home;
  private Grants grants;
  private Grant grant;

  @BeforeEach
  void open() {
    home = new ConventionHome(directory).signed();
    grants = new Grants(home.registry());
    grant =
        new Gate(home.registry())
            .open(
                ConventionHome.ID,
                new UseCaseRequest(
                    "vehicules-foyers",
                    Map.of(
                        DATASET, List.of("energie"), "dgfip.declarants", List.of("annee", "spi"))),
                "analyste@dinum");
  }

  @AfterEach
  void close() {
    home.close();
  }

  @Test
  void letsAJobReadOnWhileNothingChanged() {
    for (int file = 0; file < 100; file++) {
      grants.check(grant, DATASET);
    }
    assertThat(new AccessLog(home.registry()).ofDataset(DATASET)).hasSize(1);
  }

  @Test
  void cutsAJobAtItsNextFileWhenTheFlowIsStoppedAndOnlyThatDataset() {
    grants.check(grant, DATASET);
    Flows flows = new Flows(home.registry());
    flows.stop(DATASET, "administrateur@interieur", "incident");
    refuses(2, "was stopped by its producer");
    refuses(2, "was stopped by its producer");
    assertThatCode(() -> grants.check(grant, "dgfip.declarants")).doesNotThrowAnyException();
    assertThat(new AccessLog(home.registry()).ofDataset(DATASET))
        .extracting(Access::verdict)
        .containsExactly("granted", "refused, article 2");
    assertThat(home.journaled("gate.cut")).isEqualTo(1);
    flows.resume(DATASET, "administrateur@interieur");
    assertThatCode(() -> grants.check(grant, DATASET)).doesNotThrowAnyException();
  }

  @Test
  void cutsAJobWhoseConventionIsSuspendedOrOver() {
    grants.check(grant, DATASET);
    home.setDay("2031-01-01");
    refuses(4, "ran until");
    home.setDay("2026-07-01");
    home.store().suspend(ConventionHome.ID, "juriste@dinum");
    refuses(4, "is suspended");
  }

  @Test
  void cutsAJobWhosePersonALaterVersionLeavesOut() {
    home.add(
        home.text()
            .replace("version: 1", "version: 2")
            .replace("[analyste@dinum, statisticien@dinum]", "[statisticien@dinum]"));
    home.sign(ConventionHome.ID);
    refuses(3, "is not one of the persons");
  }

  @Test
  void refusesADatasetThatWasNotAskedFor() {
    assertThatThrownBy(() -> grants.check(grant, "dgfip.foyers_fiscaux"))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("was not asked for at the gate");
  }

  @Test
  void opensTheKeysOfGrantedFamiliesAlone() {
    Families siv =
        new Families(
            DATASET,
            Families.COMMON,
            Map.of("vin", Families.IDENTIFIERS, "code_commune", Families.QUASI));
    Families declarants =
        new Families("dgfip.declarants", Families.COMMON, Map.of("spi", Families.IDENTIFIERS));
    Families other = new Families("dsn.contrats", Families.COMMON, Map.of());
    GrantedKeys keys = new GrantedKeys(grants, grant, List.of(siv, declarants, other));
    keys.accept(KeyName.data(DATASET, Families.COMMON));
    keys.accept(KeyName.data("dgfip.declarants", Families.IDENTIFIERS));
    for (KeyName shut :
        List.of(
            KeyName.data(DATASET, Families.IDENTIFIERS),
            KeyName.data(DATASET, Families.QUASI),
            KeyName.data("dgfip.declarants", Families.LINKAGE),
            KeyName.data("dsn.contrats", Families.COMMON))) {
      assertThatThrownBy(() -> keys.accept(shut))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("opens no column that was granted");
    }
    new Flows(home.registry()).stop(DATASET, "administrateur@interieur", "incident");
    assertThatThrownBy(() -> keys.accept(KeyName.data(DATASET, Families.COMMON)))
        .hasMessageContaining("was stopped by its producer");
  }

  private void refuses(int article, String sentence) {
    assertThatThrownBy(() -> grants.check(grant, DATASET))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refusal ->
                assertThat(refusal.rule())
                    .isEqualTo("convention " + ConventionHome.ID + ", article " + article))
        .hasMessageContaining(sentence);
  }
}
