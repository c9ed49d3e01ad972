package fr.gouv.datalab.disclosure;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What two dates of one table tell of those who moved between them.
 *
 * <p>A source that units enter and leave gives two tables whose figures differ by both, and large
 * figures hide who came behind who went. But where the parts of a cell differ by few units in all,
 * one who knows those few (a birth, a sale, a neighbour who moved in) reads in which part they are.
 * So, for each cell and each way of dividing it, either no change is seen, or as many as may be
 * shown. What moved among hidden parts is not seen to be in one of them.
 */
final class Movers {

  private final ReleasedTable released;
  private final PublishedTable candidate;
  private final long least;
  private final Set<String> shortfalls = new LinkedHashSet<>();
  private final Set<List<String>> toHide = new LinkedHashSet<>();

  Movers(ReleasedTable candidate) {
    this.released = candidate;
    this.candidate = candidate.published();
    this.least = this.candidate.spec().policy().minimumFrequency();
  }

  DisclosureCheck.Outcome outcome() {
    return new DisclosureCheck.Outcome(
        new Verdict(true, List.copyOf(shortfalls)), toHide, Set.of());
  }

  /** Compares the cells that a table of another date has too. */
  void compare(ReleasedTable before) {
    if (before.published().blur().isPresent() || candidate.blur().isPresent()) {
      return;
    }
    SameCells there = new SameCells(released, before);
    figures(before, there);
    for (int cell = 0; cell < candidate.cells(); cell++) {
      for (int d = 0; d < candidate.spec().columns().size(); d++) {
        Hierarchy hierarchy = candidate.hierarchy(d);
        int code = hierarchy.indexOf(candidate.codes(cell).get(d));
        for (int tree = 0; tree < hierarchy.trees(); tree++) {
          if (hierarchy.children(tree, code).length > 1) {
            divide(cell, d, hierarchy.children(tree, code), before, there);
          }
        }
      }
    }
  }

  private void divide(int cell, int d, int[] children, ReleasedTable before, SameCells there) {
    Set<List<String>> changed = new LinkedHashSet<>();
    long seen = 0;
    long net = 0;
    int unseen = 0;
    for (int child : children) {
      List<String> part = candidate.moved(cell, d, candidate.hierarchy(d).code(child));
      Long now = figure(candidate, candidate.find(part));
      Long then = figure(before.published(), there.find(part));
      if (now == null || then == null) {
        unseen++;
      } else if (!now.equals(then)) {
        seen += Math.abs(now - then);
        net += now - then;
        changed.add(part);
      }
    }
    Long now = figure(candidate, cell);
    Long then = figure(before.published(), there.find(candidate.codes(cell)));
    if (unseen > 0 && now != null && then != null) {
      seen += Math.abs(now - then - net);
    }
    if (!changed.isEmpty() && seen < least) {
      shortfalls.add(
          candidate.name(cell)
              + ": between "
              + before.name()
              + " and this table "
              + seen
              + " unit(s) moved, and both say by "
              + candidate.spec().columns().get(d)
              + " where.");
      changed.stream().filter(part -> candidate.find(part) >= 0).forEach(toHide::add);
    }
  }

  /**
   * The further figures of cells that both dates show. The difference of a sum of values is the
   * values of those who came less those of who went, where nobody else's changed: where few did, it
   * is theirs. A count of some of the units divides a cell as a dimension would.
   */
  private void figures(ReleasedTable before, SameCells same) {
    PublishedTable other = before.published();
    for (int f = 1; f < candidate.spec().shown().size(); f++) {
      int g = other.spec().shown().indexOf(candidate.spec().shown().get(f));
      if (g < 0) {
        continue;
      }
      boolean constant = isConstant(f, other, g, same);
      for (int cell = 0; cell < candidate.cells(); cell++) {
        int there = same.find(candidate.codes(cell));
        if (!candidate.isHidden(cell) && there >= 0 && !other.isHidden(there)) {
          BigDecimal net = difference(f, cell, other, g, there);
          long units = candidate.value(0, cell) - other.value(0, there);
          boolean few =
              candidate.spec().isMagnitude(f)
                  ? Math.abs(units) < least && (units != 0 || constant && net.signum() != 0)
                  : candidate.scale(f) == 0 && isFew(net, units);
          if (few) {
            tells(f, cell, units, before);
          } else if (candidate.spec().isMagnitude(f)
              && constant
              && isOnes(cell, net, before, there)) {
            shortfalls.add(
                candidate.name(cell)
                    + ": between "
                    + before.name()
                    + " and this table its "
                    + candidate.spec().shown().get(f)
                    + " changed by about as much as one of those who moved counts for.");
            toHide.add(candidate.codes(cell));
          }
        }
      }
      rests(f, before, g, same);
    }
  }

