package fr.gouv.datalab.usecases.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.gouv.datalab.conventions.ConventionStore;
import fr.gouv.datalab.disclosure.BadInputException;
import fr.gouv.datalab.disclosure.CannotProtectException;
import fr.gouv.datalab.disclosure.noise.Account;
import fr.gouv.datalab.export.ExportPackage;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.journal.JournalCheck;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.privacy.PrivacyBudgets;
import fr.gouv.datalab.refusals.BadDataException;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.releases.ConventionSeats;
import fr.gouv.datalab.releases.ReleaseStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Use cases of a user's own, in the home, whose outputs change figures rather than hide them. */
class PerturbedUseCaseTest {
  private static final LocalDate AS_OF = LocalDate.parse("2026-01-01");
  private static final String ANALYST = "analyste@dinum";
  private static final String KEYS =
      "protect: cellkey, cellKey: {key: cle, maximum: 4, variance: 2}";

  @TempDir static Path directory;
  private static Home home;
  private static Engine engine;
  private static Registry registry;
  private static ReleaseStore releases;

  @BeforeAll
  static void ingest() throws IOException {
    Path files = directory.resolve("files");
    SampleLake.generate(files, 0.0002);
    home = Home.of(directory.resolve("home")).init();
    registry = Registry.open(home);
    engine = Engine.start(home);
    SampleLake.fillVehicles(engine, registry, files);
    useCase("foyers-cles", KEYS, "unit: foyer", "foyers");
    useCase("foyers-sans-unite", KEYS, "", "foyers");
    useCase("foyers-deux-fois", KEYS, "unit: foyer", "deux_fois");
    useCase("foyers-arrondis", "protect: round, rounding: {base: 5}", "", "cellules");
    useCase("foyers-masques", "protect: suppress", "", "cellules");
    useCase("foyers-bruites", noise("dgfip.foyers_fiscaux", "0.3", "0.7"), "unit: foyer", "foyers");
    useCase("foyers-bruites-ailleurs", noise("autre", "0.3", "0.7"), "unit: foyer", "foyers");
    useCase(
        "foyers-presque-exacts",
        noise("dgfip.foyers_fiscaux", "50", "100"),
        "unit: foyer",
        "foyers");
    convention("CONV-2026-101");
    convention("CONV-2026-102");
    releases =
        new ReleaseStore(
            registry,
            KeyStore.open(home.keys()),
            new ConventionSeats(new ConventionStore(registry)));
  }

  @AfterAll
  static void stop() {
    engine.close();
    registry.close();
  }

  private static String noise(String population, String rho, String budget) {
    return "protect: dp, noise: {rho: %s, population: %s, budget: %s}"
        .formatted(rho, population, budget);
  }

  private static void useCase(String name, String method, String unit, String from)
      throws IOException {
    Path folder = Files.createDirectories(home.usecases().resolve(name));
    Files.writeString(
        folder.resolve("foyers.sql"),
        """
        SELECT spi_declarant1 AS foyer, substr(code_commune, 1, 2) AS departement,
               CASE WHEN revenu_fiscal_reference < 20000 THEN 'BAS' ELSE 'HAUT' END AS revenu
        FROM dgfip_foyers_fiscaux WHERE annee = year(:as_of) - 1
        """);
    Files.writeString(
        folder.resolve("cellules.sql"),
        "SELECT departement, revenu, count(DISTINCT foyer) AS foyers FROM foyers GROUP BY ALL");
    Files.writeString(
        folder.resolve("deux.sql"),
        "SELECT * FROM foyers UNION ALL SELECT foyer, departement, 'TOUS' FROM foyers");
    Files.writeString(
        folder.resolve("usecase.yaml"),
        """
        useCase: %s
        title: Foyers par département
        purpose: Compter les foyers.
        protectedUnit: foyer fiscal
        inputs:
          dgfip.foyers_fiscaux: [annee, spi_declarant1, revenu_fiscal_reference, code_commune]
        steps:
          - {view: foyers, sql: foyers.sql}
          - {view: cellules, sql: cellules.sql}
          - {view: deux_fois, sql: deux.sql}
        outputs:
          - name: foyers
            title: Foyers par département et revenu
            from: %s
            %s
            population: {source: dgfip.foyers_fiscaux}
            columns: {foyers: {label: Foyers fiscaux, unit: foyers}}
            spec: {dimensions: [{column: departement}, {column: revenu}], frequency: foyers, policy: personnes, %s}
        report: {resume: [Foyers comptés.]}
        """
            .formatted(name, from, unit, method));
  }

