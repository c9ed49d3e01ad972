package fr.gouv.datalab.releases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.journal.JournalCheck;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.refusals.BadDataException;
import fr.gouv.datalab.refusals.IntegrityException;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.registry.Homes;
import fr.gouv.datalab.registry.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReleaseStoreTest {
  private static final String AUTHOR = Tables.AUTHOR;
  private static final String LAWYER = "juriste@dinum";
  private static final String DGFIP = "administrateur@dgfip";
  private static final String INTERIEUR = "administrateur@interieur";

  @TempDir Path directory;
  private Home home;
  private Registry registry;
  private ReleaseStore store;

  @BeforeEach
  void open() {
    home = Homes.in(directory.resolve("home"));
    registry = Registry.open(home);
    store = new ReleaseStore(registry, KeyStore.init(home.keys()), Tables.seats());
  }

  @AfterEach
  void close() {
    assertThat(JournalCheck.live(registry).records()).isNotNegative();
    registry.close();
  }

  @Test
  void goesFromDraftToExportWhenEverySeatApproves() {
    String id = draft();
    assertThat(id).matches("REL-\\d{4}-0001");
    assertThat(store.show(id).state()).isEqualTo(ReleaseState.DRAFT);
    assertThat(store.submit(id, AUTHOR, "prêt").state()).isEqualTo(ReleaseState.SUBMITTED);
    assertThat(store.approve(id, LAWYER, null, "").state()).isEqualTo(ReleaseState.SUBMITTED);
    assertThat(store.open(store.show(id)))
        .isEqualTo(Set.of("administrateur-dgfip", "administrateur-interieur"));
    store.approve(id, DGFIP, null, "d'accord");
    assertThat(store.approve(id, INTERIEUR, null, "").state()).isEqualTo(ReleaseState.APPROVED);
    store.exportable(id, AUTHOR);
    assertThat(store.markExported(id, AUTHOR, frozen()).state()).isEqualTo(ReleaseState.EXPORTED);
    assertThat(store.exported(id).orElseThrow().proof()).isEqualTo("{}");
    Release withdrawn = store.withdraw(id, DGFIP, "une source était fausse");
    assertThat(withdrawn.state()).isEqualTo(ReleaseState.WITHDRAWN);
    assertThat(withdrawn.decisions())
        .extracting(d -> d.decision().word())
        .containsExactly("submit", "approve", "approve", "approve", "export", "withdraw");
    assertThat(withdrawn.decisions()).extracting(Release.Decided::comment).contains("d'accord");
  }

  @Test
  void everyActIsInTheJournalUnderTheNumberOfItsDecision() {
    String id = approved();
    List<String> records =
        registry.read(
            tx ->
                store.show(id).decisions().stream()
                    .map(
                        d ->
                            tx.first(
                                    "select record from journal_record where sequence = ?",
                                    row -> row.getString(1),
                                    d.sequence())
                                .orElseThrow())
                    .toList());
    assertThat(records).hasSize(4).allMatch(record -> record.contains(id));
    for (Release.Decided decided : store.show(id).decisions()) {
      Statement statement = new Statement(decided.statement());
      statement.verify(decided.signature());
      assertThat(records).anyMatch(record -> record.contains(statement.sha256()));
      assertThat(statement.values("file")).anyMatch(f -> f.endsWith(" foyers/published.csv"));
    }
  }

  @Test
  void aReturnedReleaseIsReviewedAnew() {
    String id = draft();
    store.submit(id, AUTHOR, "");
    store.approve(id, LAWYER, null, "");
    store.return_(id, DGFIP, "préciser l'unité");
    Release again = store.submit(id, AUTHOR, "précisé");
    assertThat(again.round()).isEqualTo(2);
    assertThat(again.approvals()).isEmpty();
    store.approve(id, LAWYER, null, "");
    store.approve(id, DGFIP, null, "");
    assertThat(store.approve(id, INTERIEUR, null, "").state()).isEqualTo(ReleaseState.APPROVED);
    assertThat(store.show(id).decisions()).hasSize(7);
  }

  /** Every pair of a state and a step that the life of a release does not have. */
  @ParameterizedTest(name = "{0}: no {1}")
  @CsvSource({
    "DRAFT,approve",
    "DRAFT,return",
    "DRAFT,reject",
    "DRAFT,export",
    "DRAFT,withdraw",
    "SUBMITTED,submit",
    "SUBMITTED,export",
    "SUBMITTED,withdraw",
    "RETURNED,approve",
    "RETURNED,return",
    "RETURNED,reject",
    "RETURNED,export",
    "RETURNED,withdraw",
    "REJECTED,submit",
    "REJECTED,approve",
    "REJECTED,return",
    "REJECTED,reject",
    "REJECTED,export",
    "REJECTED,withdraw",
    "APPROVED,submit",
    "APPROVED,approve",
    "APPROVED,return",
    "APPROVED,reject",
    "APPROVED,withdraw",
    "EXPORTED,submit",
    "EXPORTED,approve",
    "EXPORTED,return",
    "EXPORTED,reject",
    "WITHDRAWN,submit",
    "WITHDRAWN,approve",
    "WITHDRAWN,return",
    "WITHDRAWN,reject",
    "WITHDRAWN,export",
    "WITHDRAWN,withdraw",
  })
  void forbidsEveryOtherTransition(ReleaseState state, String word) {
    String id = in(state);
    long records = JournalCheck.live(registry).records();
    Map<String, ThrowingCallable> steps =
        Map.of(
            "submit", () -> store.submit(id, AUTHOR, "x"),
            "approve", () -> store.approve(id, LAWYER, null, "x"),
            "return", () -> store.return_(id, LAWYER, "x"),
            "reject", () -> store.reject(id, LAWYER, "x"),
            "export", () -> store.exportable(id, AUTHOR),
            "withdraw", () -> store.withdraw(id, AUTHOR, "x"));
    refused(steps.get(word), "the life of a release", state.name());
    assertThat(store.show(id).state()).isEqualTo(state);
    assertThat(JournalCheck.live(registry).records()).isEqualTo(records);
  }

  @Test
  void theTableOfForbiddenTransitionsIsWhole() {
    long allowed = 0;
    for (Decision decision : Decision.values()) {
      allowed += decision.from().size();
    }
    // 7 states x 6 steps, less the 7 allowed and `export` once more, which changes nothing.
    assertThat(7 * 6 - allowed - 1).isEqualTo(34);
  }

  @Test
  void nobodyDecidesOnWhatTheyWroteOrSubmitted() {
    String own = store.draft(ofAuthor(LAWYER));
    store.submit(own, AUTHOR.replace("analyste", "juriste2"), "");
    refused(() -> store.approve(own, LAWYER, null, ""), "four eyes", "wrote or submitted");
    refused(
        () -> store.approve(own, "juriste2@dinum", null, ""), "four eyes", "wrote or submitted");
    refused(() -> store.reject(own, LAWYER, "non"), "four eyes", "another person");
    refused(() -> store.return_(own, LAWYER, "non"), "four eyes", "another person");
  }

  @Test
  void onePersonFillsOneSeat() {
    String id = draft();
    store.submit(id, AUTHOR, "");
    assertThatThrownBy(() -> store.approve(id, "cumul@dgfip", null, ""))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--seat administrateur-dgfip|juriste");
    store.approve(id, "cumul@dgfip", "juriste", "");
    refused(
        () -> store.approve(id, "cumul@dgfip", "administrateur-dgfip", ""),
        "four eyes",
        "another person's");
    refused(() -> store.approve(id, LAWYER, null, ""), "four eyes", "already approved");
    store.approve(id, DGFIP, null, "");
    assertThat(store.approve(id, INTERIEUR, null, "").state()).isEqualTo(ReleaseState.APPROVED);
  }

  @Test
  void onlyThePeopleOfTheConventionAct() {
    String id = draft();
    refused(() -> store.submit(id, "passant", ""), "convention CONV-2026-001", "passant");
    store.submit(id, AUTHOR, "");
    refused(() -> store.approve(id, "passant", null, ""), "convention", "does not hold");
    refused(() -> store.approve(id, LAWYER, "administrateur-dgfip", ""), "convention", "the seat");
    refused(() -> store.reject(id, "passant", "x"), "convention", "does not hold");
    Seats none =
        new Seats() {
          @Override
          public Set<String> heldBy(String convention, String person) {
            return Set.of("juriste");
          }

          @Override
          public Set<String> required(String convention) {
            return Set.of();
          }
        };
    ReleaseStore lax = new ReleaseStore(registry, KeyStore.open(home.keys()), none);
    refused(() -> lax.approve(id, LAWYER, null, ""), "convention", "no seat");
  }

  @Test
  void aReturnARejectionAndAWithdrawalSayWhy() {
    String id = draft();
    store.submit(id, AUTHOR, "");
    assertThatThrownBy(() -> store.return_(id, LAWYER, " ")).isInstanceOf(UsageException.class);
    assertThatThrownBy(() -> store.reject(id, LAWYER, null)).isInstanceOf(UsageException.class);
    assertThatThrownBy(() -> store.submit("REL-2026-9999", AUTHOR, ""))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("release list");
    assertThatThrownBy(() -> store.approve(id, "a\nb", null, ""))
        .isInstanceOf(UsageException.class);
  }

  @Test
  void refusesATableThatFailsItsAudit() throws IOException {
    Draft draft = Tables.small(directory.resolve("table"));
    Path audit = directory.resolve("table/audit.csv");
    String good = Files.readString(audit);
    Files.writeString(audit, good.replace("ES,2,40,secondary,0,45", "ES,2,40,secondary,39,41"));
    refused(() -> store.draft(draft), "the disclosure audit", "ES x 2");
    Files.writeString(audit, good.replace("ES,2,40,secondary,0,45\n", ""));
    refused(() -> store.draft(draft), "the disclosure audit", "was not audited");
    Files.writeString(audit, good.replace("ES,2,40,secondary,0,45", "ES,2,40,secondary,40,40"));
    refused(() -> store.draft(draft), "the disclosure audit", "inferred");
    Files.writeString(audit, good);
    Path spec = directory.resolve("table/spec.yaml");
    String asked = Files.readString(spec);
    Files.writeString(spec, asked.replace("protection: 0.10", "protection: {frequency: 9}"));
    refused(() -> store.draft(draft), "the disclosure audit", "inferred");
    Files.writeString(spec, asked.replace("protection: 0.10", "protection: frequency:5"));
    store.draft(draft);
    ReleaseFolder.delete(home.releases());
    Files.createDirectory(home.releases());
    registry.inTransaction(tx -> tx.update("delete from release"));
    registry.inTransaction(tx -> tx.update("delete from release_file"));
    Files.writeString(spec, asked);
    Path published = directory.resolve("table/published.csv");
    String shown = Files.readString(published);
    Files.writeString(published, shown.replace("ES,1,,c", "ES,1,5,v"));
    refused(() -> store.draft(draft), "the disclosure audit", "too few units");
    Files.writeString(published, shown.replace("ES,1,,c", "ES,1,5,c"));
    assertThatThrownBy(() -> store.draft(draft))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("suppressed cell has a figure");
    Files.writeString(published, shown);
    assertThat(store.list()).isEmpty();
    assertThat(home.releases()).isEmptyDirectory();
    assertThatCode(() -> store.draft(draft)).doesNotThrowAnyException();
  }

  /** Name of the fault, the file, what it becomes, what the sentence says. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "no audit | audit.csv | | has no audit.csv",
        "no specification | spec.yaml | | has no spec.yaml",
        "no table | published.csv | | has no published.csv",
        "a column missing | published.csv | energie,foyers,status | no column `decile`",
        "a column too many | published.csv | energie,decile,foyers,nom,status | a column `nom`",
        "empty | published.csv | x | no column",
        "not a specification | spec.yaml | [1] | must say its `dimensions`",
        "not YAML | spec.yaml | {{{ | not YAML",
        "an audit without bounds | audit.csv | energie,decile | can be inferred or not read",
        "a hierarchy elsewhere | spec.yaml | {dimensions: [{column: energie, hierarchy: ../x.csv}],"
            + " frequency: foyers} | must be a file beside",
      })
  void refusesADraftWhoseFilesAreNotWhatTheyShouldBe(
      String fault, String file, String text, String sentence) throws IOException {
    Draft draft = Tables.small(directory.resolve("table"));
    Path path = directory.resolve("table").resolve(file);
    if (text == null) {
      Files.delete(path);
    } else {
      Files.writeString(path, text + "\n");
    }
    if (fault.equals("an audit without bounds")) {
      refused(() -> store.draft(draft), "the disclosure audit", "not audited");
    } else {
      assertThatThrownBy(() -> store.draft(draft))
          .isInstanceOf(BadDataException.class)
          .hasMessageContaining(sentence);
    }
    assertThat(home.releases()).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource({"foyers/published.csv", "foyers/audit.csv", "foyers/spec.yaml", "draft.json"})
  void refusesFilesThatWereAlteredSinceTheDraft(String path) throws IOException {
    String id = draft();
    Path file = store.folder(id).path().resolve(path);
    byte[] before = Files.readAllBytes(file);
    byte[] altered = before.clone();
    altered[altered.length / 2] ^= 1;
    Files.write(file, altered);
    altered(() -> store.submit(id, AUTHOR, ""), path);
    Files.write(file, before);
    store.submit(id, AUTHOR, "");
    Files.write(file, altered);
    altered(() -> store.approve(id, LAWYER, null, ""), path);
    Files.write(file, before);
    approveAll(id);
    Files.delete(file);
    altered(() -> store.exportable(id, AUTHOR), "missing");
    altered(() -> store.markExported(id, AUTHOR, frozen()), "missing");
    Files.write(file, before);
    Files.writeString(store.folder(id).path().resolve("foyers/de-plus.csv"), "x");
    altered(() -> store.exportable(id, AUTHOR), "de-plus.csv");
  }

  @Test
  void refusesARegistryThatSaysOtherThanWhatWasSigned() {
    String id = approved();
    forge("update release_decision set person = 'autre@dinum' where person = ?", LAWYER);
    assertThatThrownBy(() -> store.exportable(id, AUTHOR)).isInstanceOf(RuntimeException.class);
    forge("update release_decision set person = ? where person = 'autre@dinum'", LAWYER);
    forge("update release_decision set statement = replace(statement, 'round 1', 'round 2')");
    altered(() -> store.exportable(id, AUTHOR), "signature");
    forge("update release_decision set statement = replace(statement, 'round 2', 'round 1')");
    store.exportable(id, AUTHOR);
    forge("delete from release_decision where person = ?", LAWYER);
    refused(() -> store.exportable(id, AUTHOR), "convention", "juriste");
  }

  private void forge(String sql, Object... values) {
    registry.inTransaction(tx -> tx.update(sql, values));
  }

  private String in(ReleaseState state) {
    String id = draft();
    if (state == ReleaseState.DRAFT) {
      return id;
    }
    store.submit(id, AUTHOR, "");
    switch (state) {
      case RETURNED -> store.return_(id, LAWYER, "à revoir");
      case REJECTED -> store.reject(id, LAWYER, "non");
      case APPROVED, EXPORTED, WITHDRAWN -> approveAll(id);
      default -> assertThat(state).isEqualTo(ReleaseState.SUBMITTED);
    }
    if (state == ReleaseState.EXPORTED || state == ReleaseState.WITHDRAWN) {
      store.markExported(id, AUTHOR, frozen());
    }
    if (state == ReleaseState.WITHDRAWN) {
      store.withdraw(id, AUTHOR, "faux");
    }
    assertThat(store.show(id).state()).isEqualTo(state);
    return id;
  }

  @Test
  void whatWasExportedMeanwhileIsComparedAtEachStep() {
    String everyone = store.draft(byEnergie("tous", 95, Map.of()));
    Map<String, List<String>> mainland = Map.of("territoire", List.of("metropole"));
    String prepared = store.draft(byEnergie("metropole", 90, mainland));
    String fewer = store.draft(byEnergie("peu", 60, mainland));
    store.submit(prepared, AUTHOR, "");
    approveAll(prepared);
    store.submit(everyone, AUTHOR, "");
    approveAll(everyone);
    store.markExported(everyone, AUTHOR, frozen());
    assertThatThrownBy(() -> store.exportable(prepared, AUTHOR))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("energie=GO")
        .hasMessageContaining("fewer units than may be shown")
        .hasMessageContaining(everyone);
    assertThatThrownBy(() -> store.markExported(prepared, AUTHOR, frozen()))
        .isInstanceOf(RefusedException.class);
    assertThatThrownBy(
            () -> store.submit(store.draft(byEnergie("encore", 90, mainland)), AUTHOR, ""))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("Run its use case again");
    assertThat(store.submit(fewer, AUTHOR, "").state()).isEqualTo(ReleaseState.SUBMITTED);
    String same = store.draft(byEnergie("pareil", 95, Map.of()));
    assertThat(store.submit(same, AUTHOR, "").state()).isEqualTo(ReleaseState.SUBMITTED);
  }

  /** 45 by petrol and so many by diesel. */
  private Draft byEnergie(String name, int gazole, Map<String, List<String>> filter) {
    return Tables.byEnergie(directory.resolve(name), gazole, filter);
  }

  private String draft() {
    return store.draft(Tables.small(directory.resolve("table")));
  }

  private Draft ofAuthor(String author) {
    Draft small = Tables.small(directory.resolve("table"));
    return Draft.of(
        small.title(), small.useCase(), small.convention(), small.asOf(), author, small.outputs());
  }

  private String approved() {
    String id = draft();
    store.submit(id, AUTHOR, "");
    approveAll(id);
    return id;
  }

  private void approveAll(String id) {
    for (String person : List.of(LAWYER, DGFIP, INTERIEUR)) {
      store.approve(id, person, null, "");
    }
  }

  private static Release.Exported frozen() {
    return new Release.Exported(Instant.EPOCH, AUTHOR, "{}", "0".repeat(64), "AAAA");
  }

  private static void refused(ThrowingCallable call, String rule, String sentence) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(RefusedException.class, e -> assertThat(e.rule()).startsWith(rule))
        .hasMessageContaining(sentence);
  }

  private static void altered(ThrowingCallable call, String sentence) {
    assertThatThrownBy(call).isInstanceOf(IntegrityException.class).hasMessageContaining(sentence);
  }
}
