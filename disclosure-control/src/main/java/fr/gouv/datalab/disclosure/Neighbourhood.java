package fr.gouv.datalab.disclosure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The part of a large table where a cell's proof is looked for: in each dimension a few leaf codes
 * near the cell's own, with all above them. A change of these cells that adds up there adds up
 * everywhere.
 */
final class Neighbourhood {

  private Neighbourhood() {}

  /**
   * The cells, in ascending order.
   *
   * @param finest about how many finest cells
   */
  static int[] around(Lattice lattice, Pattern pattern, int cell, int finest) {
    int breadth = (int) Math.max(3, Math.ceil(Math.pow(finest, 1.0 / lattice.dimensions())));
    List<int[]> codes = new ArrayList<>();
    for (int d = 0; d < lattice.dimensions(); d++) {
      TreeSet<Integer> closed = new TreeSet<>();
      for (int leaf : leaves(lattice, pattern, cell, d, breadth)) {
        for (int code : lattice.hierarchy(d).ancestors(leaf)) {
          closed.add(code);
        }
      }
      codes.add(closed.stream().mapToInt(Integer::intValue).toArray());
    }
    IntStream.Builder cells = IntStream.builder();
    collect(lattice, codes, new int[codes.size()], 0, cells);
    return cells.build().sorted().toArray();
  }

  private static void collect(
      Lattice lattice, List<int[]> codes, int[] at, int d, IntStream.Builder into) {
    if (d == at.length) {
      int found = lattice.find(at);
      if (found >= 0) {
        into.add(found);
      }
      return;
    }
    for (int code : codes.get(d)) {
      at[d] = code;
      collect(lattice, codes, at, d + 1, into);
    }
  }

  /** Leaf codes under the cell's own code, then beside it, then further off: cheap cells first. */
  private static List<Integer> leaves(
      Lattice lattice, Pattern pattern, int cell, int d, int breadth) {
    Hierarchy hierarchy = lattice.hierarchy(d);
    int[] ups = hierarchy.ancestors(lattice.code(d, cell));
    List<Integer> chosen = new ArrayList<>();
    for (int k = 0; k < ups.length; k++) {
      int most = k == 0 ? (breadth + 1) / 2 : breadth - chosen.size();
      take(candidates(lattice, pattern, cell, d, ups, k), most, chosen);
    }
    return chosen;
  }

  private static void take(List<Integer> candidates, int most, List<Integer> chosen) {
    chosen.addAll(candidates.subList(0, Math.max(0, Math.min(most, candidates.size()))));
  }

  /** The leaves under a code, not under those before it, where a cell stands in line with this. */
  private static List<Integer> candidates(
      Lattice lattice, Pattern pattern, int cell, int d, int[] ups, int k) {
    Hierarchy hierarchy = lattice.hierarchy(d);
    List<int[]> found = new ArrayList<>();
    for (int code : hierarchy.leaves(ups[k])) {
      if (!hierarchy.isNearer(ups, k, code)) {
        int neighbour = lattice.neighbour(cell, d, code);
        if (neighbour >= 0) {
          found.add(new int[] {code, neighbour});
        }
      }
    }
    found.sort(
        Comparator.comparingLong((int[] each) -> pattern.cost(each[1]))
            .thenComparingLong(each -> -lattice.value(0, each[1])));
    return found.stream().map(each -> each[0]).toList();
  }
}
