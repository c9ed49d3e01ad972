package fr.gouv.datalab.disclosure;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Groups of columns in which tables may be compared without crossing all columns with all: the
 * maximal cliques of a chordal graph that holds every table, joined in a tree.
 *
 * <p>Non-negative figures on the groups that agree on the columns that neighbours share are those
 * of some units, and conversely. Source: Lauritzen (1996), <i>Graphical Models</i>, chapter 2.
 */
final class JunctionTree {

  /**
   * Two neighbours.
   *
   * @param left one group
   * @param right the other
   * @param shared the columns of both
   */
  record Edge(int left, int right, BitSet shared) {}

  private final List<BitSet> groups = new ArrayList<>();
  private final List<Edge> edges = new ArrayList<>();

  /**
   * Eliminates columns one after the other, first the one whose neighbours cross into fewest cells.
   *
   * @param sizes how many elements each column has
   * @param tables the columns of each table
   */
  JunctionTree(int[] sizes, List<BitSet> tables) {
    BitSet[] near = new BitSet[sizes.length];
    for (int c = 0; c < near.length; c++) {
      near[c] = new BitSet();
      near[c].set(c);
    }
    for (BitSet table : tables) {
      table.stream().forEach(c -> near[c].or(table));
    }
    BitSet left = new BitSet();
    left.set(0, sizes.length);
    while (!left.isEmpty()) {
      int next = left.stream().boxed().min((a, b) -> compare(near, sizes, a, b)).orElseThrow();
      BitSet group = near[next];
      group.stream().forEach(c -> near[c].or(group));
      left.clear(next);
      if (groups.stream().noneMatch(other -> contains(other, group))) {
        groups.add((BitSet) group.clone());
      }
      group.stream().filter(c -> c != next).forEach(c -> near[c].clear(next));
    }
    if (groups.isEmpty()) {
      groups.add(new BitSet());
    }
    join();
  }

  private static int compare(BitSet[] near, int[] sizes, int a, int b) {
    int bySize = Double.compare(cells(near[a], sizes), cells(near[b], sizes));
    return bySize != 0 ? bySize : Integer.compare(a, b);
  }

  private static double cells(BitSet columns, int[] sizes) {
    return columns.stream().mapToDouble(c -> sizes[c]).reduce(1, (x, y) -> x * y);
  }

  static boolean contains(BitSet whole, BitSet part) {
    BitSet rest = (BitSet) part.clone();
    rest.andNot(whole);
    return rest.isEmpty();
  }

  /** A tree of the widest shares, which for cliques of a chordal graph is a junction tree. */
  private void join() {
    BitSet in = new BitSet();
    in.set(0);
    while (in.cardinality() < groups.size()) {
      Edge widest = null;
      for (int a = 0; a < groups.size(); a++) {
        for (int b = 0; in.get(a) && b < groups.size(); b++) {
          if (!in.get(b)) {
            BitSet shared = (BitSet) groups.get(a).clone();
            shared.and(groups.get(b));
            if (widest == null || shared.cardinality() > widest.shared().cardinality()) {
              widest = new Edge(a, b, shared);
            }
          }
        }
      }
      edges.add(widest);
      in.set(widest.right());
    }
  }

  List<BitSet> groups() {
    return groups;
  }

  List<Edge> edges() {
    return edges;
  }

  /** A group that has all these columns. */
  int groupOf(BitSet columns) {
    for (int g = 0; g < groups.size(); g++) {
      if (contains(groups.get(g), columns)) {
        return g;
      }
    }
    throw new IllegalArgumentException("No group has the columns " + columns);
  }
}
