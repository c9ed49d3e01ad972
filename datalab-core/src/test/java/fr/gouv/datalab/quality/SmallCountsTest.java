package fr.gouv.datalab.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SmallCountsTest {
  private static ColumnFigures figures(ColumnTally tally) {
    return SmallCounts.of("c", "string", "plain", tally, 1, 0, false);
  }

  /** Rows of random values, and the persons behind each cell, counted another way. */
  @Property(tries = 300)
  void everyRowIsInOneCellAndEveryCellIsOfElevenPersonsOrMore(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 300) int rows,
      @ForAll @IntRange(min = 1, max = 60) int distinct,
      @ForAll @IntRange(min = 1, max = 300) int persons,
      @ForAll boolean ordered) {
    Random random = new Random(seed);
    ColumnTally tally = new ColumnTally(ordered ? Measure.NUMBER : Measure.VALUE);
    Map<Long, Set<Long>> personsByValue = new HashMap<>();
    Set<Long> absent = new HashSet<>();
    int absentRows = 0;
    double missing = random.nextDouble() * random.nextDouble();
    for (int i = 0; i < rows; i++) {
      long person = random.nextInt(persons);
      long value = (long) (Math.abs(random.nextGaussian()) * distinct);
      if (random.nextDouble() < missing) {
        tally.absent(person);
        absent.add(person);
        absentRows++;
      } else {
        if (ordered) {
          tally.number(value, person);
        } else {
          tally.code(String.format("%02d", value % 100), person);
        }
        personsByValue
            .computeIfAbsent(ordered ? value : value % 100, k -> new HashSet<>())
            .add(person);
      }
    }
    ColumnFigures figures = figures(tally);
    if (!figures.cells().isEmpty()) {
      assertThat(figures.cells().stream().mapToLong(Cell::rows).sum()).isEqualTo(rows);
    }
    for (Cell cell : figures.cells()) {
      assertThat(cell.rows()).isGreaterThanOrEqualTo(Tally.ENOUGH);
      if (!ordered && cell.codes() != null && cell.codes().size() == 1 && !cell.absent()) {
        assertThat(personsByValue.get(Long.parseLong(cell.codes().get(0))))
            .hasSizeGreaterThanOrEqualTo(Tally.ENOUGH);
      }
    }
    if (figures.absent() > 0) {
      assertThat(figures.absent()).isEqualTo(absentRows);
      assertThat(absent).hasSizeGreaterThanOrEqualTo(Tally.ENOUGH);
      Set<Long> present = new HashSet<>();
      personsByValue.values().forEach(present::addAll);
      assertThat(present.isEmpty() || present.size() >= Tally.ENOUGH).isTrue();
    }
  }

  @Test
  void theLeastAndTheGreatestValueAreNotTold() {
    ColumnTally tally = new ColumnTally(Measure.NUMBER);
    for (int i = 0; i < 500; i++) {
      tally.number(20 + i % 50, i);
    }
    tally.number(109, 1000);
    tally.number(3, 1001);
    assertThat(figures(tally).cells())
        .extracting(Cell::label)
        .noneMatch(label -> label.contains("109") || label.matches(".*\\b3\\b.*"))
        .first()
        .asString()
        .startsWith("moins de");
    assertThat(figures(tally).cells().get(figures(tally).cells().size() - 1).label())
        .endsWith("et plus");
  }

  @Test
  void elevenRowsOfOnePersonAreOnePerson() {
    ColumnTally tally = new ColumnTally(Measure.VALUE);
    for (int i = 0; i < 40; i++) {
      tally.code("commun", i);
      tally.code("rare", 7);
    }
    assertThat(figures(tally).cells())
        .extracting(cell -> cell.label() + "=" + cell.rows())
        .containsExactly("autres=80");
  }

  @Test
  void anIdentifierIsCountedByItsPresenceAlone() {
    ColumnTally tally = new ColumnTally(Measure.PRESENCE);
    for (int i = 0; i < 30; i++) {
      tally.present(i);
    }
    tally.absent(99);
    ColumnFigures figures = figures(tally);
    assertThat(figures.absent()).isEqualTo(-1);
    assertThat(figures.cells())
        .extracting(cell -> cell.label() + "=" + cell.rows())
        .containsExactly("présente, ou absente=31");
  }

  @Test
  void partsThatSeveralTasksCountedAreTheWhole() {
    Random random = new Random(3);
    for (int max : List.of(30, 3_000, 100_000_000)) {
      ColumnTally whole = new ColumnTally(Measure.NUMBER);
      ColumnTally sum = new ColumnTally(Measure.NUMBER);
      for (int part = 0; part < 4; part++) {
        ColumnTally one = new ColumnTally(Measure.NUMBER);
        for (int i = 0; i < 2_000; i++) {
          long value = random.nextInt(max) - max / 3;
          long person = random.nextInt();
          whole.number(value, person);
          one.number(value, person);
        }
        sum.add(one);
      }
      assertThat(figures(sum)).isEqualTo(figures(whole));
      assertThat(figures(sum).cells().stream().mapToLong(Cell::rows).sum()).isEqualTo(8_000);
    }
  }

  @Test
  void rareCausesAreToldTogether() {
    assertThat(
            SmallCounts.causes(Map.of("nir · identifiant", 90L, "naf · motif", 12L, "doublon", 2L)))
        .extracting(cell -> cell.label() + "=" + cell.rows())
        .containsExactly("nir · identifiant=90", "autres=14");
    assertThat(SmallCounts.causes(Map.of("doublon", 10L))).isEmpty();
  }
}
