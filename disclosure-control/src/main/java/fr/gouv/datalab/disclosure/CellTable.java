package fr.gouv.datalab.disclosure;

import fr.gouv.datalab.disclosure.cellkey.CellKey;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * A table to protect: its finest cells as they are, and every margin computed from them.
 *
 * <p>Confidential: it holds true figures, and no rule has been applied.
 */
public final class CellTable {

  private static final long MOST_CELLS = 5_000_000;
  private static final int MOST_DECIMALS = 6;

  private final ProtectionSpec spec;
  private final Lattice lattice;

  private CellTable(ProtectionSpec spec, Lattice lattice) {
    this.spec = spec;
    this.lattice = lattice;
  }

  /** A table given in memory, cell by cell. */
  public static Builder builder(ProtectionSpec spec) {
    return new Builder(spec);
  }

  /**
   * Reads {@code TABLE.csv}: the columns that the specification names, others are ignored.
   *
   * @throws BadInputException naming the line, cell or code at fault
   */
  public static CellTable read(Path file, ProtectionSpec spec) {
    return CellTableReader.read(file, spec);
  }

  /** What the table is. */
  public ProtectionSpec spec() {
    return spec;
  }

  /** How many cells there are, margins included. */
  public int cells() {
    return lattice.size();
  }

  Lattice lattice() {
    return lattice;
  }

  /** Takes cells in any order; margins may be among them and are then checked. */
  public static final class Builder {

    private record Row(List<String> codes, Map<String, BigDecimal> figures) {}

    private final ProtectionSpec spec;
    private final List<Row> rows = new ArrayList<>();

    private Builder(ProtectionSpec spec) {
      this.spec = spec;
    }

    /**
     * A cell with its frequency alone.
     *
     * @param codes one for each dimension
     */
    public Builder add(long frequency, String... codes) {
      return add(List.of(codes), Map.of(spec.frequency(), BigDecimal.valueOf(frequency)));
    }

    /**
     * A cell with all its figures.
     *
     * @param codes one for each dimension
     * @param figures by column: frequency, magnitude, measures, contributions (absent: none)
     */
    public Builder add(List<String> codes, Map<String, BigDecimal> figures) {
      if (codes.size() != spec.dimensions().size()) {
        throw new BadInputException(
            "A cell has "
                + codes.size()
                + " codes "
                + codes
                + ", and the table has "
                + spec.dimensions().size()
                + " dimensions.");
      }
      rows.add(new Row(List.copyOf(codes), Map.copyOf(figures)));
      return this;
    }

    /**
     * The table.
     *
     * @throws BadInputException for an unknown code, a duplicate cell, a negative frequency, a
     *     missing figure, an overflow, or a margin that is not the sum of its cells
     */
    public CellTable build() {
      Hierarchy[] hierarchies = hierarchies();
      Map<List<Integer>, Row> finest = new LinkedHashMap<>();
      Map<List<Integer>, Row> margins = new LinkedHashMap<>();
      for (Row row : rows) {
        List<Integer> at = new ArrayList<>();
        boolean margin = false;
        for (int d = 0; d < hierarchies.length; d++) {
          int code = hierarchies[d].indexOf(row.codes().get(d));
          if (code < 0) {
            throw new BadInputException(
                "The code \""
                    + row.codes().get(d)
                    + "\" of "
                    + spec.columns().get(d)
                    + " is not in its hierarchy: add it there, or correct the table.");
          }
          margin |= !hierarchies[d].isLeaf(code);
          at.add(code);
        }
        if ((margin ? margins : finest).put(at, row) != null) {
          throw new BadInputException(
              "The cell " + named(row) + " is given twice: a cell has one line.");
        }
      }
      if (finest.isEmpty() && spec.zeros() == ProtectionSpec.Zeros.STRUCTURAL) {
        throw new BadInputException(
            margins.isEmpty()
                ? "The table has no cell."
                : "The table has margins only, the cell "
                    + named(margins.values().iterator().next())
                    + " among them: give the finest cells, margins are computed from them.");
      }
      if (spec.zeros() == ProtectionSpec.Zeros.COUNT) {
        addZeros(hierarchies, finest);
      }
      Lattice lattice = lattice(hierarchies, finest);
      check(lattice, margins);
      return new CellTable(spec, lattice);
    }

