package fr.gouv.datalab.disclosure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;

/**
 * One figure under two names, in another unit, or as an average or a share: readers multiply back
 * ({@code prix moyen} times {@code effectif} is the sum of prices), and figures are compared by
 * their names. A figure that is another one times a constant, or that divided or multiplied by the
 * number of units, in cells that two tables have, to the last decimal that is given, is taken to be
 * made of it.
 */
final class Disguised {

  /** Cells that must agree, besides the one that gives the constant. */
  private static final int LEAST_CELLS = 2;

  /** What the agreement must weigh, as the logarithm to base two of how rare it is. */
  private static final double BEYOND_ACCIDENT = 14;

  /** A pair of figures of one cell, with what half a unit of the last decimal is. */
  private record Pair(double mine, double half, double theirs, double theirHalf, double units) {}

  private enum Form {
    SAME("", (figure, units) -> figure),
    MEAN(" divided by the number of units", (figure, units) -> figure / units),
    SUM(" times the number of units", (figure, units) -> figure * units);

    private final String words;
    private final DoubleBinaryOperator of;

    Form(String words, DoubleBinaryOperator of) {
      this.words = words;
      this.of = of;
    }
  }

  private Disguised() {}

  /**
   * Checks a table against another of the same source and date.
   *
   * @throws CannotProtectException naming the two figures
   */
  static void require(ReleasedTable candidate, ReleasedTable before) {
    List<String> mine = candidate.published().spec().shown();
    List<String> theirs = before.published().spec().shown();
    boolean countsAlone = mine.size() == 1 || theirs.size() == 1;
    if (countsAlone || !candidate.population().equals(before.population())) {
      return;
    }
    int[] twins = twins(candidate.published(), before.published());
    for (int f = 1; f < mine.size(); f++) {
      for (int g = 1; g < theirs.size(); g++) {
        if (mine.get(f).equals(theirs.get(g))
            || mine.contains(theirs.get(g)) && theirs.contains(mine.get(f))) {
          continue;
        }
        Optional<Form> form = form(pairs(candidate, f, before, g, twins), Form.values());
        if (form.isPresent()) {
          throw new CannotProtectException(
              "The figure "
                  + mine.get(f)
                  + " is "
                  + theirs.get(g)
                  + " of "
                  + before.name()
                  + form.get().words
                  + " (and perhaps in another unit): readers compute the one from the other, and"
                  + " by two names they cannot be compared. Give "
                  + theirs.get(g)
                  + " itself, under that name and with its rules: who reads it beside "
                  + candidate.published().spec().frequency()
                  + " can make the other of it.");
        }
      }
    }
  }

  /**
   * Checks a table by itself: an average among its measures, of which margins would be sums.
   *
   * @throws BadInputException naming the two figures
   */
  static void requireSums(ProtectionSpec spec, Lattice lattice) {
    for (int f = 1; f < spec.figures().size(); f++) {
      for (int g = 1; g < spec.figures().size(); g++) {
        boolean summed = spec.measures().contains(spec.figures().get(f));
        if (summed && f != g && form(pairs(lattice, f, g), Form.MEAN).isPresent()) {
          throw new BadInputException(
              "The measure "
                  + spec.figures().get(f)
                  + " is "
                  + spec.figures().get(g)
                  + " divided by "
                  + spec.frequency()
                  + ": measures are summed over margins, and a sum of averages is none. Take it"
                  + " out: who reads the two can divide them.");
        }
      }
    }
  }

  private static List<Pair> pairs(Lattice lattice, int f, int g) {
    double unit = Math.pow(10, -lattice.scale(f));
    double their = Math.pow(10, -lattice.scale(g));
    List<Pair> pairs = new ArrayList<>();
    for (int cell = 0; cell < lattice.size(); cell++) {
      if (lattice.isFinest(cell) && lattice.value(0, cell) > 0) {
        pairs.add(
            new Pair(
                lattice.value(f, cell) * unit,
                unit / 2,
                lattice.value(g, cell) * their,
                0,
                lattice.value(0, cell)));
      }
    }
    return pairs;
  }

