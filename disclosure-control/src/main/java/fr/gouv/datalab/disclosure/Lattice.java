package fr.gouv.datalab.disclosure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Every cell of every margin of a table, numbered, and how they add up.
 *
 * <p>Cells come in the order of their codes, dimension by dimension, so the grand total is 0. Only
 * cells with something under them exist: the others are structural zeros. Figures are whole numbers
 * of {@code 10^-scale}.
 */
final class Lattice {

  /** The largest whole number that a double, hence any reader's tool, holds exactly. */
  static final long LARGEST = 1L << 53;

  private final ProtectionSpec spec;
  private final Hierarchy[] hierarchies;
  private final long[] strides;
  private final CellIndex index;
  private final int[][] codes;
  private final long[][] values;
  private final int[] scales;
  private final boolean[] finest;
  private Holders[] holders;
  private SmallCells small;
  private Equations equations;
  private Equations definitions;

  /**
   * @param finestCodes codes by dimension, then finest cell
   * @param finestValues figures, then finest cell
   */
  Lattice(
      ProtectionSpec spec,
      Hierarchy[] hierarchies,
      int[][] finestCodes,
      long[][] finestValues,
      int[] scales) {
    this.spec = spec;
    this.hierarchies = hierarchies;
    this.scales = scales;
    this.strides = strides(hierarchies);
    int n = finestValues[0].length;
    LongIndex found = new LongIndex(4 * n);
    int[] at = new int[hierarchies.length];
    for (int i = 0; i < n; i++) {
      for (int d = 0; d < at.length; d++) {
        at[d] = finestCodes[d][i];
      }
      above(at, 0, 0, found);
    }
    long[] keys = new long[found.size()];
    Arrays.setAll(keys, found::key);
    Arrays.sort(keys);
    this.index = new CellIndex(keys, strides[0] * hierarchies[0].size());
    this.codes = new int[hierarchies.length][keys.length];
    for (int c = 0; c < keys.length; c++) {
      long rest = keys[c];
      for (int d = 0; d < hierarchies.length; d++) {
        codes[d][c] = (int) (rest / strides[d]);
        rest %= strides[d];
      }
    }
    this.values = new long[finestValues.length][keys.length];
    this.finest = new boolean[keys.length];
    for (int i = 0; i < n; i++) {
      for (int d = 0; d < at.length; d++) {
        at[d] = finestCodes[d][i];
      }
      finest[find(at)] = true;
      sum(at, 0, 0, i, finestValues);
    }
  }

  private static long[] strides(Hierarchy[] hierarchies) {
    long[] strides = new long[hierarchies.length];
    long stride = 1;
    for (int d = hierarchies.length - 1; d >= 0; d--) {
      strides[d] = stride;
      try {
        stride = Math.multiplyExact(stride, (long) hierarchies[d].size());
      } catch (ArithmeticException e) {
        throw new BadInputException(
            "The dimensions have too many codes together: their product must stay under 2^63.", e);
      }
    }
    return strides;
  }

  private void above(int[] at, int d, long key, LongIndex found) {
    if (d == at.length) {
      found.add(key);
      return;
    }
    for (int c : hierarchies[d].ancestors(at[d])) {
      above(at, d + 1, key + c * strides[d], found);
    }
  }

  private void sum(int[] at, int d, long key, int i, long[][] finestValues) {
    if (d < at.length) {
      for (int c : hierarchies[d].ancestors(at[d])) {
        sum(at, d + 1, key + c * strides[d], i, finestValues);
      }
      return;
    }
    int cell = index.find(key);
    for (int f = 0; f < values.length; f++) {
      values[f][cell] += finestValues[f][i];
      if (Math.abs(values[f][cell]) > LARGEST) {
        throw new BadInputException(
            "The figure "
                + spec.figures().get(f)
                + " of the cell "
                + name(cell)
                + " passes 2^53 (with its decimals): a reader could not hold it exactly. Use a"
                + " larger unit.");
      }
    }
  }

  /** Says once who contributes to each cell. */
  void hold(Holders[] known) {
    this.holders = known;
    this.small = null;
  }

  int size() {
    return finest.length;
  }

  int dimensions() {
    return hierarchies.length;
  }

  Hierarchy hierarchy(int d) {
    return hierarchies[d];
  }

  int figures() {
    return values.length;
  }

  int code(int d, int cell) {
    return codes[d][cell];
  }

  long value(int figure, int cell) {
    return values[figure][cell];
  }

  long[] values(int figure) {
    return values[figure];
  }

  int scale(int figure) {
    return scales[figure];
  }

  boolean isFinest(int cell) {
    return finest[cell];
  }