    private Hierarchy[] hierarchies() {
      Hierarchy[] hierarchies = new Hierarchy[spec.dimensions().size()];
      for (int d = 0; d < hierarchies.length; d++) {
        if (spec.dimensions().get(d).hierarchy().isPresent()) {
          hierarchies[d] = spec.dimensions().get(d).hierarchy().get();
        } else {
          TreeSet<String> found = new TreeSet<>();
          for (Row row : rows) {
            found.add(row.codes().get(d));
          }
          found.remove(Hierarchy.TOTAL);
          if (found.contains("")) {
            throw new BadInputException(
                "A cell has an empty code in " + spec.columns().get(d) + ": every cell needs one.");
          }
          hierarchies[d] = Hierarchy.flat(found);
        }
      }
      return hierarchies;
    }

    private void addZeros(Hierarchy[] hierarchies, Map<List<Integer>, Row> finest) {
      long product = 1;
      for (Hierarchy hierarchy : hierarchies) {
        product *= Math.max(1, hierarchy.leavesUnder(hierarchy.code(0)).size());
        if (product > MOST_CELLS) {
          throw new BadInputException(
              "`zeros: count` would make more than "
                  + MOST_CELLS
                  + " finest cells: give the zeros"
                  + " that matter as lines of the table, and leave `zeros` out.");
        }
      }
      Map<String, BigDecimal> nothing = new HashMap<>();
      spec.figures().forEach(figure -> nothing.put(figure, BigDecimal.ZERO));
      addZeros(hierarchies, finest, new ArrayList<>(), nothing);
    }

    private void addZeros(
        Hierarchy[] hierarchies,
        Map<List<Integer>, Row> finest,
        List<Integer> at,
        Map<String, BigDecimal> nothing) {
      if (at.size() == hierarchies.length) {
        finest.computeIfAbsent(List.copyOf(at), k -> new Row(List.of(), nothing));
        return;
      }
      Hierarchy hierarchy = hierarchies[at.size()];
      for (int code = 0; code < hierarchy.size(); code++) {
        if (hierarchy.isLeaf(code)) {
          at.add(code);
          addZeros(hierarchies, finest, at, nothing);
          at.remove(at.size() - 1);
        }
      }
    }

    private Lattice lattice(Hierarchy[] hierarchies, Map<List<Integer>, Row> finest) {
      List<String> figures = spec.figures();
      int[] scales = new int[figures.size()];
      for (int f = 1; f < scales.length; f++) {
        if (!spec.isMagnitude(f)) {
          for (Row row : finest.values()) {
            scales[f] = Math.max(scales[f], decimals(row, figures.get(f)));
          }
        }
      }
      if (spec.magnitude().isPresent()) {
        for (Row row : finest.values()) {
          scales[1] = Math.max(scales[1], decimals(row, spec.magnitude().get()));
          for (String contributor : spec.contributors()) {
            scales[1] = Math.max(scales[1], decimals(row, contributor));
          }
        }
      }
      int[][] codes = new int[hierarchies.length][finest.size()];
      long[][] values = new long[figures.size()][finest.size()];
      long[][] contributions =
          spec.contributors().isEmpty()
              ? null
              : new long[finest.size()][spec.contributors().size()];
      int i = 0;
      for (Map.Entry<List<Integer>, Row> entry : finest.entrySet()) {
        Row row = entry.getValue();
        for (int d = 0; d < codes.length; d++) {
          codes[d][i] = entry.getKey().get(d);
        }
        for (int f = 0; f < figures.size(); f++) {
          values[f][i] = figure(row, f, scales[f]);
        }
        if (contributions != null) {
          contributions[i] = contributions(row, values[1][i], scales[1]);
        }
        if (values[0][i] == 0 && spec.magnitude().isPresent() && values[1][i] != 0) {
          throw new BadInputException(
              "The cell "
                  + named(row)
                  + " has a "
                  + spec.magnitude().get()
                  + " without a unit: its "
                  + spec.frequency()
                  + " is 0.");
        }
        i++;
      }
      return new Lattice(spec, hierarchies, codes, values, scales, contributions);
    }

    private static int decimals(Row row, String column) {
      BigDecimal value = row.figures().get(column);
      return value == null ? 0 : Math.max(0, value.stripTrailingZeros().scale());
    }

