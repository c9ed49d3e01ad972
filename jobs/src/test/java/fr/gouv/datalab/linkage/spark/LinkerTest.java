package fr.gouv.datalab.linkage.spark;

import static org.assertj.core.api.Assertions.assertThat;

import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.linkage.Assignment;
import fr.gouv.datalab.linkage.Comparison;
import fr.gouv.datalab.linkage.LinkOptions;
import fr.gouv.datalab.linkage.LinkReport;
import fr.gouv.datalab.sample.GenerateCommand;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class LinkerTest {
  private static final LinkOptions ONE_TO_ONE = new LinkOptions(0.9, Assignment.ONE_TO_ONE);

  @TempDir static Path room;
  private static Engine engine;

  @BeforeAll
  static void start() {
    engine = Engine.start(room, Map.of("spark.sql.shuffle.partitions", "2"));
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  @Test
  void findsTheDeclarantOfNearlyEveryVehicle() throws Exception {
    Path sample = room.resolve("sample");
    String[] asked = {"--scale", "0.0002", "--seed", "3", "--out", sample.toString()};
    assertThat(new CommandLine(new GenerateCommand()).execute(asked)).isZero();
    LinkedSamples vehicles = LinkedSamples.vehicles(engine.session(), sample);
    try (LinkResult result =
        Linker.link(
            vehicles.left(),
            vehicles.right(),
            new LinkOptions(0.9, Assignment.ONE_LEFT_PER_RIGHT))) {
      Truth truth = Truth.of(result.pairs(), vehicles.truth());
      // One vehicle in a thousand has a defect that an intake would refuse.
      assertThat(truth.precision()).isGreaterThanOrEqualTo(0.995);
      assertThat(truth.recall()).isGreaterThanOrEqualTo(0.99);
      assertThat(result.pairs().select("right").distinct().count())
          .isEqualTo(result.report().pairs());
      assertThat(result.report().estimatedPrecision()).isGreaterThan(0.99);
    }
  }

  @Test
  void findsMisspelledPeopleWithoutANumber() {
    LinkedSamples people = LinkedSamples.people(engine.session(), 2_000, 1, 0.25, false);
    try (LinkResult result = Linker.link(people.left(), people.right(), ONE_TO_ONE)) {
      Truth truth = Truth.of(result.pairs(), people.truth());
      assertThat(truth.f1()).isGreaterThanOrEqualTo(0.97);
      assertThat(truth.precision()).isGreaterThanOrEqualTo(0.99);
    }
  }

  @Test
  void findsThemBetterWithANumberAndTheSameOnesTwice() {
    LinkedSamples people = LinkedSamples.people(engine.session(), 1_000, 2, 0.25, true);
    try (LinkResult one = Linker.link(people.left(), people.right(), ONE_TO_ONE);
        LinkResult two = Linker.link(people.left().repartition(3), people.right(), ONE_TO_ONE)) {
      assertThat(Truth.of(one.pairs(), people.truth()).f1()).isGreaterThanOrEqualTo(0.985);
      assertThat(sorted(one)).isEqualTo(sorted(two));
      assertThat(one.report()).isEqualTo(two.report());
    }
  }

  @Test
  void linksARowOnceOnEachSideWhenAskedTo() {
    LinkedSamples people = LinkedSamples.people(engine.session(), 300, 5, 0.3, true);
    try (LinkResult result =
        Linker.link(
            people.left().unionAll(people.left().withColumn("id", renamed())),
            people.right(),
            new LinkOptions(0.05, Assignment.ONE_TO_ONE))) {
      long pairs = result.pairs().count();
      assertThat(pairs).isGreaterThan(250);
      assertThat(result.pairs().select("left").distinct().count()).isEqualTo(pairs);
      assertThat(result.pairs().select("right").distinct().count()).isEqualTo(pairs);
    }
  }

  @Test
  void isSureOfNoneOfTwoThatAreTheSame() {
    LinkedSamples people = LinkedSamples.people(engine.session(), 300, 5, 0.2, true);
    try (LinkResult result =
        Linker.link(
            people.left().unionAll(people.left().withColumn("id", renamed())),
            people.right(),
            new LinkOptions(0.9, Assignment.ONE_LEFT_PER_RIGHT))) {
      assertThat(result.pairs().count()).isZero();
      assertThat(result.report().expectedMatches()).isGreaterThan(250);
    }
  }

  @Test
  void leavesLargeBlocksOutAndSaysSo() {
    LinkedSamples people = LinkedSamples.people(engine.session(), 300, 6, 0.2, true);
    try (LinkResult result =
        Linker.link(
            people.left(), people.right(), new LinkOptions(0.9, Assignment.ONE_TO_ONE, 1))) {
      List<LinkReport.RuleUse> rules = result.report().rules();
      assertThat(rules).anyMatch(rule -> rule.largeBlocks() > 0 && rule.leftOutPairs() > 1);
      assertThat(rules).allMatch(rule -> rule.largest() == 1);
    }
  }

  @Test
  void findsNothingInNothing() {
    LinkedSamples people = LinkedSamples.people(engine.session(), 10, 6, 0.2, true);
    try (LinkResult result =
        Linker.link(people.left().filter("false"), people.right(), ONE_TO_ONE)) {
      assertThat(result.pairs().count()).isZero();
      assertThat(result.report().comparedPairs()).isZero();
    }
  }

  @Test
  void reportsWhatEachAgreementWeighs() {
    LinkedSamples people = LinkedSamples.people(engine.session(), 500, 8, 0.2, true);
    try (LinkResult result = Linker.link(people.left(), people.right(), ONE_TO_ONE)) {
      assertThat(result.report().weights())
          .filteredOn(
              weight ->
                  weight.comparison() == Comparison.IDENTIFIANT
                      && weight.level().equals("identique"))
          .singleElement()
          .satisfies(weight -> assertThat(weight.bits()).isGreaterThan(10));
      assertThat(result.report().bands().stream().mapToLong(LinkReport.Band::pairs).sum())
          .isEqualTo(result.report().comparedPairs());
    }
  }

  private static org.apache.spark.sql.Column renamed() {
    return org.apache.spark.sql.functions.concat(
        org.apache.spark.sql.functions.col("id"), org.apache.spark.sql.functions.lit("-bis"));
  }

  private static List<String> sorted(LinkResult result) {
    return result.pairs().collectAsList().stream().map(Row::toString).sorted().toList();
  }
}