  private static void convention(String id) throws IOException {
    Files.createDirectories(home.conventions());
    Files.writeString(
        home.conventions().resolve(id + ".yaml"),
        """
        convention: %s
        version: 1
        title: Foyers par département
        legalBasis: "LPF, art. L. 113"
        consumer: dinum
        producers: {dgfip.foyers_fiscaux: dgfip}
        purpose: Compter les foyers.
        useCases: [foyers-cles, foyers-sans-unite, foyers-deux-fois, foyers-arrondis, foyers-masques, foyers-bruites, foyers-bruites-ailleurs, foyers-presque-exacts]
        datasets:
          dgfip.foyers_fiscaux: [annee, spi_declarant1, revenu_fiscal_reference, code_commune]
        groups: {equipe: [analyste@dinum]}
        people: {analyste: [equipe], juriste: [juriste@dinum], administrateur-dgfip: [administrateur@dgfip]}
        from: 2025-01-01
        until: 2030-12-31
        retention: P2Y
        approvals: [juriste, administrateur-dgfip]
        """
            .formatted(id));
    SampleLake.sign(registry, id, "dgfip");
  }

  private static String run(String useCase, String convention) {
    return run(useCase, convention, AS_OF);
  }

  private static String run(String useCase, String convention, LocalDate asOf) {
    return new DraftRelease(engine, registry)
        .run(useCase, convention, asOf, ANALYST, step -> {})
        .release();
  }

  private static Path export(String release) throws IOException {
    releases.submit(release, ANALYST, "");
    releases.approve(release, "juriste@dinum", "juriste", "");
    releases.approve(release, "administrateur@dgfip", "administrateur-dgfip", "");
    return new ExportPackage(registry, KeyStore.open(home.keys()), releases)
        .export(release, ANALYST);
  }

  private static List<String> published(String release) throws IOException {
    return Files.readAllLines(home.releases().resolve(release).resolve("foyers/published.csv"));
  }

