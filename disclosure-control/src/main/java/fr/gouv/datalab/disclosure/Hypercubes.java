package fr.gouv.datalab.disclosure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Finds, for a cell, the cheapest hypercube of finest cells whose corners can move up and down in
 * turn without any margin noticing.
 *
 * <p>In each dimension two leaf codes are paired under a common ancestor: what one gains the other
 * loses, so that nothing at or above the ancestor changes; where the cell stands at the total, one
 * chain of codes up to the total moves instead. The cells that move are the product, over the
 * dimensions, of the codes under the ancestor; all must be hidden. Each corner bears the change, so
 * it is as wide as the smallest corner that goes down.
 *
 * <p>Source: Repsilber's hypercube method, as in Giessing and Repsilber (2002), <i>Tools and
 * strategies to protect multiple tables with the GHQUAR cell suppression engine</i>; here the pair
 * may lie at any level of the hierarchy.
 */
final class Hypercubes {

  private static final int[] OPTIONS = {0, 64, 24, 10, 6, 4, 3, 2};
  private static final int BASES = 4;

  /** With so many partners beside a code, none is sought further off. */
  private static final int ENOUGH = 3;

  private final Lattice lattice;
  private final Needs needs;
  private final int most;

  Hypercubes(Lattice lattice, Needs needs) {
    this.lattice = lattice;
    this.needs = needs;
    this.most = OPTIONS[Math.min(lattice.dimensions(), OPTIONS.length - 1)];
  }

  /** A hypercube: the cells that move, with the sign of each when the wanted cell goes up. */
  static final class Found {
    final int[] cells;
    final byte[] signs;
    final long cost;

    Found(int[] cells, byte[] signs, long cost) {
      this.cells = cells;
      this.signs = signs;
      this.cost = cost;
    }
  }

  /** How far the figure can move along a hypercube, the wanted cell going up or down. */
  long amplitude(Found found, int figure, boolean up) {
    if (!needs.nonNegative(figure)) {
      return Long.MAX_VALUE;
    }
    long amplitude = Long.MAX_VALUE;
    for (int i = 0; i < found.cells.length; i++) {
      if ((found.signs[i] < 0) == up && lattice.isFinest(found.cells[i])) {
        amplitude = Math.min(amplitude, lattice.value(figure, found.cells[i]));
      }
    }
    return amplitude;
  }

  /**
   * The cheapest hypercube that meets requirements of one cell all at once, or null.
   *
   * @param requirements of the same cell, against the same reader
   * @param onlyHidden whether it may hide nothing more
   */
  Found search(Pattern pattern, List<Requirement> requirements, boolean onlyHidden) {
    return new Search(pattern, requirements, onlyHidden).run();
  }

  private final class Search {
    private final Pattern pattern;
    private final List<Requirement> requirements;
    private final boolean onlyHidden;
    private final int cell;
    private final int dimensions = lattice.dimensions();
    private final int[] base = new int[dimensions];
    private final int[] partner = new int[dimensions];
    private final int[][] corners = new int[dimensions + 1][];
    private final int[][] options = new int[dimensions][];
    private final Coalition known;
    private final long[] least;
    private Found best;

    Search(Pattern pattern, List<Requirement> requirements, boolean onlyHidden) {
      this.pattern = pattern;
      this.requirements = requirements;
      this.onlyHidden = onlyHidden;
      this.cell = requirements.get(0).cell();
      this.known = requirements.get(0).known();
      this.least = new long[2 * lattice.figures()];
      for (Requirement r : requirements) {
        if (needs.nonNegative(r.figure())) {
          int k = 2 * r.figure() + (r.up() ? 1 : 0);
          least[k] = Math.max(least[k], r.need());
        }
      }
      for (int d = 0; d <= dimensions; d++) {
        corners[d] = new int[1 << d];
      }
    }

    Found run() {
      for (int finest : bases()) {
        for (int d = 0; d < dimensions; d++) {
          base[d] = lattice.code(d, finest);
        }
        if (!able(finest, false)) {
          continue;
        }
        boolean possible = true;
        for (int d = 0; d < dimensions && possible; d++) {
          options[d] = options(finest, d);
          possible = options[d].length > 0;
        }
        if (possible) {
          corners[0][0] = finest;
          choose(0, pattern.cost(finest));
        }
        if (best != null && best.cost == 0) {
          break;
        }
      }
      return best;
    }

    /** Whether a finest corner can bear the change, going down when the wanted cell goes up. */
    private boolean able(int corner, boolean opposite) {
      for (int f = 0; f < lattice.figures(); f++) {
        if (lattice.value(f, corner) < least[2 * f + (opposite ? 1 : 0)]) {
          return false;
        }
      }
      return true;
    }

    private boolean allowed(int candidate) {
      return !onlyHidden || pattern.isHidden(candidate);
    }

    private List<Integer> bases() {
      List<Integer> found = new ArrayList<>();
      descend(cell, found, 0);
      return found;
    }

