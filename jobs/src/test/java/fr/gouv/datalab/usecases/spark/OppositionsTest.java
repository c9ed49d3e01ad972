package fr.gouv.datalab.usecases.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.gouv.datalab.gate.Gate;
import fr.gouv.datalab.gate.UseCaseRequest;
import fr.gouv.datalab.gate.spark.GatedLake;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.rights.Opposition;
import fr.gouv.datalab.rights.Oppositions;
import fr.gouv.datalab.rights.PersonFile;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person who objects is in no use from then on, and nobody else is missing. */
class OppositionsTest {
  private static final LocalDate AS_OF = LocalDate.parse("2026-01-01");
  private static final String CARS = "CONV-2026-001";
  private static final String TRAININGS = "CONV-2026-002";
  private static final String DPO = "juriste@dinum";

  @TempDir static Path directory;
  private static SamplePersons persons;
  private static Home home;
  private static Engine engine;
  private static Registry registry;
  private static Oppositions oppositions;

  @BeforeAll
  static void ingestEverything() {
    Path files = directory.resolve("files");
    SampleLake.generate(files, 0.0005);
    persons = new SamplePersons(files);
    home = Home.of(directory.resolve("home")).init();
    registry = Registry.open(home);
    engine = Engine.start(home);
    SampleLake.fill(engine, registry, files);
    oppositions = new Oppositions(registry);
  }

  @AfterAll
  static void stop() {
    engine.close();
    registry.close();
  }

  private static Opposition oppose(String identifiers, Optional<String> convention) {
    PersonFile reader = new PersonFile(KeyStore.open(home.keys()));
    return oppositions.record(reader.read(new StringReader(identifiers)), convention, DPO);
  }

  private static UseCaseRun open(String useCase, String convention) {
    return UseCaseRun.open(
        engine, registry, useCase, convention, AS_OF, "analyste@dinum", step -> {});
  }

  private static long rows(String convention, String useCase, String dataset, String... columns) {
    UseCaseRequest request = new UseCaseRequest(useCase, Map.of(dataset, List.of(columns)));
    try (GatedLake lake =
        GatedLake.open(
            engine, registry, new Gate(registry).open(convention, request, "analyste@dinum"))) {
      return lake.dataset(dataset).count();
    }
  }

  private static long declarants() {
    return rows(CARS, "vehicules-foyers", "dgfip.declarants", "annee");
  }

  private static long households() {
    return rows(CARS, "vehicules-foyers", "dgfip.foyers_fiscaux", "revenu_fiscal_reference");
  }

  private static long vehicles() {
    return rows(CARS, "vehicules-foyers", "siv.immatriculations", "energie");
  }

  private static Map<String, Long> trainings() {
    try (UseCaseRun run = open("performance-formations", TRAININGS)) {
      Map<String, Long> sizes = new TreeMap<>();
      for (Row row : run.view("cellules_formations").collectAsList()) {
        sizes.put(row.getAs("formation"), ((Number) row.getAs("effectif")).longValue());
      }
      return sizes;
    }
  }

  private static long households2() {
    try (UseCaseRun run = open("vehicules-foyers", CARS)) {
      return run.view("foyers_deux_thermiques").count();
    }
  }

  /** A declarant of a household with a second one, who holds at least that many vehicles. */
  private static Map<String, String> declarant(int vehicles) throws IOException {
    Map<String, List<String>> plates = persons.plates();
    List<String> first =
        persons.rows("dgfip/foyers_fiscaux.csv").stream()
            .filter(row -> !row.get("spi_declarant2").isEmpty())
            .map(row -> row.get("spi_declarant1"))
            .toList();
    return persons.rows("dgfip/declarants.csv").stream()
        .filter(row -> first.contains(row.get("spi")))
        .filter(row -> plates.getOrDefault(row.get("spi"), List.of()).size() >= vehicles)
        .filter(row -> !row.get("code_commune_naissance").isEmpty())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aDeclarantWhoObjectsIsInNoRowOfAnyDatasetAndComesBackWhenTheyWithdraw() throws IOException {
    Map<String, String> person = declarant(2);
    int held = persons.plates().get(person.get("spi")).size();
    long declarants = declarants();
    long households = households();
    long vehicles = vehicles();
    long counted = households2();

    Opposition made =
        oppose("spi," + person.get("spi") + "\n" + SamplePersons.civil(person), Optional.empty());
    try {
      assertThat(declarants()).isEqualTo(declarants - 1);
      assertThat(households()).isEqualTo(households - 1);
      assertThat(vehicles()).isEqualTo(vehicles - held);
      assertThat(households2()).isBetween(counted - 1, counted);
      assertThat(made.kinds()).containsExactly("etat-civil", "lien", "spi");
    } finally {
      oppositions.withdraw(made.id(), DPO);
    }
    assertThat(declarants()).isEqualTo(declarants);
    assertThat(households()).isEqualTo(households);
    assertThat(vehicles()).isEqualTo(vehicles);
    assertThat(oppositions.withdraw(made.id(), DPO)).isFalse();
  }

  @Test
  void aTraineeWhoObjectsIsOneFewerInTheirTrainingAndInNoOther() throws IOException {
    Map<String, Long> before = trainings();
    Map<String, String> trainee =
        persons.rows("travail/stagiaires.csv.gz").stream()
            .filter(row -> before.containsKey(row.get("id_formation")))
            .filter(row -> row.get("date_sortie").endsWith("/2023"))
            .filter(row -> row.get("nir").matches("[12]\\d{14}"))
            .findFirst()
            .orElseThrow();

    Opposition made = oppose("kind,value\nnir," + trainee.get("nir"), Optional.of(TRAININGS));
    try {
      Map<String, Long> after = trainings();
      Map<String, Long> expected = new TreeMap<>(before);
      persons.rows("travail/stagiaires.csv.gz").stream()
          .filter(row -> row.get("nir").equals(trainee.get("nir")))
          .filter(row -> row.get("date_sortie").endsWith("/2023"))
          .map(row -> row.get("id_formation"))
          .distinct()
          .forEach(training -> expected.merge(training, -1L, Long::sum));
      expected.values().removeIf(size -> size == 0);
      assertThat(after).isNotEqualTo(before).isEqualTo(expected);
    } finally {
      oppositions.withdraw(made.id(), DPO);
    }
  }

  @Test
  void anOppositionToOneConventionLeavesTheOthersAsTheyAre() throws IOException {
    Map<String, String> person = declarant(1);
    long declarants = declarants();
    Opposition made = oppose("spi," + person.get("spi"), Optional.of(TRAININGS));
    assertThat(declarants()).isEqualTo(declarants);
    assertThat(oppose("spi," + person.get("spi"), Optional.of(TRAININGS)).id())
        .isEqualTo(made.id());
    oppositions.withdraw(made.id(), DPO);
  }

  @Test
  void theRegistryHoldsNoIdentifierAndOnlyALegalReviewerRecordsAnObjection() throws IOException {
    Map<String, String> person = declarant(1);
    assertThatThrownBy(
            () ->
                oppositions.record(
                    new PersonFile(KeyStore.open(home.keys()))
                        .read(new StringReader("spi," + person.get("spi"))),
                    Optional.empty(),
                    "analyste@dinum"))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("juriste");
    assertThat(
            registry.<Long>read(
                tx ->
                    tx.number(
                        "select count(*) from journal_record where record like ?",
                        "%" + person.get("spi") + "%")))
        .isZero();
  }
}