  private static Map<String, Long> figures(List<String> lines) {
    Map<String, Long> figures = new HashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] fields = line.split(",");
      figures.put(fields[0] + "," + fields[1], Long.parseLong(fields[2]));
    }
    return figures;
  }

  /** True counts, margins included, by a query of the run's own. */
  private static Map<String, Long> truth() {
    try (UseCaseRun run =
        UseCaseRun.open(
            engine, registry, "foyers-masques", "CONV-2026-101", AS_OF, ANALYST, step -> {})) {
      Map<String, Long> truth = new HashMap<>();
      for (var row : run.view("cellules").collectAsList()) {
        long n = row.getLong(2);
        for (String place : List.of(row.getString(0), "TOTAL")) {
          for (String income : List.of(row.getString(1), "TOTAL")) {
            truth.merge(place + "," + income, n, Long::sum);
          }
        }
      }
      return truth;
    }
  }

  @Test
  void keyedTablesLeaveWithTheSameNoiseUnderEveryConvention() throws IOException {
    String first = run("foyers-cles", "CONV-2026-101");
    Map<String, Long> truth = truth();
    Map<String, Long> figures = figures(published(first));
    assertThat(figures.keySet()).isEqualTo(truth.keySet());
    long changed = 0;
    for (String cell : figures.keySet()) {
      assertThat(Math.abs(figures.get(cell) - truth.get(cell))).isLessThanOrEqualTo(4);
      changed += figures.get(cell).equals(truth.get(cell)) ? 0 : 1;
    }
    assertThat(changed).isGreaterThan(figures.size() / 3);

    Path exported = export(first);

    assertThat(Files.readAllLines(exported.resolve("data/foyers.csv")))
        .first()
        .isEqualTo("departement,revenu,foyers,status");
    assertThat(Files.readAllLines(exported.resolve("data/foyers.csv")).subList(1, 4))
        .allMatch(line -> line.endsWith(",v"));
    assertThat(Files.readString(exported.resolve("data/foyers.csv-metadata.json")))
        .contains("écart-type 1.4142", "au plus 4", "chiffre modifié");
    assertThat(Files.readString(exported.resolve("rapport.html")))
        .contains("Aucune case n’est masquée", "écart-type de 1,41", "n’est pas la somme")
        .doesNotContain("Aucune case publiée ne compte moins", "« Masqué »");

    assertThat(published(run("foyers-cles", "CONV-2026-101"))).isEqualTo(published(first));
    String elsewhere = run("foyers-cles", "CONV-2026-102");
    assertThat(published(elsewhere)).isEqualTo(published(first));
    assertThat(export(elsewhere)).isDirectory();
  }

  @Test
  void unitsMustBeNamedAndCountOnce() {
    assertThatThrownBy(() -> run("foyers-sans-unite", "CONV-2026-101"))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("unit: ...");
    assertThatThrownBy(() -> run("foyers-deux-fois", "CONV-2026-101"))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("several of its finest cells");
  }

  @Test
  void noiseIsPaidFromTheBudgetOfTheSourceUntilItIsSpent() throws IOException {
    assertThatThrownBy(() -> run("foyers-presque-exacts", "CONV-2026-101"))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("less than one unit");
    assertThatThrownBy(() -> run("foyers-bruites-ailleurs", "CONV-2026-101"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("population: dgfip.foyers_fiscaux");
    assertThat(new PrivacyBudgets(registry).accounts()).isEmpty();

    String first = run("foyers-bruites", "CONV-2026-101");
    Path exported = export(first);
    releases.withdraw(first, ANALYST, "Une erreur.");
    assertThat(Files.readString(exported.resolve("rapport.html")))
        .contains("confidentialité différentielle", "ρ = 0,3");
    String second = run("foyers-bruites", "CONV-2026-102");
    assertThat(published(second)).isNotEqualTo(published(first));

    assertThatThrownBy(() -> run("foyers-bruites", "CONV-2026-101", AS_OF.plusDays(10)))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("0.1 is left of 0.7");
    Account account = new PrivacyBudgets(registry).account("dgfip.foyers_fiscaux").orElseThrow();
    assertThat(account.spendings()).hasSize(2);
    List<String> records =
        registry.<List<String>>read(
            tx ->
                tx.list(
                    "select record from journal_record where record like '%privacy.spend%'",
                    row -> row.getString(1)));
    assertThat(records).hasSize(2).allMatch(record -> record.contains("\"rho\":\"0.3\""));
    JournalCheck.live(registry);
  }

  @Test
  void aRoundedTableIsComparedWithWhatIsPublishedLater() throws IOException {
    String rounded = run("foyers-arrondis", "CONV-2026-101", AS_OF.plusDays(2));
    assertThat(figures(published(rounded)).values()).allMatch(n -> n % 5 == 0);
    export(rounded);

    // The same cells, exact where a rule allows it: what is rounded bounds what is hidden.
    try {
      String hidden = run("foyers-masques", "CONV-2026-101", AS_OF.plusDays(2));
      assertThat(published(hidden)).anyMatch(line -> line.endsWith(",c"));
    } catch (CannotProtectException refused) {
      assertThat(refused).hasMessageContaining("published before");
    }
  }
}