    private void descend(int from, List<Integer> found, int dimension) {
      if (found.size() >= BASES || !allowed(from)) {
        return;
      }
      int d = dimension;
      while (d < dimensions && lattice.hierarchy(d).isLeaf(lattice.code(d, from))) {
        d++;
      }
      if (d == dimensions) {
        if (!known.knows(from)) {
          found.add(from);
        }
        return;
      }
      List<Integer> children = new ArrayList<>();
      for (int code : lattice.hierarchy(d).children(lattice.code(d, from))) {
        int child = lattice.neighbour(from, d, code);
        if (child >= 0) {
          children.add(child);
        }
      }
      children.sort(
          Comparator.comparing((Integer c) -> !able(c, false))
              .thenComparingLong(pattern::cost)
              .thenComparingInt(c -> c));
      for (int i = 0; i < Math.min(BASES, children.size()); i++) {
        descend(children.get(i), found, d);
      }
    }

    private int[] options(int finest, int d) {
      Hierarchy hierarchy = lattice.hierarchy(d);
      int at = lattice.code(d, cell);
      if (at == 0) {
        return new int[] {-1};
      }
      int[] cheapest = new int[most];
      long[] costs = new long[most];
      int count = 0;
      int[] ups = hierarchy.ancestors(at);
      for (int k = 1; k < ups.length && count < ENOUGH; k++) {
        for (int code : hierarchy.leaves(ups[k])) {
          if (!hierarchy.isNearer(ups, k, code)) {
            int corner = lattice.neighbour(finest, d, code);
            if (corner >= 0 && allowed(corner) && able(corner, true) && !known.knows(corner)) {
              count = insert(code, pattern.cost(corner), cheapest, costs, count);
            }
            if (count == most && costs[most - 1] == 0) {
              return cheapest;
            }
          }
        }
      }
      return Arrays.copyOf(cheapest, count);
    }

    /** Keeps codes in the order of their costs, the dearest falling out when there is no room. */
    private static int insert(int code, long cost, int[] codes, long[] costs, int count) {
      int i = count;
      if (count == codes.length) {
        i--;
        if (cost >= costs[i]) {
          return count;
        }
      }
      for (; i > 0 && costs[i - 1] > cost; i--) {
        codes[i] = codes[i - 1];
        costs[i] = costs[i - 1];
      }
      codes[i] = code;
      costs[i] = cost;
      return Math.min(count + 1, codes.length);
    }

    /**
     * Pairs one more dimension.
     *
     * @param cost of the corners so far, which all move: a hypercube costs as much at least
     */
    private void choose(int d, long cost) {
      if (d == dimensions) {
        weigh();
        return;
      }
      int half = 1 << d;
      for (int code : options[d]) {
        if (best != null && cost >= best.cost) {
          return;
        }
        partner[d] = code;
        System.arraycopy(corners[d], 0, corners[d + 1], 0, half);
        long sum = cost;
        for (int k = 0; k < half && sum >= 0; k++) {
          int from = corners[d][k];
          int corner = from < 0 || code < 0 ? -1 : lattice.neighbour(from, d, code);
          corners[d + 1][half + k] = corner;
          if (code >= 0 && from >= 0) {
            boolean possible =
                corner >= 0
                    && allowed(corner)
                    && !known.knows(corner)
                    && able(corner, Integer.bitCount(half + k) % 2 == 1);
            sum = possible ? sum + pattern.cost(corner) : -1;
          }
        }
        if (sum >= 0 && (best == null || sum < best.cost)) {
          choose(d + 1, sum);
        }
      }
    }

    private void weigh() {
      int[][] moving = new int[dimensions][];
      int size = 1;
      for (int d = 0; d < dimensions; d++) {
        moving[d] = moving(d);
        size *= moving[d].length;
      }
      int[] cells = new int[size];
      byte[] signs = new byte[size];
      long cost = 0;
      int[] at = new int[dimensions];
      for (int k = 0; k < size; k++) {
        int rest = k;
        int sign = 1;
        for (int d = 0; d < dimensions; d++) {
          int code = moving[d][rest % moving[d].length];
          rest /= moving[d].length;
          if (code < 0) {
            sign = -sign;
          }
          at[d] = code < 0 ? -code - 1 : code;
        }
        int moved = lattice.find(at);
        if (!allowed(moved) || known.knows(moved)) {
          return;
        }
        cost += pattern.cost(moved);
        if (best != null && cost >= best.cost) {
          return;
        }
        cells[k] = moved;
        signs[k] = (byte) sign;
      }
      best = new Found(cells, signs, cost);
    }

    /** The codes that move in a dimension; those that go the other way as -code - 1. */
    private int[] moving(int d) {
      Hierarchy hierarchy = lattice.hierarchy(d);
      int[] ups = hierarchy.ancestors(base[d]);
      int[] others = partner[d] < 0 ? new int[0] : hierarchy.ancestors(partner[d]);
      int[] codes = new int[ups.length + others.length];
      int count = 0;
      for (int c : ups) {
        if (partner[d] < 0 || !hierarchy.covers(c, partner[d])) {
          codes[count++] = c;
        }
      }
      for (int c : others) {
        if (!hierarchy.covers(c, base[d])) {
          codes[count++] = -c - 1;
        }
      }
      return Arrays.copyOf(codes, count);
    }
  }
}
