package fr.gouv.datalab.warrants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.conventions.ConventionHome;
import fr.gouv.datalab.flows.Flows;
import fr.gouv.datalab.gate.Gate;
import fr.gouv.datalab.gate.Grant;
import fr.gouv.datalab.gate.Grants;
import fr.gouv.datalab.gate.UseCaseRequest;
import fr.gouv.datalab.journal.JournalCheck;
import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.mailings.MailingList;
import fr.gouv.datalab.mailings.MailingLists;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.vault.RecipientPair;
import fr.gouv.datalab.vault.SealedFile;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WarrantStoreTest {
  private static final String CONVENTION = ConventionHome.ID;
  private static final String ANALYST = "analyste@dinum";
  private static final String LEGAL = "juriste@dinum";
  private static final String TAX = "administrateur@dgfip";
  private static final RecipientPair PRINTER = RecipientPair.draw();
  private static final Warrant.Figures FIGURES = new Warrant.Figures(10, 1, 0, 0);

  @TempDir Path directory;
  private ConventionHome home;
  private WarrantStore store;
  private KeyStore keys;

  @BeforeEach
  void open() {
    home = new ConventionHome(directory).signed();
    keys = KeyStore.open(home.registry().home().keys());
    keys.create(KeyName.project(CONVENTION));
    store = new WarrantStore(home.registry());
    add("a".repeat(64), "vehicules-foyers");
  }

  @AfterEach
  void close() {
    assertThat(JournalCheck.live(home.registry()).records()).isPositive();
    home.close();
  }

  private void add(String id, String useCase) {
    new MailingLists(home.registry())
        .add(
            new MailingList(
                id,
                useCase,
                CONVENTION,
                LocalDate.of(2026, 1, 1),
                42,
                "0.2",
                11,
                3,
                "b".repeat(64),
                1,
                ANALYST,
                Instant.EPOCH));
  }

  private static WarrantRequest asking(String useCase, LocalDate until) {
    return new WarrantRequest(
        CONVENTION,
        useCase,
        "a".repeat(64),
        PRINTER.recipient(),
        Optional.ofNullable(until),
        "Envoi du courrier.");
  }

  private Warrant requested() {
    return store.request(asking("vehicules-foyers", null), ANALYST);
  }

  private Warrant approved() {
    Warrant warrant = requested();
    store.approve(warrant.id(), LEGAL, null);
    return store.approve(warrant.id(), TAX, null);
  }

  private SealedFile.Sealed sealed(String id) throws Exception {
    Path part = new WarrantFile(home.registry().home(), id).part();
    try (SealedFile.Writing writing = SealedFile.write(part, id, PRINTER.recipient())) {
      try (OutputStream out = writing.content()) {
        out.write("lettres".getBytes(StandardCharsets.UTF_8));
      }
      return writing.finish();
    }
  }

  private Warrant executed(String id) throws Exception {
    return store.executed(store.begin(id, ANALYST), ANALYST, FIGURES, sealed(id));
  }

  private void isRefused(ThrowingCallable step, int article, String words) {
    long before = home.journaled("warrant.refuse");
    assertThatThrownBy(step)
        .isInstanceOfSatisfying(
            RefusedException.class,
            e ->
                assertThat(e.rule()).isEqualTo("convention " + CONVENTION + ", article " + article))
        .hasMessageContaining(words);
    assertThat(home.journaled("warrant.refuse")).as("journalled").isEqualTo(before + 1);
  }

  private long changed(String sql, Object... values) {
    return home.registry().inTransaction(tx -> (long) tx.update(sql, values));
  }

  @Test
  void goesFromRequestToCloseAndEveryStepIsInTheJournal() throws Exception {
    Warrant warrant = requested();
    assertThat(warrant.state()).isEqualTo(WarrantState.REQUESTED);
    assertThat(warrant.until()).isEqualTo(LocalDate.of(2026, 7, 15));
    assertThat(store.approve(warrant.id(), LEGAL, null).state()).isEqualTo(WarrantState.REQUESTED);
    assertThat(store.approve(warrant.id(), TAX, null).state()).isEqualTo(WarrantState.APPROVED);
    assertThat(executed(warrant.id()).state()).isEqualTo(WarrantState.EXECUTED);
    assertThat(store.close(warrant.id(), LEGAL).state()).isEqualTo(WarrantState.CLOSED);
    for (String verb : List.of("request", "begin", "execute", "close")) {
      assertThat(home.journaled("\"warrant." + verb + "\"")).as(verb).isEqualTo(1);
    }
    assertThat(home.journaled("\"warrant.approve\"")).isEqualTo(2);
    assertThat(home.journaled("mailing.draw")).isEqualTo(1);
  }

  @Test
  void anotherPurposeIsRefused() {
    isRefused(() -> store.request(asking("autre", null), ANALYST), 1, "another purpose");
    add("c".repeat(64), "autre");
    isRefused(
        () ->
            store.request(
                new WarrantRequest(
                    CONVENTION,
                    "vehicules-foyers",
                    "c".repeat(64),
                    PRINTER.recipient(),
                    Optional.empty(),
                    ""),
                ANALYST),
        1,
        "was drawn for autre");
  }

  @Test
  void onlyAnAnalystRequestsAndExecutes() {
    isRefused(() -> store.request(asking("vehicules-foyers", null), LEGAL), 3, "not an analyst");
    Warrant warrant = approved();
    isRefused(() -> store.begin(warrant.id(), TAX), 3, "not an analyst");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-06-14", "2026-07-16", "2040-01-01"})
  void lastsNoLongerThanTheConventionAllows(String until) {
    isRefused(
        () -> store.request(asking("vehicules-foyers", LocalDate.parse(until)), ANALYST),
        7,
        "may last until 2026-07-15");
  }

  @Test
  void twoDifferentPersonsApproveAndNeitherAsked() {
    Warrant warrant = requested();
    isRefused(() -> store.approve(warrant.id(), ANALYST, null), 7, "nobody approves what");
    isRefused(() -> store.approve(warrant.id(), "curieux@dinum", null), 3, "holds no open seat");
    isRefused(() -> store.approve(warrant.id(), "administrateur@interieur", null), 3, "holds no");
    isRefused(() -> store.approve(warrant.id(), LEGAL, "administrateur-dgfip"), 3, "holds no open");
    store.approve(warrant.id(), LEGAL, "juriste");
    isRefused(() -> store.approve(warrant.id(), LEGAL, null), 7, "approved MAND-2026-0001 already");
    isRefused(() -> store.begin(warrant.id(), ANALYST), 7, "is REQUESTED");
    store.approve(warrant.id(), TAX, null);
    isRefused(() -> store.approve(warrant.id(), TAX, null), 7, "is APPROVED");
  }

  @Test
  void onePersonWhoHoldsBothSeatsFillsOneAlone() {
    home.add(
        home.text()
            .replace("version: 1", "version: 2")
            .replace(
                "administrateur-dgfip: [administrateur@dgfip]",
                "administrateur-dgfip: [administrateur@dgfip, juriste@dinum, analyste@dinum]"));
    home.sign(CONVENTION);
    Warrant warrant = requested();
    store.approve(warrant.id(), LEGAL, "juriste");
    isRefused(() -> store.approve(warrant.id(), LEGAL, "administrateur-dgfip"), 7, "already");
    isRefused(
        () -> store.approve(warrant.id(), ANALYST, "administrateur-dgfip"), 7, "nobody approves");
  }

  @Test
  void expiresOnItsLastDay() {
    Warrant warrant = requested();
    store.approve(warrant.id(), LEGAL, null);
    home.setDay("2026-07-16");
    isRefused(() -> store.approve(warrant.id(), TAX, null), 7, "ran until 2026-07-15");
    home.setDay("2026-07-15");
    store.approve(warrant.id(), TAX, null);
    home.setDay("2026-07-16");
    isRefused(() -> store.begin(warrant.id(), ANALYST), 7, "ran until 2026-07-15");
  }

  @Test
  void isExecutedOnceEvenByTwoAtTheSameTime() throws Exception {
    String id = approved().id();
    Mandate first = store.begin(id, ANALYST);
    Mandate second = store.begin(id, "statisticien@dinum");
    store.executed(first, ANALYST, FIGURES, sealed(id));
    SealedFile.Sealed late = sealed(id);
    isRefused(() -> store.executed(second, "statisticien@dinum", FIGURES, late), 7, "is EXECUTED");
    isRefused(() -> store.begin(id, ANALYST), 7, "is EXECUTED");
    assertThatThrownBy(() -> second.custodian(keys)).isInstanceOf(RefusedException.class);
  }

  @Test
  void isNotExecutedOnceClosedAndCannotBeClosedByJustAnyone() {
    String id = approved().id();
    Mandate begun = store.begin(id, ANALYST);
    isRefused(() -> store.close(id, "administrateur@interieur"), 3, "neither requested");
    store.close(id, ANALYST);
    isRefused(() -> store.begin(id, ANALYST), 7, "is CLOSED");
    isRefused(() -> store.close(id, ANALYST), 7, "closed already");
    assertThatThrownBy(() -> begun.custodian(keys)).isInstanceOf(RefusedException.class);
  }

  @Test
  void theCustodiansKeyIsGivenUnderAnApprovedWarrant() {
    Mandate mandate = store.begin(approved().id(), ANALYST);
    assertThat(mandate.custodian(keys)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update warrant set list = 'cccccccccccc'",
        "update warrant set until = '2026-07-01'",
        "update warrant set recipient = 'dd', state = 'APPROVED'",
        "update warrant set recipient_key = '{}'",
        "update warrant set requested_by = 'statisticien@dinum'",
        "update warrant set letter = 'eeee'",
        "update mailing_list set letter = 'eeee'",
        "update warrant_approval set person = 'analyste@dinum' where seat = 'juriste'",
        "update warrant_approval set signature = 'AAAA' where seat = 'juriste'"
      })
  void whatWasAlteredSinceItWasApprovedIsNotExecuted(String alteration) {
    add("cccccccccccc", "vehicules-foyers");
    String id = approved().id();
    changed(alteration);
    isRefused(() -> store.begin(id, ANALYST), 7, "");
  }

  @Test
  void anApprovalCannotBeWrittenWithoutThePersonsKey() {
    Warrant warrant = requested();
    changed(
        "insert into warrant_approval select ?, 'juriste', 'juriste@dinum', '2026-06-15T12:00:00Z',"
            + " 'AAAA'",
        warrant.id());
    changed(
        "insert into warrant_approval select ?, 'administrateur-dgfip', 'administrateur@dgfip',"
            + " '2026-06-15T12:00:00Z', 'AAAA'",
        warrant.id());
    changed("update warrant set state = 'APPROVED'");
    isRefused(() -> store.begin(warrant.id(), ANALYST), 7, "altered");
  }

  @Test
  void aConventionThatChangedItsMindRefusesWhatWasApproved() {
    String id = approved().id();
    home.store().suspend(CONVENTION, LEGAL);
    isRefused(() -> store.begin(id, ANALYST), 4, "not in force");
    home.add(home.text().replace("version: 1", "version: 2").replaceFirst("(?s)warrants:.*", ""));
    home.sign(CONVENTION);
    isRefused(() -> store.begin(id, ANALYST), 7, "allows nobody to be known again");
    isRefused(() -> requested(), 7, "allows nobody to be known again");
  }

  @Test
  void someoneWhoLeftTheirSeatHasNotApproved() {
    String id = approved().id();
    home.add(
        home.text().replace("version: 1", "version: 2").replace("juriste@dinum", "autre@dinum"));
    home.store().sign(CONVENTION, "dinum", LEGAL);
    home.store().sign(CONVENTION, "dgfip", TAX);
    home.store().sign(CONVENTION, "interieur", "administrateur@interieur");
    isRefused(() -> store.begin(id, ANALYST), 7, "not approved by juriste");
  }

  @Test
  void aDestroyedOrRotatedKeyLeadsBackToNobody() {
    String id = approved().id();
    keys.rotate(KeyName.LAKE);
    isRefused(() -> store.begin(id, ANALYST), 7, "did not follow a change of the lake's key");
    keys.destroy(KeyName.project(CONVENTION));
    isRefused(() -> store.begin(id, ANALYST), 7, "was destroyed");
  }

  private UseCaseRequest vault(Optional<String> warrant) {
    return new UseCaseRequest(
        "vehicules-foyers",
        Map.of("dgfip.declarants", List.of(Contract.VAULT_PREFIX + "declarant")),
        warrant);
  }

  @Test
  void theGateOpensTheVaultUnderAWarrantAlone() {
    Gate gate = new Gate(home.registry());
    assertThatThrownBy(() -> gate.open(CONVENTION, vault(Optional.empty()), ANALYST))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("under an approved warrant");
    String id = requested().id();
    assertThatThrownBy(() -> gate.open(CONVENTION, vault(Optional.of(id)), ANALYST))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("is REQUESTED");
    store.approve(id, LEGAL, null);
    store.approve(id, TAX, null);
    Grant grant = gate.open(CONVENTION, vault(Optional.of(id)), ANALYST);
    assertThat(home.journaled("\"warrant\":\"" + id + "\"")).isEqualTo(2);
    Grants grants = new Grants(home.registry());
    grants.check(grant, "dgfip.declarants");
    new Flows(home.registry()).stop("dgfip.declarants", TAX, "vérification");
    assertThatThrownBy(() -> grants.check(grant, "dgfip.declarants"))
        .hasMessageContaining("stopped by its producer");
    new Flows(home.registry()).resume("dgfip.declarants", TAX);
    grants.check(grant, "dgfip.declarants");
    store.close(id, TAX);
    assertThatThrownBy(() -> grants.check(grant, "dgfip.declarants"))
        .isInstanceOf(RefusedException.class);
  }

  @Test
  void theGateOpensNoIdentityThatTheConventionDoesNotName() {
    String id = approved().id();
    UseCaseRequest cars =
        new UseCaseRequest(
            "vehicules-foyers",
            Map.of("siv.immatriculations", List.of(Contract.VAULT_PREFIX + "titulaire")),
            Optional.of(id));
    assertThatThrownBy(() -> new Gate(home.registry()).open(CONVENTION, cars, ANALYST))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("for what the convention names");
  }

  @Test
  void theFileOfAKilledExecutionIsNoiseUntilTheRegistryFinishesIt() throws Exception {
    String id = approved().id();
    WarrantFile file = new WarrantFile(home.registry().home(), id);
    Mandate mandate = store.begin(id, ANALYST);
    SealedFile.Sealed sealed = sealed(id);
    Path part = file.part();
    assertThat(file.settle(home.registry(), store.show(id))).isEmpty();
    assertThatThrownBy(() -> SealedFile.open(part, PRINTER)).hasMessageContaining("does not open");
    store.executed(mandate, ANALYST, FIGURES, sealed);
    Path settled = file.settle(home.registry(), store.show(id)).orElseThrow();
    assertThat(SealedFile.open(settled, PRINTER).readAllBytes()).isEqualTo("lettres".getBytes());
    assertThat(file.settle(home.registry(), store.show(id))).contains(settled);
    store.close(id, ANALYST);
    assertThat(file.settle(home.registry(), store.show(id))).isEmpty();
    assertThat(Files.exists(settled)).isFalse();
  }
}