  /** Who contributes to a cell; null when it is not known. */
  Holders holders(int cell) {
    return holders == null ? null : holders[cell];
  }

  /** How many holders a cell counts: units of one owner are one, where that is known. */
  double units(int cell) {
    Holders known = holders(cell);
    return known == null || known.count() < 0 ? value(0, cell) : known.count();
  }

  /** Whether one holder, alone in a cell, knows its figures. */
  boolean isAlone(int cell) {
    return value(0, cell) > 0 && units(cell) <= 1;
  }

  /** The cells that hold few units, and where these are. */
  synchronized SmallCells small() {
    if (small == null) {
      small = new SmallCells(this);
    }
    return small;
  }

  /** The number of a dimension, by its column; -1 when there is none. */
  int dimension(String column) {
    return spec.columns().indexOf(column);
  }

  /** Every cell that has this finest cell under it, itself first. */
  void forEachAbove(int cell, IntConsumer each) {
    above(cell, 0, 0, each);
  }

  private void above(int cell, int d, long key, IntConsumer each) {
    if (d == hierarchies.length) {
      each.accept(index.find(key));
      return;
    }
    for (int code : hierarchies[d].ancestors(codes[d][cell])) {
      above(cell, d + 1, key + code * strides[d], each);
    }
  }

  /** Whether a figure is nowhere negative, so that a reader takes it for granted. */
  boolean nonNegative(int figure) {
    if (spec.negative() && spec.isMagnitude(figure)) {
      return false;
    }
    for (long value : values[figure]) {
      if (value < 0) {
        return false;
      }
    }
    return true;
  }

  /** The cell at these codes, or -1 for a structural zero. */
  int find(int[] at) {
    long key = 0;
    for (int d = 0; d < at.length; d++) {
      key += at[d] * strides[d];
    }
    return index.find(key);
  }

  /** The cell that differs by one code, or -1. */
  int neighbour(int cell, int d, int code) {
    return index.find(index.key(cell) + (code - codes[d][cell]) * strides[d]);
  }

  /** Whether a cell is part of another, or the same. */
  boolean isUnder(int cell, int above) {
    for (int d = 0; d < codes.length; d++) {
      if (!hierarchies[d].covers(codes[d][above], codes[d][cell])) {
        return false;
      }
    }
    return true;
  }

  /** {@code territoire=75, energie=GO}. */
  String name(int cell) {
    StringBuilder name = new StringBuilder();
    for (int d = 0; d < hierarchies.length; d++) {
      name.append(d == 0 ? "" : ", ")
          .append(spec.dimensions().get(d).column())
          .append('=')
          .append(hierarchies[d].code(codes[d][cell]));
    }
    return name.toString();
  }

  List<String> codesOf(int cell) {
    List<String> texts = new ArrayList<>();
    for (int d = 0; d < hierarchies.length; d++) {
      texts.add(hierarchies[d].code(codes[d][cell]));
    }
    return texts;
  }

  /** Every sum: for each cell, each dimension and each tree where it has children. */
  Equations equations() {
    if (equations == null) {
      Equations made = new Equations();
      for (int cell = 0; cell < size(); cell++) {
        for (int d = 0; d < hierarchies.length; d++) {
          for (int tree = 0; tree < hierarchies[d].trees(); tree++) {
            define(cell, d, hierarchies[d].children(tree, codes[d][cell]), made);
          }
        }
      }
      equations = made;
    }
    return equations;
  }

  /**
   * One sum for each margin, along the dimension where it has fewest children: all the others
   * follow from these.
   */
  Equations definitions() {
    if (definitions == null) {
      Equations made = new Equations();
      for (int cell = 0; cell < size(); cell++) {
        int d = definingDimension(cell);
        if (d >= 0) {
          define(cell, d, hierarchies[d].children(codes[d][cell]), made);
        }
      }
      definitions = made;
    }
    return definitions;
  }

  /** The dimension along which a margin is best summed; -1 for a finest cell. */
  int definingDimension(int cell) {
    int best = -1;
    int fewest = Integer.MAX_VALUE;
    for (int d = 0; d < hierarchies.length; d++) {
      int children = hierarchies[d].children(codes[d][cell]).length;
      if (children > 0 && children < fewest) {
        best = d;
        fewest = children;
      }
    }
    return best;
  }

  private void define(int cell, int d, int[] below, Equations into) {
    if (below.length == 0) {
      return;
    }
    into.open();
    into.term(cell, -1);
    for (int code : below) {
      int child = neighbour(cell, d, code);
      if (child >= 0) {
        into.term(child, 1);
      }
    }
  }
}
