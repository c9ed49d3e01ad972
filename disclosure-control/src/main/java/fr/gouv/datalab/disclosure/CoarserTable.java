package fr.gouv.datalab.disclosure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The same units over a coarser dimension, or without it. */
final class CoarserTable {

  private final CellTable table;
  private final Lattice from;
  private final int dimension;
  private final Hierarchy coarser;
  private final UnaryOperator<String> into;

  /**
   * @param dimension which dimension changes
   * @param coarser its codes then; null: it is left out
   * @param into for each finest code, the finest code it goes into
   */
  CoarserTable(CellTable table, int dimension, Hierarchy coarser, UnaryOperator<String> into) {
    this.table = table;
    this.from = table.lattice();
    this.dimension = dimension;
    this.coarser = coarser;
    this.into = into;
  }

  CellTable make() {
    List<ProtectionSpec.Dimension> dimensions = new ArrayList<>(table.spec().dimensions());
    List<Hierarchy> hierarchies = new ArrayList<>();
    for (int d = 0; d < from.dimensions(); d++) {
      hierarchies.add(from.hierarchy(d));
    }
    ProtectionSpec.Dimension old = dimensions.remove(dimension);
    hierarchies.remove(dimension);
    if (coarser != null) {
      dimensions.add(
          dimension, new ProtectionSpec.Dimension(old.column(), java.util.Optional.of(coarser)));
      hierarchies.add(dimension, coarser);
    }
    ProtectionSpec spec = table.spec().over(dimensions);
    Map<List<Integer>, List<Integer>> groups = new LinkedHashMap<>();
    for (int cell = 0; cell < from.size(); cell++) {
      if (from.isFinest(cell)) {
        groups.computeIfAbsent(place(cell), k -> new ArrayList<>()).add(cell);
      }
    }
    int n = groups.size();
    int[][] codes = new int[hierarchies.size()][n];
    long[][] values = new long[from.figures()][n];
    int i = 0;
    for (Map.Entry<List<Integer>, List<Integer>> group : groups.entrySet()) {
      for (int d = 0; d < codes.length; d++) {
        codes[d][i] = group.getKey().get(d);
      }
      for (int cell : group.getValue()) {
        for (int f = 0; f < values.length; f++) {
          values[f][i] += from.value(f, cell);
        }
      }
      i++;
    }
    int[] scales = new int[from.figures()];
    Arrays.setAll(scales, from::scale);
    Lattice lattice =
        new Lattice(spec, hierarchies.toArray(Hierarchy[]::new), codes, values, scales);
    if (from.holders(0) != null) {
      lattice.hold(holders(lattice, groups));
    }
    return new CellTable(spec, lattice);
  }

  private List<Integer> place(int cell) {
    List<Integer> at = new ArrayList<>();
    for (int d = 0; d < from.dimensions(); d++) {
      if (d != dimension) {
        at.add(from.code(d, cell));
      } else if (coarser != null) {
        at.add(coarser.indexOf(into.apply(from.hierarchy(d).code(from.code(d, cell)))));
      }
    }
    return at;
  }

  /** A cell that both tables have keeps its holders; a new one has its parts', put together. */
  private Holders[] holders(Lattice to, Map<List<Integer>, List<Integer>> groups) {
    Holders[] holders = new Holders[to.size()];
    for (int cell = 0; cell < holders.length; cell++) {
      int same = same(to, cell);
      holders[cell] = same < 0 ? null : from.holders(same);
    }
    groups.forEach(
        (at, parts) -> {
          int finest = to.find(at.stream().mapToInt(Integer::intValue).toArray());
          to.forEachAbove(
              finest,
              above -> {
                if (same(to, above) < 0) {
                  for (int part : parts) {
                    holders[above] = Holders.together(holders[above], from.holders(part));
                  }
                }
              });
        });
    return holders;
  }

  private int same(Lattice to, int cell) {
    int[] at = new int[from.dimensions()];
    for (int d = 0, k = 0; d < at.length; d++) {
      if (d == dimension && coarser == null) {
        at[d] = 0;
        continue;
      }
      at[d] = from.hierarchy(d).indexOf(to.hierarchy(k).code(to.code(k, cell)));
      k++;
      if (at[d] < 0) {
        return -1;
      }
    }
    return from.find(at);
  }
}