  /**
   * Whether a difference is nearly what one counts for who came, or who went: who is among the
   * largest of one date, and of the other is not though it would be.
   */
  private boolean isOnes(int cell, BigDecimal net, ReleasedTable before, int there) {
    Policy policy = candidate.spec().policy();
    double within =
        Math.max(policy.dominance().map(rule -> 1 - rule.share()).orElse(0.0), policy.ratio());
    if (within == 0) {
      return false;
    }
    double[] now = largest(released, candidate.codes(cell));
    double[] then = largest(before, before.published().codes(there));
    double change = net.doubleValue();
    return isOnes(change, now, then, within) || isOnes(-change, then, now, within);
  }

  private static boolean isOnes(double change, double[] with, double[] without, double within) {
    for (double each : with) {
      boolean stayed = Arrays.stream(without).anyMatch(other -> other == each);
      boolean wouldShow = without.length > 0 && each > without[without.length - 1];
      if (!stayed && wouldShow && Math.abs(change - each) < within * each) {
        return true;
      }
    }
    return false;
  }

  private static double[] largest(ReleasedTable table, List<String> codes) {
    return table
        .hidden()
        .flatMap(hidden -> hidden.holders(codes))
        .map(HolderList.Held::largest)
        .orElse(new double[0]);
  }

  /**
   * Of a count of some of the units: those that it counts and the others changed by few in all.
   * Expected counts, with decimals, are of nobody.
   */
  private boolean isFew(BigDecimal net, long units) {
    BigDecimal seen = net.abs().add(BigDecimal.valueOf(units).subtract(net).abs());
    return seen.signum() != 0 && seen.compareTo(BigDecimal.valueOf(least)) < 0;
  }

  private BigDecimal difference(int f, int cell, PublishedTable other, int g, int there) {
    return BigDecimal.valueOf(candidate.value(f, cell), candidate.scale(f))
        .subtract(BigDecimal.valueOf(other.value(g, there), other.scale(g)));
  }

  private void tells(int f, int cell, long units, ReleasedTable before) {
    shortfalls.add(
        candidate.name(cell)
            + ": between "
            + before.name()
            + " and this table its "
            + candidate.spec().frequency()
            + " changed by "
            + Math.abs(units)
            + ", fewer than may be shown, and the difference of its "
            + candidate.spec().shown().get(f)
            + " is what those who moved count for.");
    toHide.add(candidate.codes(cell));
  }

  /**
   * Whether values that stay are the same at both dates: where as many units are, so is the sum.
   */
  private boolean isConstant(int f, PublishedTable other, int g, SameCells same) {
    int steady = 0;
    int all = 0;
    for (int cell = 0; cell < candidate.cells(); cell++) {
      int there = same.find(candidate.codes(cell));
      if (!candidate.isHidden(cell)
          && there >= 0
          && !other.isHidden(there)
          && candidate.value(0, cell) == other.value(0, there)) {
        all++;
        steady += difference(f, cell, other, g, there).signum() == 0 ? 1 : 0;
      }
    }
    return 2 * steady >= all;
  }

  /** What shown parts leave of a shown sum at both dates: hidden parts, taken together. */
  private void rests(int f, ReleasedTable before, int g, SameCells same) {
    PublishedTable other = before.published();
    Equations equations = candidate.equations();
    for (int row = 0; candidate.spec().isMagnitude(f) && row < equations.rows(); row++) {
      long units = 0;
      int smallest = -1;
      int unseen = 0;
      boolean sum = false;
      for (int t = equations.start(row); t < equations.end(row); t++) {
        int cell = equations.variable(t);
        int there = same.find(candidate.codes(cell));
        if (candidate.isHidden(cell) || there < 0 || other.isHidden(there)) {
          unseen++;
          continue;
        }
        sum |= equations.coefficient(t) < 0;
        units -= equations.coefficient(t) * (candidate.value(0, cell) - other.value(0, there));
        if (smallest < 0 || candidate.value(0, cell) < candidate.value(0, smallest)) {
          smallest = cell;
        }
      }
      if (sum && unseen > 0 && units != 0 && Math.abs(units) < least) {
        shortfalls.add(
            candidate.name(smallest)
                + ": between "
                + before.name()
                + " and this table the hidden cells beside it changed by "
                + Math.abs(units)
                + " unit(s), and both dates give the difference of their "
                + candidate.spec().shown().get(f)
                + ".");
        toHide.add(candidate.codes(smallest));
      }
    }
  }

  /** What is published of a cell: zero where it has no line, null where it is hidden. */
  private static Long figure(PublishedTable table, int cell) {
    if (cell == SameCells.UNSEEN) {
      return null;
    }
    return cell < 0 ? Long.valueOf(0) : table.isHidden(cell) ? null : table.value(0, cell);
  }
}
