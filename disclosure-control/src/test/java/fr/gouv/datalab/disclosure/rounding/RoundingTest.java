package fr.gouv.datalab.disclosure.rounding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RoundingTest {

  /** A two-way table: finest cells first, then row totals, column totals, the grand total. */
  private static Sums twoWay(int rows, int columns) {
    int[][] parts = new int[rows * columns + rows + columns + 1][0];
    for (int r = 0; r < rows; r++) {
      parts[rows * columns + r] = new int[columns];
      for (int c = 0; c < columns; c++) {
        parts[rows * columns + r][c] = r * columns + c;
      }
    }
    for (int c = 0; c < columns; c++) {
      parts[rows * columns + rows + c] = new int[rows];
      for (int r = 0; r < rows; r++) {
        parts[rows * columns + rows + c][r] = r * columns + c;
      }
    }
    int[] total = new int[rows];
    for (int r = 0; r < rows; r++) {
      total[r] = rows * columns + r;
    }
    parts[rows * columns + rows + columns] = total;
    return new Sums(parts);
  }

  private static long[] drawn(Sums sums, int finest, long seed) {
    Random random = new Random(seed);
    long[] values = new long[sums.cells()];
    for (int cell = 0; cell < finest; cell++) {
      values[cell] = (long) Math.floor(Math.exp(3 * random.nextGaussian()));
    }
    return sums.total(values);
  }

  @Property(tries = 100)
  void roundedTablesOfAnySizeAddUpAndFinestCellsStayNear(
      @ForAll @IntRange(min = 1, max = 12) int rows,
      @ForAll @IntRange(min = 1, max = 12) int columns,
      @ForAll @IntRange(min = 2, max = 20) int base,
      @ForAll boolean smallOnly,
      @ForAll long seed) {
    Sums sums = twoWay(rows, columns);
    long[] values = drawn(sums, rows * columns, seed);
    RoundedTable rounded = RoundingSearch.of(sums, values, base, smallOnly);
    assertThat(sums.total(rounded.values())).isEqualTo(rounded.values());
    for (int cell = 0; cell < rows * columns; cell++) {
      long result = rounded.values()[cell];
      assertThat(Math.abs(result - values[cell])).isLessThan(base);
      if (smallOnly) {
        assertThat(result == 0 || result >= base).isTrue();
        assertThat(values[cell] >= base ? result : values[cell] % base == 0 ? result : -1)
            .isIn(values[cell], -1L);
      } else {
        assertThat(result % base).isZero();
      }
    }
  }

  @Test
  void searchBringsMarginsNearerThanRoundingEachCellByItself() {
    Sums sums = twoWay(40, 40);
    long[] values = drawn(sums, 1600, 7);
    long[] each = values.clone();
    for (int cell = 0; cell < 1600; cell++) {
      each[cell] = 10 * Math.round(values[cell] / 10.0);
    }
    each = sums.total(each);
    RoundedTable rounded = RoundingSearch.of(sums, values, 10, false);
    assertThat(rounded.controlled()).isTrue();
    assertThat(square(rounded.values(), values)).isLessThan(square(each, values));
  }

  private static double square(long[] rounded, long[] values) {
    double sum = 0;
    for (int cell = 1600; cell < values.length; cell++) {
      sum += Math.pow(rounded[cell] - values[cell], 2);
    }
    return sum;
  }
}
