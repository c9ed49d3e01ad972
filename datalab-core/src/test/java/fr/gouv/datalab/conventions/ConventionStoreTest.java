package fr.gouv.datalab.conventions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.gouv.datalab.refusals.BadDataException;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.refusals.UsageException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConventionStoreTest {
  private static final String ID = ConventionHome.ID;

  @TempDir Path directory;
  private ConventionHome home;
  private ConventionStore store;

  @BeforeEach
  void open() {
    home = new ConventionHome(directory);
    store = home.store();
  }

  @AfterEach
  void close() {
    home.close();
  }

  @Test
  void addsTheBuiltInConventionsWhoseColumnsAreInTheCatalogue() {
    for (String id : new String[] {"CONV-2026-001", "CONV-2026-002"}) {
      byte[] text = new ConventionFiles(home.registry().home()).find(id).orElseThrow();
      assertThat(store.add(id, text, "juriste@dinum").id()).isEqualTo(id);
    }
    assertThat(store.list())
        .extracting(Filing::state)
        .containsExactly(Filing.State.UNSIGNED, Filing.State.UNSIGNED);
    assertThat(home.journaled("convention.add")).isEqualTo(2);
  }

  @Test
  void countsOnceEveryPartySigned() {
    home.add(home.text());
    store.sign(ID, "dinum", "juriste@dinum");
    store.sign(ID, "dgfip", "administrateur@dgfip");
    assertThat(only().unsigned()).containsExactly("interieur");
    assertThat(only().state()).isEqualTo(Filing.State.UNSIGNED);
    assertThat(store.sign(ID, "interieur", "administrateur@interieur")).isTrue();
    assertThat(store.sign(ID, "interieur", "administrateur@interieur")).isFalse();
    assertThat(only().state()).isEqualTo(Filing.State.SIGNED);
    assertThat(only().inForce(home.registry().now())).isTrue();
    assertThat(home.journaled("convention.sign")).isEqualTo(3);
    assertThat(home.journaled("keys.create")).isEqualTo(3);
  }

  @Test
  void takesTheSameTextAgainWhateverItsLineEnds() {
    home.add(home.text());
    home.add("\uFEFF" + home.text().replace("\n", "\r\n") + "\n\n");
    assertThat(home.journaled("convention.add")).isEqualTo(1);
  }

  @Test
  void refusesAnotherTextUnderTheSameVersion() {
    home.signed();
    refuses(
        () -> home.add(home.text().replace("2030-12-31", "2031-12-31")),
        5,
        "give this one the version 2");
  }

  @Test
  void keepsTheSignedVersionUntilTheNextIsSignedByAll() {
    home.signed();
    home.add(home.text().replace("version: 1", "version: 2"));
    assertThat(only().convention().version()).isEqualTo(1);
    home.sign(ID);
    assertThat(only().convention().version()).isEqualTo(2);
    assertThat(store.show(ID)).hasSize(2);
    assertThatThrownBy(() -> home.add(home.text().replace("version: 1", "version: 1 # x")))
        .isInstanceOf(RefusedException.class);
  }

  @Test
  void doesNotLetANewTextNameThoseWhoSignIt() {
    home.signed();
    home.add(
        home.text()
            .replace("version: 1", "version: 2")
            .replace("[administrateur@dgfip]", "[intrus@dinum]"));
    refuses(() -> store.sign(ID, "dgfip", "intrus@dinum"), 3, ID + ", signed by all, names");
    assertThat(store.sign(ID, "dgfip", "administrateur@dgfip")).isTrue();
  }

  @Test
  void doesNotLetAnotherConventionNameThoseWhoSignIt() {
    home.signed();
    home.add(
        home.text()
            .replace(ID, "CONV-INTRUS")
            .replaceAll("administrateur@[a-z]+|juriste@dinum", "intrus@dinum"));
    for (String party : new String[] {"dinum", "dgfip", "interieur"}) {
      assertThatThrownBy(() -> store.sign("CONV-INTRUS", party, "intrus@dinum"))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("a person may whom CONV-2026-001, signed by all, names");
    }
    assertThat(store.sign("CONV-INTRUS", "dgfip", "administrateur@dgfip")).isTrue();
  }

  @Test
  void liftsASuspensionByALaterVersionAlone() {
    home.signed();
    store.suspend(ID, "administrateur@dgfip");
    assertThat(only().state()).isEqualTo(Filing.State.SUSPENDED);
    home.add(home.text().replace("version: 1", "version: 2"));
    home.sign(ID);
    assertThat(only().state()).isEqualTo(Filing.State.SIGNED);
    assertThat(home.journaled("convention.suspend")).isEqualTo(1);
  }

  @Test
  void endsForGood() {
    home.signed();
    store.end(ID, "juriste@dinum");
    assertThat(only().state()).isEqualTo(Filing.State.ENDED);
    refuses(() -> home.add(home.text().replace("version: 1", "version: 2")), 4, "ended for good");
  }

  @Test
  void refusesToSignWhatIsSuspended() {
    home.add(home.text());
    store.suspend(ID, "juriste@dinum");
    refuses(() -> store.sign(ID, "dinum", "juriste@dinum"), 4, "is suspended");
  }

  @ParameterizedTest
  @CsvSource({
    "dgfip, administrateur@interieur, 3, names administrateur-dgfip.",
    "dgfip, juriste@dinum, 3, names administrateur-dgfip.",
    "dinum, analyste@dinum, 3, names administrateur-dinum or juriste.",
    "insee, administrateur@dgfip, 5, its parties are"
  })
  void refusesWhoMayNotSign(String party, String person, int article, String sentence) {
    home.add(home.text());
    refuses(() -> store.sign(ID, party, person), article, sentence);
    assertThat(home.journaled("convention.sign")).isZero();
  }

  @Test
  void refusesThoseWhoActForNoPartyToSuspendOrEnd() {
    home.signed();
    refuses(() -> store.suspend(ID, "analyste@dinum"), 3, "acts for no party");
    refuses(() -> store.end(ID, "passant"), 3, "acts for no party");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "revenu_fiscal_reference|voie|has no column voie that a convention may grant",
        "identite:declarant|identite:foyer|has no column identite:foyer",
        "dgfip.declarants|dgfip.inconnus|there is no dataset dgfip.inconnus",
        "  dgfip.declarants: dgfip|  dgfip.declarants: interieur|is dgfip's, not interieur"
      })
  void refusesWhatDoesNotFitTheCatalogue(String right, String wrong, String sentence) {
    String text = home.text().replaceFirst("(?s)warrants:.*", "");
    assertThatThrownBy(() -> home.add(text.replace(right, wrong)))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void refusesAWarrantForAnIdentityThatTheDatasetDoesNotHave() {
    assertThatThrownBy(() -> home.add(home.text().replace("[foyer]", "[menage]")))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("dgfip.foyers_fiscaux has no identity menage");
  }

  @Test
  void saysWhenThereIsNone() {
    assertThat(store.find("CONV-0")).isEmpty();
    assertThatThrownBy(() -> store.show("CONV-0")).isInstanceOf(UsageException.class);
    assertThatThrownBy(() -> store.sign("CONV-0", "dinum", "x")).isInstanceOf(UsageException.class);
    assertThatThrownBy(() -> store.end("CONV-0", "x")).isInstanceOf(UsageException.class);
    assertThat(new String(home.text().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
        .startsWith("convention: " + ID);
  }

  private Filing only() {
    return store.list().get(0);
  }

  private static void refuses(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable act, int article, String sentence) {
    assertThatThrownBy(act)
        .isInstanceOfSatisfying(
            RefusedException.class,
            refusal -> {
              assertThat(refusal.rule()).isEqualTo("convention " + ID + ", article " + article);
              assertThat(refusal.exitCode()).isEqualTo(3);
            })
        .hasMessageContaining(sentence);
  }
}