    private long figure(Row row, int f, int scale) {
      String column = spec.figures().get(f);
      BigDecimal value = row.figures().get(column);
      if (value == null) {
        throw new BadInputException("The cell " + named(row) + " has no " + column + ".");
      }
      if (!spec.isMagnitude(f) && value.signum() < 0) {
        throw new BadInputException(
            "The cell " + named(row) + " has a negative " + column + ": a count is 0 or more.");
      }
      if (spec.method() instanceof Method.CellKeys keys && column.equals(keys.key())) {
        return key(row, column, value);
      }
      if (f == 0 && value.stripTrailingZeros().scale() > 0) {
        throw new BadInputException(
            "The cell " + named(row) + " has a " + column + " that is not whole: a count is.");
      }
      if (!spec.isMagnitude(f) && value.stripTrailingZeros().scale() > MOST_DECIMALS) {
        throw new BadInputException(
            "The cell "
                + named(row)
                + " has a "
                + column
                + " with more than "
                + MOST_DECIMALS
                + " decimals: round it.");
      }
      return whole(row, column, value, scale);
    }

    private long key(Row row, String column, BigDecimal value) {
      if (value.stripTrailingZeros().scale() > 0) {
        throw new BadInputException(
            "The cell "
                + named(row)
                + " has a "
                + column
                + " that is not whole: a sum of keys is.");
      }
      return value.toBigInteger().mod(BigInteger.valueOf(CellKey.MODULUS)).longValueExact();
    }

    private long[] contributions(Row row, long magnitude, int scale) {
      long[] top = new long[spec.contributors().size()];
      long sum = 0;
      for (int k = 0; k < top.length; k++) {
        String column = spec.contributors().get(k);
        BigDecimal value = row.figures().getOrDefault(column, BigDecimal.ZERO);
        if (value.signum() < 0) {
          throw new BadInputException(
              "The cell "
                  + named(row)
                  + " has a negative contribution in "
                  + column
                  + ": the rules on contributors need contributions of 0 or more.");
        }
        top[k] = whole(row, column, value, scale);
        sum += top[k];
      }
      if (sum > magnitude) {
        throw new BadInputException(
            "The cell "
                + named(row)
                + " has contributions that exceed its "
                + spec.magnitude().get()
                + ".");
      }
      Arrays.sort(top);
      for (int a = 0, b = top.length - 1; a < b; a++, b--) {
        long swap = top[a];
        top[a] = top[b];
        top[b] = swap;
      }
      return top;
    }

    private long whole(Row row, String column, BigDecimal value, int scale) {
      BigDecimal scaled = value.movePointRight(scale);
      if (scaled.abs().compareTo(BigDecimal.valueOf(Lattice.LARGEST)) > 0) {
        throw new BadInputException(
            "The figure "
                + column
                + " of the cell "
                + named(row)
                + " passes 2^53 (with its"
                + " decimals): a reader could not hold it exactly. Use a larger unit.");
      }
      return scaled.longValueExact();
    }

    private void check(Lattice lattice, Map<List<Integer>, Row> margins) {
      List<String> wrong = new ArrayList<>();
      for (Map.Entry<List<Integer>, Row> entry : margins.entrySet()) {
        Row row = entry.getValue();
        int cell = lattice.find(entry.getKey().stream().mapToInt(Integer::intValue).toArray());
        for (int f = 0; f < spec.figures().size(); f++) {
          BigDecimal given = row.figures().get(spec.figures().get(f));
          BigDecimal computed =
              cell < 0
                  ? BigDecimal.ZERO
                  : BigDecimal.valueOf(lattice.value(f, cell), lattice.scale(f));
          if (given != null && given.compareTo(computed) != 0) {
            wrong.add(named(row) + " (" + spec.figures().get(f) + ")");
          }
        }
      }
      if (!wrong.isEmpty()) {
        throw new BadInputException(
            "The table is not additive: "
                + wrong.size()
                + " margin(s) are not the sum of their"
                + " finest cells: "
                + String.join("; ", wrong.subList(0, Math.min(10, wrong.size())))
                + (wrong.size() > 10 ? "; ..." : "")
                + ". Correct the table, or give finest cells only.");
      }
    }

    private String named(Row row) {
      StringBuilder name = new StringBuilder();
      for (int d = 0; d < row.codes().size(); d++) {
        name.append(d == 0 ? "" : ", ").append(spec.columns().get(d)).append('=');
        name.append(row.codes().get(d));
      }
      return name.toString();
    }
  }
}
