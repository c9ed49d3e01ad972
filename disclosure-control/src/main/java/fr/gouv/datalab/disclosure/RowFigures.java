package fr.gouv.datalab.disclosure;

import fr.gouv.datalab.disclosure.cellkey.CellKey;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;

/** Turns what rows say into whole numbers of each figure's last decimal, or says what is wrong. */
final class RowFigures {

  private static final int MOST_DECIMALS = 6;

  private final ProtectionSpec spec;
  private final int[] scales;

  RowFigures(ProtectionSpec spec, Iterable<TableRow> finest, Iterable<TableRow> margins) {
    this.spec = spec;
    this.scales = new int[spec.figures().size()];
    for (int f = 1; f < scales.length; f++) {
      for (TableRow row : finest) {
        scales[f] = Math.max(scales[f], row.decimals(spec.figures().get(f)));
      }
    }
    if (spec.magnitude().isPresent()) {
      for (Iterable<TableRow> rows : List.of(finest, margins)) {
        for (TableRow row : rows) {
          for (String column : spec.contributors()) {
            scales[1] = Math.max(scales[1], row.decimals(column));
          }
          scales[1] = Math.max(scales[1], spec.absolute().map(row::decimals).orElse(0));
        }
      }
    }
  }

  int[] scales() {
    return scales;
  }

  long figure(TableRow row, int f) {
    String column = spec.figures().get(f);
    BigDecimal value = row.figures().get(column);
    if (value == null) {
      throw new BadInputException("The cell " + row.name(spec) + " has no " + column + ".");
    }
    if (spec.method() instanceof Method.CellKeys keys && column.equals(keys.key())) {
      return key(row, column, value);
    }
    if (!spec.isMagnitude(f)) {
      requireCount(row, column, value, f == 0);
    }
    return whole(row, column, value, scales[f]);
  }

  private long key(TableRow row, String column, BigDecimal value) {
    if (value.signum() < 0 || value.stripTrailingZeros().scale() > 0) {
      throw new BadInputException(
          "The cell "
              + row.name(spec)
              + " has a "
              + column
              + " that is not whole: a sum of keys is.");
    }
    return value.toBigInteger().mod(BigInteger.valueOf(CellKey.MODULUS)).longValueExact();
  }

  private void requireCount(TableRow row, String column, BigDecimal value, boolean units) {
    String the = "The cell " + row.name(spec) + " has a ";
    int decimals = value.stripTrailingZeros().scale();
    if (value.signum() < 0) {
      throw new BadInputException(the + "negative " + column + ": a count is 0 or more.");
    }
    if (units && decimals > 0) {
      throw new BadInputException(the + column + " that is not whole: a count is.");
    }
    if (decimals > MOST_DECIMALS) {
      throw new BadInputException(
          the + column + " with more than " + MOST_DECIMALS + " decimals: round it.");
    }
  }

  /** The largest contributions, largest first; null when the row gives none. */
  double[] contributions(TableRow row) {
    double[] top = new double[spec.places()];
    boolean given = false;
    for (int k = 0; k < spec.contributors().size(); k++) {
      String column = spec.contributors().get(k);
      BigDecimal value = row.figures().get(column);
      if (value == null) {
        continue;
      }
      given = true;
      if (value.signum() < 0 && spec.absolute().isEmpty()) {
        throw new BadInputException(
            "The cell "
                + row.name(spec)
                + " has a negative contribution in "
                + column
                + ": give the sum of absolute contributions as well, in a column named by"
                + " `absolute`, or the contributions line by line.");
      }
      top[k] = whole(row, column, value.abs(), scales[1]);
    }
    Arrays.sort(top);
    for (int a = 0, b = top.length - 1; a < b; a++, b--) {
      double swap = top[a];
      top[a] = top[b];
      top[b] = swap;
    }
    return given ? top : null;
  }

  /** The sum of absolute contributions: the magnitude itself where none is negative. */
  double total(TableRow row) {
    if (spec.absolute().isPresent()) {
      String column = spec.absolute().get();
      BigDecimal value = row.figures().get(column);
      if (value == null || value.compareTo(magnitude(row).abs()) < 0) {
        throw new BadInputException(
            "The cell "
                + row.name(spec)
                + " has a "
                + column
                + " below its "
                + spec.magnitude().orElseThrow()
                + ", or none: it is the sum of absolute contributions.");
      }
      return whole(row, column, value, scales[1]);
    }
    if (magnitude(row).signum() < 0 && spec.policy().contributorsNeeded() > 0) {
      throw new BadInputException(
          "The cell "
              + row.name(spec)
              + " has a negative "
              + spec.magnitude().orElseThrow()
              + ": rules on contributors then need the sum of absolute contributions, in a column"
              + " named by `absolute`, or the contributions line by line.");
    }
    return whole(row, spec.magnitude().orElseThrow(), magnitude(row), scales[1]);
  }

  private BigDecimal magnitude(TableRow row) {
    return row.figures().getOrDefault(spec.magnitude().orElseThrow(), BigDecimal.ZERO);
  }

  private long whole(TableRow row, String column, BigDecimal value, int scale) {
    BigDecimal scaled = value.movePointRight(scale);
    if (scaled.abs().compareTo(BigDecimal.valueOf(Lattice.LARGEST)) > 0) {
      throw new BadInputException(
          "The figure "
              + column
              + " of the cell "
              + row.name(spec)
              + " passes 2^53 (with its"
              + " decimals): a reader could not hold it exactly. Use a larger unit.");
    }
    return scaled.longValueExact();
  }
}
