package fr.gouv.datalab.quality;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Joins what was counted of a column into cells that single nobody out. Every row is in one cell,
 * every cell is of at least {@link Tally#ENOUGH} persons, and no cell is hidden: so neither a
 * figure nor a difference of figures is about fewer. The outer classes of an order are open, so
 * that they do not tell the least or the greatest value.
 */
public final class SmallCounts {
  private static final int SHOWN = 15;
  private static final int EACH = 40;

  private SmallCounts() {}

  /**
   * The figures of a column.
   *
   * @param every of the rows, one in so many was counted; those without a value all were
   * @param scale decimals of its numbers
   * @param years whether its numbers are years
   */
  public static ColumnFigures of(
      String name,
      String type,
      String sensitivity,
      ColumnTally tally,
      long every,
      int scale,
      boolean years) {
    while (isTooMany(tally)) {
      tally.coarser();
    }
    Tally absent = tally.absentRows();
    List<Joined> joined =
        switch (tally.measure()) {
          case PRESENCE -> unordered(Map.of("présente", tally.presentRows()));
          case VALUE, PREFIX -> unordered(tally.codes());
          default -> ordered(new Classes(tally.measure(), scale, years), tally);
        };
    List<Cell> cells = new ArrayList<>(joined.stream().map(Joined::cell).toList());
    boolean absentTold = absent.rows() == 0 || absent.isEnough();
    boolean few = joined.size() == 1 && !joined.get(0).tally().isEnough();
    if (every == 1 && absent.rows() > 0) {
      if (few) {
        Tally all = new Tally();
        all.add(absent);
        all.add(joined.get(0).tally());
        absentTold = false;
        cells =
            all.isEnough()
                ? List.of(new Cell("toutes", null, null, null, true, all.rows()))
                : List.of();
      } else if (absent.isEnough()) {
        cells.add(new Cell("absente", null, null, List.of(), true, absent.rows()));
      } else if (!cells.isEmpty()) {
        Cell least = cells.stream().min(Comparator.comparingLong(Cell::rows)).orElseThrow();
        cells.set(cells.indexOf(least), least.withAbsent(absent.rows()));
      }
    } else if (few) {
      absentTold = absent.rows() == 0;
      cells = List.of();
    }
    long rows = cells.stream().mapToLong(Cell::rows).sum();
    return new ColumnFigures(
        name,
        type,
        sensitivity,
        tally.measure(),
        rows,
        absentTold ? absent.rows() : -1,
        tally.repairedRows() == 0 || tally.repairedRows() >= Tally.ENOUGH
            ? tally.repairedRows()
            : -1,
        cells);
  }

  /** A cell and who is in it. */
  private record Joined(Cell cell, Tally tally) {}

  private static boolean isTooMany(ColumnTally tally) {
    return tally.measure() == Measure.VALUE && tally.codes().size() > EACH
        || tally.measure() == Measure.PREFIX && tally.codes().size() > 5 * EACH;
  }

  /**
   * How often each cause was met, the rare ones together.
   *
   * @param causes rows of each, of which every row has one
   */
  public static List<Cell> causes(Map<String, Long> causes) {
    Map<String, Tally> tallies = new java.util.TreeMap<>();
    causes.forEach(
        (cause, rows) ->
            tallies.put(cause, Tally.ofDistinct(rows, (long) tallies.size() * Tally.ENOUGH)));
    List<Joined> joined = unordered(tallies);
    boolean few = joined.size() == 1 && !joined.get(0).tally().isEnough();
    return few ? List.of() : joined.stream().map(Joined::cell).toList();
  }

  private static List<Joined> unordered(Map<String, Tally> counted) {
    List<Map.Entry<String, Tally>> most =
        new ArrayList<>(
            counted.entrySet().stream()
                .filter(entry -> entry.getValue().rows() > 0)
                .sorted(
                    Comparator.comparing(
                            (Map.Entry<String, Tally> entry) -> -entry.getValue().rows())
                        .thenComparing(Map.Entry::getKey))
                .toList());
    int shown = 0;
    while (shown < most.size() && shown < SHOWN && most.get(shown).getValue().isEnough()) {
      shown++;
    }
    if (most.size() == shown + 1 && most.get(shown).getValue().isEnough()) {
      shown++;
    }
    Tally others = rest(most, shown);
    while (shown > 0 && shown < most.size() && !others.isEnough()) {
      shown--;
      others = rest(most, shown);
    }
    List<Joined> cells = new ArrayList<>();
    for (Map.Entry<String, Tally> one : most.subList(0, shown)) {
      cells.add(
          new Joined(
              new Cell(
                  one.getKey(), null, null, List.of(one.getKey()), false, one.getValue().rows()),
              one.getValue()));
    }
    if (shown < most.size()) {
      cells.add(new Joined(new Cell("autres", null, null, null, false, others.rows()), others));
    }
    return cells;
  }

  private static Tally rest(List<Map.Entry<String, Tally>> counted, int from) {
    Tally rest = new Tally();
    counted.subList(from, counted.size()).forEach(entry -> rest.add(entry.getValue()));
    return rest;
  }

  private static List<Joined> ordered(Classes classes, ColumnTally tally) {
    List<List<Classes.Class>> runs = new ArrayList<>();
    List<Tally> tallies = new ArrayList<>();
    List<Classes.Class> run = new ArrayList<>();
    Tally sum = new Tally();
    for (Classes.Class one : classes.of(tally)) {
      run.add(one);
      sum.add(one.tally());
      if (sum.isEnough()) {
        runs.add(run);
        tallies.add(sum);
        run = new ArrayList<>();
        sum = new Tally();
      }
    }
    if (!run.isEmpty()) {
      if (runs.isEmpty()) {
        runs.add(run);
        tallies.add(sum);
      } else {
        runs.get(runs.size() - 1).addAll(run);
        tallies.get(tallies.size() - 1).add(sum);
      }
    }
    List<Joined> cells = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      List<Classes.Class> of = runs.get(i);
      long from = of.get(0).from();
      long next = i + 1 < runs.size() ? runs.get(i + 1).get(0).from() : of.get(of.size() - 1).to();
      String label;
      if (of.size() == 1) {
        label = classes.label(from, of.get(0).to());
      } else if (runs.size() == 1) {
        label = "toutes valeurs";
      } else if (i == 0) {
        label = classes.below(next);
      } else {
        label = i == runs.size() - 1 ? classes.above(from) : classes.label(from, next);
      }
      // An outer class of several is open, so that the least and the greatest value are not told.
      boolean alone = of.size() == 1;
      boolean last = i == runs.size() - 1;
      cells.add(
          new Joined(
              new Cell(
                  label,
                  i == 0 && !alone ? null : Long.valueOf(from),
                  last && !alone ? null : Long.valueOf(last ? of.get(0).to() : next),
                  null,
                  false,
                  tallies.get(i).rows()),
              tallies.get(i)));
    }
    return cells;
  }
}
