package fr.gouv.datalab.disclosure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Says which coarser tables would keep more, when a table loses too much: a level less, codes that
 * follow one another put together where the dimension is ordered, or a dimension less. Each is
 * protected with the same rules, so that what it would keep is known and not guessed.
 */
public final class Coarsening {

  /** Below this share of units in published finest cells, a table loses too much. */
  public static final double TOO_LITTLE = 0.80;

  /** Larger tables are not tried: each trial protects one. */
  private static final int LARGEST = 20_000;

  private static final int TRIALS = 12;
  private static final int SHOWN = 5;

  private final CellTable table;
  private final ProtectedTable safe;
  private final List<Advice> advice = new ArrayList<>();
  private int trials;

  private Coarsening(CellTable table, ProtectedTable safe) {
    this.table = table;
    this.safe = safe;
  }

  /**
   * The coarser tables that keep a larger share of units, the finest first; none where the table
   * keeps enough, or is too large to try.
   */
  public static List<Advice> of(CellTable table, ProtectedTable safe) {
    if (safe.informationKept() >= TOO_LITTLE || table.cells() > LARGEST) {
      return List.of();
    }
    Coarsening coarsening = new Coarsening(table, safe);
    for (int d = 0; d < table.spec().dimensions().size(); d++) {
      coarsening.along(d);
    }
    return coarsening.advice.stream()
        .sorted(
            Comparator.comparingInt(Advice::published)
                .reversed()
                .thenComparing(Advice::informationKept, Comparator.reverseOrder()))
        .limit(SHOWN)
        .toList();
  }

  private void along(int d) {
    Hierarchy hierarchy = table.hierarchy(d);
    boolean sensitive =
        table.spec().policy().group().map(g -> g.dimension().equals(column(d))).orElse(false);
    if (sensitive) {
      return;
    }
    if (hierarchy.trees() == 1) {
      for (int depth = hierarchy.levels() - 1; depth >= 1; depth--) {
        cut(d, depth);
      }
      if (hierarchy.levels() == 1 && table.spec().dimensions().get(d).ordered()) {
        for (int size = 2; size <= hierarchy.leaves(0).length / 2; size++) {
          if (size == 2 || hierarchy.leaves(0).length % size == 0) {
            group(d, size);
          }
        }
      }
    }
    if (table.spec().dimensions().size() > 1) {
      attempt(d, null, new HashMap<>(), Advice.Change.TOTAL);
    }
  }

  private String column(int d) {
    return table.spec().columns().get(d);
  }

  /** Every branch stops at a depth. */
  private void cut(int d, int depth) {
    Hierarchy hierarchy = table.hierarchy(d);
    List<Hierarchy.Node> kept =
        hierarchy.nodes().stream().filter(n -> hierarchy.depthOf(n.code()) <= depth).toList();
    Map<String, String> into = new HashMap<>();
    for (int leaf : hierarchy.leaves(0)) {
      int at = leaf;
      while (hierarchy.depth(at) > depth) {
        at = hierarchy.parent(0, at);
      }
      into.put(hierarchy.code(leaf), hierarchy.code(at));
    }
    attempt(d, Hierarchy.of(column(d), kept), into, Advice.Change.LEVEL);
  }

  private void group(int d, int size) {
    Hierarchy hierarchy = table.hierarchy(d);
    int[] leaves = hierarchy.leaves(0);
    List<Hierarchy.Node> nodes = new ArrayList<>(hierarchy.nodes().subList(0, 1));
    Map<String, String> into = new HashMap<>();
    for (int from = 0; from < leaves.length; from += size) {
      boolean last = from + 2 * size > leaves.length;
      int to = last ? leaves.length : from + size;
      String code = hierarchy.code(leaves[from]) + "-" + hierarchy.code(leaves[to - 1]);
      nodes.add(new Hierarchy.Node(code, hierarchy.code(0), code));
      for (int k = from; k < to; k++) {
        into.put(hierarchy.code(leaves[k]), code);
      }
      if (last) {
        break;
      }
    }
    attempt(d, Hierarchy.of(column(d), nodes), into, Advice.Change.GROUPS);
  }

  private void attempt(int d, Hierarchy coarser, Map<String, String> into, Advice.Change change) {
    if (trials++ >= TRIALS) {
      return;
    }
    ProtectedTable tried;
    try {
      CellTable smaller = new CoarserTable(table, d, coarser, into::get).make();
      tried = Protection.of(smaller.spec(), smaller);
    } catch (DisclosureException e) {
      // A coarser table that cannot be protected is no advice.
      return;
    }
    if (tried.verdict().safe() && tried.informationKept() > safe.informationKept() + 0.01) {
      List<String> left =
          coarser == null
              ? List.of()
              : coarser.leavesUnder(coarser.code(0)).stream().limit(Advice.MOST).toList();
      advice.add(
          new Advice(
              column(d), change, left, tried.cells(), tried.published(), tried.informationKept()));
    }
  }
}
