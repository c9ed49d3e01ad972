package fr.gouv.datalab.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DriftTest {
  private static ColumnFigures codes(int a, int b, int c, int absent) {
    ColumnTally tally = new ColumnTally(Measure.VALUE);
    int person = 0;
    for (int i = 0; i < a; i++) {
      tally.code("A", person++);
    }
    for (int i = 0; i < b; i++) {
      tally.code("B", person++);
    }
    for (int i = 0; i < c; i++) {
      tally.code("C", person++);
    }
    for (int i = 0; i < absent; i++) {
      tally.absent(person++);
    }
    return SmallCounts.of("c", "string", "plain", tally, 1, 0, false);
  }

  @Test
  void isTheJensenShannonDistance() {
    // P = (1, 0), Q = (1/2, 1/2): by hand, H(3/4, 1/4) - H(1/2, 1/2) / 2 = 0.311278.
    Drift drift = Drift.of(List.of(new long[] {1000, 500}, new long[] {0, 500}));
    assertThat(drift.distance()).isCloseTo(Math.sqrt(0.311278), within(1e-5));
    assertThat(drift.level()).isEqualTo(Drift.Level.STRONG);
    assertThat(Drift.of(List.of(new long[] {300, 0}, new long[] {0, 300})).distance())
        .isCloseTo(1, within(1e-12));
    assertThat(Drift.between(codes(100, 200, 300, 0), codes(50, 100, 150, 0)).distance())
        .isCloseTo(0, within(1e-6));
  }

  @Test
  void whatChanceGivesIsNoDrift() {
    Random random = new Random(5);
    int told = 0;
    for (int i = 0; i < 1000; i++) {
      int[] first = new int[3];
      int[] second = new int[3];
      for (int row = 0; row < 60; row++) {
        first[random.nextInt(3)]++;
        second[random.nextInt(3)]++;
      }
      Drift drift =
          Drift.of(
              List.of(
                  new long[] {first[0], second[0]},
                  new long[] {first[1], second[1]},
                  new long[] {first[2], second[2]}));
      told += drift.level() == Drift.Level.STABLE ? 0 : 1;
    }
    assertThat(told).isLessThan(8);
  }

  @Test
  void codesThatOnlyOneReportTellsAreComparedTogether() {
    // B is rare in the second delivery: there it is among the others.
    Drift drift = Drift.between(codes(100, 200, 100, 0), codes(300, 5, 100, 0));
    assertThat(drift.classes()).isLessThanOrEqualTo(2);
    assertThat(drift.level()).isEqualTo(Drift.Level.STRONG);
  }

  @Test
  void absencesAreAClass() {
    Drift drift = Drift.between(codes(100, 100, 100, 20), codes(100, 100, 100, 300));
    assertThat(drift.level()).isEqualTo(Drift.Level.STRONG);
  }

  @Test
  void rangesThatDoNotMeetHaveNothingInCommon() {
    ColumnTally low = new ColumnTally(Measure.NUMBER);
    ColumnTally high = new ColumnTally(Measure.NUMBER);
    for (int i = 0; i < 400; i++) {
      low.number(i % 4, i);
      high.number(50 + i % 4, i);
    }
    ColumnFigures before = SmallCounts.of("n", "integer", "plain", low, 1, 0, false);
    ColumnFigures now = SmallCounts.of("n", "integer", "plain", high, 1, 0, false);
    assertThat(Drift.between(before, now).distance()).isCloseTo(1, within(1e-9));
  }

  @Test
  void classesOfNumbersAreComparedAtTheBoundsThatBothHave() {
    ColumnTally narrow = new ColumnTally(Measure.NUMBER);
    ColumnTally wide = new ColumnTally(Measure.NUMBER);
    for (int i = 0; i < 5000; i++) {
      narrow.number(i % 100, i);
      wide.number(i % 100 * (i % 2 == 0 ? 1 : 4), i);
    }
    ColumnFigures before = SmallCounts.of("n", "integer", "plain", narrow, 1, 0, false);
    ColumnFigures now = SmallCounts.of("n", "integer", "plain", wide, 1, 0, false);
    assertThat(Drift.between(before, now).level()).isEqualTo(Drift.Level.STRONG);
    assertThat(Drift.between(before, before).distance()).isCloseTo(0, within(1e-9));
    assertThat(Drift.between(before, codes(20, 20, 20, 0))).isNull();
  }
}
