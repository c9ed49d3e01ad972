package fr.gouv.datalab.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.gouv.datalab.conventions.ConventionHome;
import fr.gouv.datalab.flows.Flows;
import fr.gouv.datalab.journal.JournalCheck;
import fr.gouv.datalab.refusals.RefusedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GateTest {
  private static final String ID = ConventionHome.ID;
  private static final String ANALYST = "analyste@dinum";
  private static final UseCaseRequest SOUND =
      new UseCaseRequest(
          "vehicules-foyers",
          Map.of(
              "dgfip.declarants", List.of("annee", "spi", "identite:declarant"),
              "siv.immatriculations", List.of("energie", "identite:titulaire")));

  @TempDir Path directory;
  private ConventionHome home;
  private Gate gate;

  @BeforeEach
  void open() {
    home = new ConventionHome(directory);
    gate = new Gate(home.registry());
  }

  @AfterEach
  void close() {
    home.close();
  }

  @Test
  void grantsWhatTheConventionSays() {
    home.signed();
    Grant grant = gate.open(ID, SOUND, "statisticien@dinum");
    assertThat(grant.datasets()).isEqualTo(SOUND.datasets());
    assertThat(grant.convention()).isEqualTo(ID);
    assertThat(grant.version()).isEqualTo(1);
    assertThat(grant.useCase()).isEqualTo("vehicules-foyers");
    assertThat(grant.user()).isEqualTo("statisticien@dinum");
    assertThat(grant.until()).isEqualTo("2030-12-31");
    assertThat(new AccessLog(home.registry()).ofConvention(ID))
        .hasSize(2)
        .allMatch(Access::granted)
        .allMatch(access -> access.sequence() == grant.access());
    assertThat(new AccessLog(home.registry()).ofDataset("dgfip.declarants"))
        .singleElement()
        .satisfies(
            access ->
                assertThat(access.columns()).containsExactly("annee", "spi", "identite:declarant"));
    assertThat(home.journaled("gate.open")).isEqualTo(1);
    assertThat(JournalCheck.live(home.registry()).records()).isPositive();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusals")
  void refusesWithTheArticleAndWhatWouldAllowIt(
      String reason,
      Consumer<ConventionHome> given,
      UseCaseRequest request,
      String user,
      String rule,
      String sentence) {
    given.accept(home);
    assertThatThrownBy(() -> gate.open(ID, request, user))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refusal -> {
              assertThat(refusal.rule()).isEqualTo(rule);
              assertThat(refusal.exitCode()).isEqualTo(3);
              assertThat(refusal.getMessage()).contains(sentence);
            });
    String verdict = "refused" + rule.substring(("convention " + ID).length());
    assertThat(new AccessLog(home.registry()).ofConvention(ID))
        .hasSize(request.datasets().size())
        .allSatisfy(
            access -> {
              assertThat(access.verdict()).isEqualTo(verdict);
              assertThat(access.granted()).isFalse();
              assertThat(access.person()).isEqualTo(user);
            });
    assertThat(home.journaled("gate.open")).isEqualTo(1);
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        refusal(
            "another purpose",
            ConventionHome::signed,
            new UseCaseRequest("performance-formations", SOUND.datasets()),
            ANALYST,
            1,
            "is another purpose than that of CONV-2026-001, which allows vehicules-foyers"),
        refusal(
            "a dataset that is not in it",
            ConventionHome::signed,
            request("dsn.contrats", "nir"),
            ANALYST,
            2,
            "its producer must sign a later version with it"),
        refusal(
            "one dataset of two",
            ConventionHome::signed,
            new UseCaseRequest(
                "vehicules-foyers",
                Map.of("dgfip.declarants", List.of("annee"), "dsn.contrats", List.of("nir"))),
            ANALYST,
            2,
            "The dataset dsn.contrats is not in CONV-2026-001"),
        refusal(
            "a column that is not granted",
            ConventionHome::signed,
            request("siv.immatriculations", "energie", "code_commune"),
            ANALYST,
            2,
            "does not grant the column code_commune of siv.immatriculations"),
        refusal(
            "columns that are not granted",
            ConventionHome::signed,
            request("siv.immatriculations", "vin", "nom_naissance"),
            ANALYST,
            2,
            "does not grant the columns vin, nom_naissance"),
        refusal(
            "a linkage that is not granted",
            ConventionHome::signed,
            request("dgfip.foyers_fiscaux", "identite:foyer"),
            ANALYST,
            2,
            "does not grant identite:foyer"),
        refusal(
            "a flow that its producer stopped",
            h -> {
              h.signed();
              new Flows(h.registry())
                  .stop("siv.immatriculations", "administrateur@interieur", "incident");
            },
            SOUND,
            ANALYST,
            2,
            "(administrateur@interieur: incident): it can be read again once interieur resumes it"),
        refusal(
            "a person who is not in it",
            ConventionHome::signed,
            SOUND,
            "passant@dinum",
            3,
            "its parties must name them analyste"),
        refusal(
            "a jurist, who does not read",
            ConventionHome::signed,
            SOUND,
            "juriste@dinum",
            3,
            "is not one of the persons who may read data"),
        refusal(
            "a group's name",
            ConventionHome::signed,
            SOUND,
            "equipe-datalab",
            3,
            "is not one of the persons"),
        refusal(
            "the day before",
            h -> h.signed().setDay("2024-12-31"),
            SOUND,
            ANALYST,
            4,
            "begins on 2025-01-01"),
        refusal(
            "the day after",
            h -> h.signed().setDay("2031-01-01"),
            SOUND,
            ANALYST,
            4,
            "ran until 2030-12-31: all parties must sign a later version"),
        refusal(
            "a suspension",
            h -> h.signed().store().suspend(ID, "juriste@dinum"),
            SOUND,
            ANALYST,
            4,
            "is suspended since 2026-06-15"),
        refusal(
            "an end",
            h -> h.signed().store().end(ID, "juriste@dinum"),
            SOUND,
            ANALYST,
            4,
            "was ended on 2026-06-15"),
        refusal(
            "no signature",
            h -> h.add(h.text()),
            SOUND,
            ANALYST,
            5,
            "is not signed by dgfip, dinum, interieur"),
        refusal(
            "a missing signature",
            h -> {
              h.add(h.text());
              h.store().sign(ID, "dinum", "juriste@dinum");
            },
            SOUND,
            ANALYST,
            5,
            "is not signed by dgfip, interieur"),
        refusal(
            "an altered text",
            h ->
                h.signed()
                    .registry()
                    .<Integer>inTransaction(
                        tx ->
                            tx.update(
                                "update convention set document = ?",
                                h.text()
                                    .replace("analyste@dinum", "intrus@dinum")
                                    .getBytes(java.nio.charset.StandardCharsets.UTF_8))),
            SOUND,
            "intrus@dinum",
            5,
            "its text is not the one that was added"),
        refusal(
            "an altered hash",
            h -> tamper(h.signed(), "update convention set sha256 = '00'"),
            SOUND,
            ANALYST,
            5,
            "does not verify"),
        refusal(
            "another's signature",
            h ->
                tamper(
                    h.signed(),
                    "update convention_signature set signature = (select signature from"
                        + " convention_signature where party = 'dgfip')"),
            SOUND,
            ANALYST,
            5,
            "the signature of dinum is not for this text"),
        Arguments.of(
            "no convention at all",
            (Consumer<ConventionHome>) h -> {},
            SOUND,
            ANALYST,
            "convention " + ID,
            "nothing is read without one"));
  }

  private static Arguments refusal(
      String reason,
      Consumer<ConventionHome> given,
      UseCaseRequest request,
      String user,
      int article,
      String sentence) {
    return Arguments.of(
        reason, given, request, user, "convention " + ID + ", article " + article, sentence);
  }

  private static UseCaseRequest request(String dataset, String... columns) {
    return new UseCaseRequest("vehicules-foyers", Map.of(dataset, List.of(columns)));
  }

  private static void tamper(ConventionHome home, String sql) {
    assertThat(home.registry().<Integer>inTransaction(tx -> tx.update(sql))).isPositive();
  }
}
