package fr.gouv.datalab.quality;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * How far the distribution of a column is from that of the last delivery, told from the figures of
 * the two reports alone: it says nothing that they do not.
 *
 * <p>The Jensen-Shannon distance (Lin, <em>Divergence measures based on the Shannon entropy</em>,
 * IEEE Transactions on Information Theory 37-1, 1991; Endres and Schindelin, 2003): the square root
 * of {@code H((P+Q)/2) - (H(P)+H(Q))/2} with base-2 entropies; 0 when alike, 1 when nothing is
 * shared. For small changes the population stability index is about eight times the divergence in
 * nats, so that its usual thresholds of 0.1 and 0.25 are distances of 0.13 and 0.21 here. A
 * distance that chance could give at these sizes (G-test at one in a thousand) is no drift.
 *
 * @param distance between 0 and 1
 * @param classes that the two have in common, once those that only one tells apart are joined
 * @param level what to think of it
 */
public record Drift(double distance, int classes, Level level) {
  /** What to think of a distance. */
  public enum Level {
    /** Alike, or no further apart than by chance. */
    STABLE,
    /** From 0.13 on. */
    NOTABLE,
    /** From 0.21 on. */
    STRONG
  }

  private static final double NOTABLE = 0.13;
  private static final double STRONG = 0.21;

  /** The normal deviate that one in a thousand exceeds. */
  private static final double DEVIATE = 3.0902;

  /** The drift of a column between two reports; null when they cannot be compared. */
  public static Drift between(ColumnFigures before, ColumnFigures now) {
    if (before.measure() != now.measure() || before.rows() == 0 || now.rows() == 0) {
      return null;
    }
    List<long[]> common = now.measure().isOrdered() ? ordered(before, now) : unordered(before, now);
    return of(common);
  }

  static Drift of(List<long[]> common) {
    double p = common.stream().mapToLong(c -> c[0]).sum();
    double q = common.stream().mapToLong(c -> c[1]).sum();
    double divergence = 0;
    double g = 0;
    int classes = 0;
    for (long[] cell : common) {
      double a = cell[0] / p;
      double b = cell[1] / q;
      double middle = (a + b) / 2;
      double pooled = (cell[0] + cell[1]) / (p + q);
      divergence += part(a, middle) / 2 + part(b, middle) / 2;
      g += 2 * Math.log(2) * (p * part(a, pooled) + q * part(b, pooled));
      classes += cell[0] + cell[1] > 0 ? 1 : 0;
    }
    double distance = Math.sqrt(Math.max(0, divergence));
    boolean chance = classes < 2 || g <= quantile(classes - 1);
    Level level =
        chance || distance < NOTABLE
            ? Level.STABLE
            : distance < STRONG ? Level.NOTABLE : Level.STRONG;
    return new Drift(distance, classes, level);
  }

  private static double part(double share, double of) {
    return share == 0 ? 0 : share * Math.log(share / of) / Math.log(2);
  }

  /** What chi-squared exceeds once in a thousand (Wilson and Hilferty, 1931). */
  private static double quantile(int freedom) {
    double part = 2.0 / (9 * freedom);
    double root = 1 - part + DEVIATE * Math.sqrt(part);
    return freedom * root * root * root;
  }

  /**
   * Classes between the bounds that neither has inside a class of its own; rows without a value
   * apart, where both tell them.
   */
  private static List<long[]> ordered(ColumnFigures before, ColumnFigures now) {
    TreeSet<Long> bounds = new TreeSet<>();
    for (Cell cell : before.cells()) {
      add(bounds, cell);
    }
    for (Cell cell : now.cells()) {
      add(bounds, cell);
    }
    bounds.removeIf(cut -> isInside(cut, before) || isInside(cut, now));
    List<Long> cuts = new ArrayList<>(bounds);
    // Place 0 is of the rows without a value, place i + 1 of those between cuts i - 1 and i.
    List<long[]> cells = new ArrayList<>();
    for (int i = 0; i < cuts.size() + 2; i++) {
      cells.add(new long[2]);
    }
    int joinedBefore = put(before, cuts, cells, 0);
    int joinedNow = put(now, cuts, cells, 1);
    if (joinedBefore > 0) {
      move(cells.get(0), cells.get(joinedBefore));
    }
    if (joinedNow > 0 && joinedNow != joinedBefore) {
      move(cells.get(joinedBefore), cells.get(joinedNow));
    }
    return cells;
  }

  private static void move(long[] from, long[] to) {
    for (int side = 0; side < 2; side++) {
      to[side] += from[side];
      from[side] = 0;
    }
  }

  /** Puts rows into cells, and says to which cell those without a value were joined, or 0. */
  private static int put(ColumnFigures figures, List<Long> cuts, List<long[]> cells, int side) {
    int joined = 0;
    for (Cell cell : figures.cells()) {
      boolean absentAlone = cell.absent() && cell.codes() != null;
      int at = absentAlone ? 0 : 1;
      for (int i = 0; i < cuts.size() && !absentAlone && cell.from() != null; i++) {
        at += cuts.get(i) <= cell.from() ? 1 : 0;
      }
      cells.get(at)[side] += cell.rows();
      joined = cell.absent() && !absentAlone ? at : joined;
    }
    return joined;
  }

  private static void add(TreeSet<Long> bounds, Cell cell) {
    if (cell.from() != null) {
      bounds.add(cell.from());
    }
    if (cell.to() != null) {
      bounds.add(cell.to());
    }
  }

  private static boolean isInside(long cut, ColumnFigures figures) {
    return figures.cells().stream()
        .filter(cell -> cell.codes() == null)
        .anyMatch(
            cell ->
                (cell.from() == null || cell.from() < cut)
                    && (cell.to() == null || cut < cell.to()));
  }

  /** Codes that both tell, and the others together. */
  private static List<long[]> unordered(ColumnFigures before, ColumnFigures now) {
    Map<String, Long> p = codes(before);
    Map<String, Long> q = codes(now);
    List<long[]> cells = new ArrayList<>();
    long[] others = new long[2];
    for (String code : p.keySet()) {
      if (q.containsKey(code) && !code.isEmpty()) {
        cells.add(new long[] {p.get(code), q.get(code)});
      } else if (!code.isEmpty()) {
        others[0] += p.get(code);
      }
    }
    for (String code : q.keySet()) {
      others[1] += p.containsKey(code) || code.isEmpty() ? 0 : q.get(code);
    }
    others[0] += p.getOrDefault("", 0L);
    others[1] += q.getOrDefault("", 0L);
    cells.add(others);
    return cells;
  }

  /** Rows by code: a cell that is not of one code, told with certainty, has an empty one. */
  private static Map<String, Long> codes(ColumnFigures figures) {
    Map<String, Long> codes = new HashMap<>();
    for (Cell cell : figures.cells()) {
      boolean one = cell.codes() != null && cell.codes().size() == 1 && !cell.absent();
      boolean absentAlone = cell.absent() && cell.codes() != null && cell.codes().isEmpty();
      String code = one ? "=" + cell.codes().get(0) : absentAlone ? "absent" : "";
      codes.merge(code, cell.rows(), Long::sum);
    }
    return codes;
  }
}
