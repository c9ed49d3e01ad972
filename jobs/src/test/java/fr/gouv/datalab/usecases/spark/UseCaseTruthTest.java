package fr.gouv.datalab.usecases.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.gouv.datalab.flows.Flows;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.linkage.LinkReport;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.registry.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both use cases, from ministries' files to cells, held against the truth kept aside. */
class UseCaseTruthTest {
  private static final LocalDate AS_OF = LocalDate.of(2026, 1, 1);

  @TempDir static Path directory;
  private static Path files;
  private static Home home;
  private static Engine engine;
  private static Registry registry;

  @BeforeAll
  static void ingestEverything() {
    files = directory.resolve("files");
    SampleLake.generate(files, 0.001);
    home = Home.of(directory.resolve("home")).init();
    registry = Registry.open(home);
    engine = Engine.start(home);
    SampleLake.fill(engine, registry, files);
  }

  @AfterAll
  static void stop() {
    engine.close();
    registry.close();
  }

  private static UseCaseRun open(String useCase, String convention, String user) {
    return UseCaseRun.open(engine, registry, useCase, convention, AS_OF, user, step -> {});
  }

  private static List<Map<String, String>> truth(String file) throws IOException {
    List<String> lines = Files.readAllLines(files.resolve("truth").resolve(file));
    String[] names = lines.get(0).split(",");
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] values = line.split(",", -1);
      Map<String, String> row = new TreeMap<>();
      for (int i = 0; i < names.length; i++) {
        row.put(names[i], values[i]);
      }
      rows.add(row);
    }
    return rows;
  }

  @Test
  void thePerformanceOfEveryTrainingIsExact() throws IOException {
    try (UseCaseRun run = open("performance-formations", "CONV-2026-002", "analyste@dinum")) {
      Map<String, String> found = new TreeMap<>();
      for (Row row : run.view("cellules_formations").collectAsList()) {
        List<String> figures = new ArrayList<>();
        for (String column :
            List.of(
                "effectif",
                "en_poursuite",
                "interruptions",
                "sortants",
                "emploi_6m",
                "emploi_12m",
                "emploi_18m",
                "emploi_24m",
                "cdi_6m")) {
          figures.add(row.getAs(column).toString());
        }
        found.put(row.getAs("formation"), String.join(",", figures));
      }
      Map<String, String> expected = new TreeMap<>();
      for (Map<String, String> row : truth("performance_formations.csv")) {
        expected.put(
            row.get("id_formation"),
            String.join(
                ",",
                List.of(
                    row.get("effectif"),
                    row.get("en_poursuite"),
                    row.get("interruptions"),
                    row.get("sortants"),
                    row.get("emploi_6m"),
                    row.get("emploi_12m"),
                    row.get("emploi_18m"),
                    row.get("emploi_24m"),
                    row.get("cdi_6m"))));
      }
      assertThat(expected).isNotEmpty();
      assertThat(found).isEqualTo(expected);
      int number = 0;
      for (var output : run.useCase().outputs()) {
        UseCaseRun.Protected done = run.protect(output, ++number);
        assertThat(done.table().verdict().safe()).isTrue();
      }
    }
  }

  @Test
  void householdsWithTwoCombustionCarsAreCountedWithinTheErrorOfTheLinkage() throws IOException {
    try (UseCaseRun run = open("vehicules-foyers", "CONV-2026-001", "analyste@dinum")) {
      LinkReport linkage = run.linkages().get("titulaires");
      assertThat(linkage.estimatedPrecision()).isGreaterThan(0.98);
      Map<String, Long> found = new TreeMap<>();
      for (Row row : run.view("cellules").collectAsList()) {
        String decile =
            Integer.toString(Integer.parseInt(row.<String>getAs("decile").substring(1)));
        found.put(
            row.getAs("territoire") + "," + row.getAs("energie") + "," + decile,
            ((Number) row.getAs("foyers")).longValue());
      }
      long expectedTotal = 0;
      long moved = 0;
      Map<String, Long> left = new TreeMap<>(found);
      for (Map<String, String> row : truth("vehicules_foyers.csv")) {
        long expected = Long.parseLong(row.get("effectif"));
        String cell = row.get("departement") + "," + row.get("energie") + "," + row.get("decile");
        expectedTotal += expected;
        Long counted = left.remove(cell);
        moved += Math.abs(expected - (counted == null ? 0 : counted));
      }
      moved += left.values().stream().mapToLong(Long::longValue).sum();
      long total = found.values().stream().mapToLong(Long::longValue).sum();
      System.out.println(
          "vehicules-foyers: true " + expectedTotal + ", found " + total + ", moved " + moved);
      assertThat((double) total / expectedTotal).isBetween(0.93, 1.01);
      assertThat((double) moved / expectedTotal).isLessThan(0.08);

      UseCaseRun.Protected done = run.protect(run.useCase().outputs().get(0), 1);
      assertThat(done.table().verdict().safe()).isTrue();
      assertThat(done.table().published()).isPositive();
    }
  }

  @Test
  void pseudonymsOfOnePersonAreUnrelatedInTwoProjectsAndEqualWithinOne() {
    try (UseCaseRun run = open("vehicules-foyers", "CONV-2026-001", "analyste@dinum")) {
      Dataset<Row> first =
          run.view("dgfip_foyers_fiscaux").selectExpr("spi_declarant1 as spi").distinct();
      Dataset<Row> both = first.join(run.view("dgfip_declarants").select("spi").distinct(), "spi");
      assertThat((double) both.count() / first.count()).isGreaterThan(0.99);
    }
  }

  @Test
  void theGateRefusesAnotherPurposeAndAnUnknownPerson() {
    assertThatThrownBy(() -> open("performance-formations", "CONV-2026-001", "analyste@dinum"))
        .isInstanceOf(RefusedException.class)
        .extracting("rule")
        .asString()
        .contains("article 1");
    assertThatThrownBy(() -> open("vehicules-foyers", "CONV-2026-001", "inconnu@dinum"))
        .isInstanceOf(RefusedException.class)
        .extracting("rule")
        .asString()
        .contains("article 3");
  }

  @Test
  void aFlowThatStopsIsClosedToTheNextFileOfARunningJob() {
    Flows flows = new Flows(registry);
    try (UseCaseRun run = open("performance-formations", "CONV-2026-002", "analyste@dinum")) {
      Dataset<Row> rows = run.view("dsn_contrats").select("nature").distinct();
      assertThat(rows.count()).isPositive();
      flows.stop("dsn.contrats", "administrateur@gip-mds", "contrôle");
      assertThatThrownBy(() -> run.view("dsn_contrats").groupBy("nature").count().count())
          .hasStackTraceContaining("was stopped by its producer");
    } finally {
      flows.resume("dsn.contrats", "administrateur@gip-mds");
    }
  }
}