  /** Of each cell of a table, the cell of another that counts the same; -1 where there is none. */
  private static int[] twins(PublishedTable table, PublishedTable other) {
    Map<Map<String, String>, Integer> cells = new HashMap<>();
    for (int cell = 0; cell < other.cells(); cell++) {
      cells.put(key(other, cell), cell);
    }
    int[] twins = new int[table.cells()];
    for (int cell = 0; cell < twins.length; cell++) {
      twins[cell] = cells.getOrDefault(key(table, cell), -1);
    }
    return twins;
  }

  /** What a cell counts, whatever table names it: its codes but for totals. */
  private static Map<String, String> key(PublishedTable table, int cell) {
    Map<String, String> key = new TreeMap<>();
    for (int d = 0; d < table.spec().columns().size(); d++) {
      String code = table.codes(cell).get(d);
      if (table.hierarchy(d).indexOf(code) != 0) {
        key.put(table.spec().columns().get(d), code);
      }
    }
    return key;
  }

  private static List<Pair> pairs(ReleasedTable a, int f, ReleasedTable b, int g, int[] twins) {
    List<Pair> pairs = new ArrayList<>();
    for (int cell = 0; cell < a.published().cells(); cell++) {
      double units = figure(a, 0, cell);
      double mine = figure(a, f, cell);
      double their = twins[cell] < 0 ? Double.NaN : figure(b, g, twins[cell]);
      if (units > 0 && !Double.isNaN(mine + their)) {
        pairs.add(
            new Pair(
                mine,
                Math.pow(10, -a.published().scale(f)) / 2,
                their,
                Math.pow(10, -b.published().scale(g)) / 2,
                units));
      }
    }
    return pairs;
  }

  /** The true figure where it is known here; of a changed table nothing is. */
  private static double figure(ReleasedTable table, int figure, int cell) {
    PublishedTable published = table.published();
    if (published.blur().isPresent()) {
      return Double.NaN;
    }
    return published.isHidden(cell)
        ? table
            .hidden()
            .flatMap(hidden -> hidden.figure(figure, cell))
            .map(value -> value.doubleValue())
            .orElse(Double.NaN)
        : published.value(figure, cell) * Math.pow(10, -published.scale(figure));
  }

  private static Optional<Form> form(List<Pair> pairs, Form... forms) {
    for (Form form : forms) {
      if (pairs.size() > LEAST_CELLS && agree(pairs, form)) {
        return Optional.of(form);
      }
    }
    return Optional.empty();
  }

  /** Whether one constant makes the one figure of the other in every cell. */
  private static boolean agree(List<Pair> pairs, Form form) {
    double from = Double.NEGATIVE_INFINITY;
    double to = Double.POSITIVE_INFINITY;
    for (Pair each : pairs) {
      double whole = form.of.applyAsDouble(each.theirs(), each.units());
      double away = Math.abs(form.of.applyAsDouble(each.theirHalf(), each.units()));
      if (whole == 0) {
        if (Math.abs(each.mine()) > each.half()) {
          return false;
        }
        continue;
      }
      double ratio = each.mine() / whole;
      double wide = (each.half() + Math.abs(ratio) * away) / Math.abs(whole) * (1 + 1e-9);
      from = Math.max(from, ratio - wide);
      to = Math.min(to, ratio + wide);
    }
    return from <= to && (from > 0 || to < 0) && weight(pairs, form, to) >= BEYOND_ACCIDENT;
  }

  /** How rare it is that figures agree to their last decimal: each cell but the one that scales. */
  private static double weight(List<Pair> pairs, Form form, double constant) {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (Pair each : pairs) {
      least = Math.min(least, each.mine());
      most = Math.max(most, each.mine());
    }
    double weight = 0;
    double first = 0;
    for (Pair each : pairs) {
      double away = Math.abs(constant * form.of.applyAsDouble(each.theirHalf(), each.units()));
      double own = Math.max(0, Math.log((most - least) / (2 * (each.half() + away))) / Math.log(2));
      weight += own;
      first = Math.max(first, own);
    }
    return weight - first;
  }
}
