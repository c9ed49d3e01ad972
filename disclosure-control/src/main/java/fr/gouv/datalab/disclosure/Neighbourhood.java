package fr.gouv.datalab.disclosure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * The part of a large table where a cell's proof is looked for: in each dimension a few leaf codes
 * near the cell's own, with all above them. A change of these cells that adds up there adds up
 * everywhere.
 *
 * <p>Codes are chosen twice: first where a cell stands in line with this one and is cheap, then
 * where most cells of the part are hidden already, since a proof that leans on these costs nothing.
 * Both times those come first where the cell in line is as large as the change: a part of cells too
 * small to bear it has no proof but by its margins, which cost most.
 */
final class Neighbourhood {

  private final Lattice lattice;
  private final Pattern pattern;
  private final Needs needs;
  private final int cell;
  private final int[] breadths;
  private final List<List<Integer>> leaves = new ArrayList<>();

  private Neighbourhood(Lattice lattice, Needs needs, Pattern pattern, int cell, int finest) {
    this.lattice = lattice;
    this.pattern = pattern;
    this.needs = needs;
    this.cell = cell;
    this.breadths = breadths(lattice, finest);
  }

  /**
   * The cells, in ascending order.
   *
   * @param finest about how many finest cells
   */
  static int[] around(Lattice lattice, Needs needs, Pattern pattern, int cell, int finest) {
    return new Neighbourhood(lattice, needs, pattern, cell, finest).cells();
  }

  private int[] cells() {
    for (int d = 0; d < breadths.length; d++) {
      leaves.add(leaves(d, code -> 0));
    }
    for (int d = 0; d < breadths.length; d++) {
      List<int[]> codes = closed();
      int dimension = d;
      leaves.set(d, leaves(d, code -> hidden(codes, dimension, code)));
    }
    return cells(closed()).sorted().toArray();
  }

  /** As many leaf codes of each dimension as give a number of finest cells: two at least. */
  private static int[] breadths(Lattice lattice, int finest) {
    int[] breadths = new int[lattice.dimensions()];
    Arrays.fill(breadths, 2);
    long product = 1L << breadths.length;
    for (boolean grown = true; grown; ) {
      grown = false;
      for (int d = 0; d < breadths.length; d++) {
        long larger = product / breadths[d] * (breadths[d] + 1);
        if (breadths[d] < lattice.hierarchy(d).leaves(0).length && larger <= finest) {
          breadths[d]++;
          product = larger;
          grown = true;
        }
      }
    }
    return breadths;
  }

  /** The chosen leaf codes with all above them. */
  private List<int[]> closed() {
    List<int[]> codes = new ArrayList<>();
    for (int d = 0; d < breadths.length; d++) {
      TreeSet<Integer> closed = new TreeSet<>();
      for (int leaf : leaves.get(d)) {
        for (int code : lattice.hierarchy(d).ancestors(leaf)) {
          closed.add(code);
        }
      }
      codes.add(closed.stream().mapToInt(Integer::intValue).toArray());
    }
    return codes;
  }

  /**
   * How many cells of a code are hidden and bear it, among those in the other dimensions' codes.
   */
  private int hidden(List<int[]> codes, int d, int code) {
    List<int[]> slice = new ArrayList<>(codes);
    slice.set(d, new int[] {code});
    return (int) cells(slice).filter(pattern::isHidden).filter(this::bears).count();
  }

  private IntStream cells(List<int[]> codes) {
    IntStream.Builder cells = IntStream.builder();
    collect(codes, new int[codes.size()], 0, cells);
    return cells.build();
  }

  private void collect(List<int[]> codes, int[] at, int d, IntStream.Builder into) {
    if (d == at.length) {
      int found = lattice.find(at);
      if (found >= 0) {
        into.add(found);
      }
      return;
    }
    for (int code : codes.get(d)) {
      at[d] = code;
      collect(codes, at, d + 1, into);
    }
  }

  /** Leaf codes under the cell's own code, then beside it, then further off. */
  private List<Integer> leaves(int d, IntUnaryOperator use) {
    int[] ups = lattice.hierarchy(d).ancestors(lattice.code(d, cell));
    List<Integer> chosen = new ArrayList<>();
    for (int k = 0; k < ups.length; k++) {
      int most = k == 0 ? (breadths[d] + 1) / 2 : breadths[d] - chosen.size();
      List<Integer> candidates = most > 0 ? candidates(d, ups, k, use) : List.of();
      chosen.addAll(candidates.subList(0, Math.min(most, candidates.size())));
    }
    return chosen;
  }

  private record Candidate(int code, int cell, int use) {}

  /**
   * Whether another cell can go down as far as is asked of this one, in the figure that matters.
   */
  private boolean bears(int other) {
    return Math.abs(lattice.value(needs.main(), other)) >= needs.up(needs.main(), cell);
  }

  /**
   * The leaves under a code, not under those before it, where a cell stands in line with this:
   * those that bear the change first, the most useful first, then the cheapest, then the largest.
   */
  private List<Integer> candidates(int d, int[] ups, int k, IntUnaryOperator use) {
    Hierarchy hierarchy = lattice.hierarchy(d);
    List<Candidate> found = new ArrayList<>();
    for (int code : hierarchy.leaves(ups[k])) {
      int neighbour = hierarchy.isNearer(ups, k, code) ? -1 : lattice.neighbour(cell, d, code);
      if (neighbour >= 0) {
        found.add(new Candidate(code, neighbour, use.applyAsInt(code)));
      }
    }
    found.sort(
        Comparator.comparing((Candidate each) -> !bears(each.cell()))
            .thenComparingInt(each -> -each.use())
            .thenComparingLong(each -> pattern.cost(each.cell()))
            .thenComparingLong(each -> -lattice.value(0, each.cell())));
    return found.stream().map(Candidate::code).toList();
  }
}
