package fr.gouv.datalab.disclosure;

import java.util.Map;
import java.util.TreeMap;

/** Makes certificates from changes of the finest cells, and checks them in whole numbers. */
final class Certificates {

  /** Into how many parts a unit may be cut. */
  private static final long MOST_PARTS = 10_000;

  private Certificates() {}

  /**
   * The certificate whose margins are the sums of these changes; null when a figure would turn
   * negative or the cell would not go far enough.
   *
   * @param finest changes in parts of a unit
   * @param parts how many parts a unit has
   */
  static Certificate summed(
      Lattice lattice, Needs needs, Requirement requirement, Map<Integer, Long> finest, int parts) {
    TreeMap<Integer, Long> all = new TreeMap<>();
    for (Map.Entry<Integer, Long> entry : finest.entrySet()) {
      addAbove(lattice, entry.getKey(), 0, entry.getValue(), all);
    }
    all.values().removeIf(change -> change == 0);
    int[] cells = all.keySet().stream().mapToInt(Integer::intValue).toArray();
    long[] changes = all.values().stream().mapToLong(Long::longValue).toArray();
    Certificate made = new Certificate(requirement, cells, changes, parts);
    return proves(lattice, needs, made) ? made : null;
  }

  /** Whether a change that leaves every sum as it is also keeps figures possible and goes far. */
  private static boolean proves(Lattice lattice, Needs needs, Certificate made) {
    Requirement requirement = made.requirement;
    long moved = made.change(requirement.cell());
    if ((requirement.up() ? moved : -moved) < requirement.need() * made.parts) {
      return false;
    }
    if (made.moves(requirement.known())) {
      return false;
    }
    return keepsFiguresPossible(lattice, needs, requirement.figure(), made, 1);
  }

  private static boolean keepsFiguresPossible(
      Lattice lattice, Needs needs, int figure, Certificate made, long times) {
    if (needs.nonNegative(figure)) {
      for (int i = 0; i < made.cells.length; i++) {
        long value = lattice.value(figure, made.cells[i]) * made.parts;
        if (value + times * made.changes[i] < 0) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * The same change, turned or taken several times, as a proof of another requirement; null when it
   * is none.
   */
  static Certificate turned(
      Lattice lattice, Needs needs, Certificate held, Requirement requirement) {
    long moved = held.change(requirement.cell());
    if (moved == 0
        || held.requirement.figure() != requirement.figure()
        || held.moves(requirement.known())) {
      return null;
    }
    long wanted = requirement.need() * held.parts;
    long times = (wanted + Math.abs(moved) - 1) / Math.abs(moved);
    if (times > Integer.MAX_VALUE || ((moved > 0) != requirement.up())) {
      times = -Math.min(times, Integer.MAX_VALUE);
    }
    for (long change : held.changes) {
      if (Math.abs(change) > Lattice.LARGEST / Math.abs(times)) {
        return null;
      }
    }
    if (!keepsFiguresPossible(lattice, needs, requirement.figure(), held, times)) {
      return null;
    }
    long[] changes = new long[held.changes.length];
    for (int i = 0; i < changes.length; i++) {
      changes[i] = times * held.changes[i];
    }
    return new Certificate(requirement, held.cells, changes, held.parts);
  }

  /**
   * One change less so much of another that a cell which both move stays: a proof of what the first
   * proves, or null.
   */
  static Certificate without(
      Lattice lattice, Needs needs, Certificate first, Certificate other, int cell) {
    long own = first.change(cell);
    long its = other.change(cell);
    if (own == 0 || its == 0) {
      return null;
    }
    long divisor = gcd(Math.abs(own), Math.abs(its));
    long times = Math.abs(its / divisor);
    long taken = (own / divisor) * Long.signum(its);
    TreeMap<Integer, Long> finest = new TreeMap<>();
    if (!add(lattice, first, times, finest) || !add(lattice, other, -taken, finest)) {
      return null;
    }
    finest.values().removeIf(change -> change == 0);
    return least(lattice, needs, first.requirement, finest);
  }

  /** A change made as small as the requirement lets it be, so that figures stay possible. */
  private static Certificate least(
      Lattice lattice, Needs needs, Requirement requirement, TreeMap<Integer, Long> finest) {
    long moved = 0;
    for (Map.Entry<Integer, Long> each : finest.entrySet()) {
      moved += lattice.isUnder(each.getKey(), requirement.cell()) ? each.getValue() : 0;
    }
    if (moved == 0) {
      return null;
    }
    boolean turn = moved > 0 != requirement.up();
    long common = Math.abs(moved);
    for (long change : finest.values()) {
      common = gcd(common, Math.abs(change));
    }
    long divisor = common;
    finest.replaceAll((cell, change) -> (turn ? -change : change) / divisor * requirement.need());
    long parts = Math.abs(moved) / divisor;
    return parts > MOST_PARTS ? null : summed(lattice, needs, requirement, finest, (int) parts);
  }

  private static boolean add(
      Lattice lattice, Certificate made, long times, Map<Integer, Long> finest) {
    for (int i = 0; i < made.cells.length; i++) {
      if (Math.abs(made.changes[i]) > Lattice.LARGEST / Math.max(1, Math.abs(times)) / 2) {
        return false;
      }
      if (lattice.isFinest(made.cells[i])) {
        finest.merge(made.cells[i], times * made.changes[i], Long::sum);
      }
    }
    return true;
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  private static void addAbove(
      Lattice lattice, int cell, int d, long change, Map<Integer, Long> all) {
    if (d == lattice.dimensions()) {
      all.merge(cell, change, Long::sum);
      return;
    }
    for (int code : lattice.hierarchy(d).ancestors(lattice.code(d, cell))) {
      addAbove(lattice, lattice.neighbour(cell, d, code), d + 1, change, all);
    }
  }
}
