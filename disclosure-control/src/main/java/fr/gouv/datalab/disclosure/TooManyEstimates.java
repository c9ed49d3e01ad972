package fr.gouv.datalab.disclosure;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Cells that a rule would hide, and of which the noisy figures of a table and of those before it
 * give a good estimate together: 95 times of 100 to less than the interval that is asked.
 */
final class TooManyEstimates {

  /** Of a normal law: within so many standard errors, 95 times of 100. */
  private static final double NINETY_FIVE = 1.96;

  private static final long MOST_WORK = 2_000_000_000L;

  private record Asked(int table, int cell, double width) {}

  private final List<ReleasedTable> tables;
  private final List<PublishedTable> dates;
  private final Averages averages;

  /**
   * @param dates tables like the first of other dates: a cell that stays as it is while those
   *     around it change is told anew by each
   */
  TooManyEstimates(UnionSystem system, List<ReleasedTable> tables, List<ReleasedTable> dates) {
    this.tables = tables;
    PublishedTable candidate = tables.get(0).published();
    Set<List<Long>> seen = new HashSet<>(Set.of(figures(candidate)));
    this.dates =
        dates.stream()
            .map(ReleasedTable::published)
            .filter(each -> each.spec().method() instanceof Method.CellKeys)
            .filter(each -> each.spec().columns().equals(candidate.spec().columns()))
            .filter(each -> seen.add(figures(each)))
            .toList();
    this.averages = new Averages(system, tables);
  }

  /** Sentences: what the first table adds to those before. */
  List<String> shortfalls() {
    List<Asked> asked = asked();
    long affordable = Math.max(20, MOST_WORK / Math.max(1, averages.work()));
    int step = (int) Math.max(1, (asked.size() + affordable - 1) / affordable);
    List<String> shortfalls = new ArrayList<>();
    for (int i = 0; i < asked.size(); i += step) {
      Asked one = asked.get(i);
      double error = averages.error(one.table(), one.cell(), t -> true);
      boolean told = isClose(one, overDates(one, error));
      if (told && !isClose(one, averages.error(one.table(), one.cell(), t -> t > 0))) {
        PublishedTable table = tables.get(one.table()).published();
        shortfalls.add(
            table.name(one.cell())
                + (one.table() == 0 ? "" : " in " + tables.get(one.table()).name())
                + ": the mean of the noisy figures that tell of it gives its "
                + table.spec().frequency()
                + " more closely than may be.");
      }
    }
    return shortfalls;
  }

  private static List<Long> figures(PublishedTable table) {
    List<Long> figures = new ArrayList<>();
    for (int cell = 0; cell < table.cells(); cell++) {
      figures.add(table.value(0, cell));
    }
    return figures;
  }

  /**
   * Each other date in which a cell is as it is here tells as much again, but for its own noise.
   */
  private double overDates(Asked one, double error) {
    PublishedTable here = tables.get(0).published();
    if (one.table() != 0 || !(here.spec().method() instanceof Method.CellKeys keys)) {
      return error;
    }
    long same =
        dates.stream()
            .filter(
                each -> {
                  int there = each.find(here.codes(one.cell()));
                  return there >= 0 && each.value(0, there) == here.value(0, one.cell());
                })
            .count();
    double all = 1 / (error * error);
    return 1 / Math.sqrt(all + same * Math.max(0, all - 1 / keys.variance()));
  }

  private static boolean isClose(Asked asked, double error) {
    return 2 * NINETY_FIVE * error < asked.width();
  }

  private List<Asked> asked() {
    List<Asked> asked = new ArrayList<>();
    for (int t = 0; t < tables.size(); t++) {
      ReleasedTable table = tables.get(t);
      for (int cell = 0; cell < table.published().cells(); cell++) {
        if (table.hidden().isPresent() && table.hidden().get().isPrimary(cell)) {
          Optional<BigDecimal> truth = table.hidden().get().figure(0, cell);
          if (truth.isPresent()) {
            double up = table.published().asked(0, truth.get(), 1);
            asked.add(new Asked(t, cell, up + Math.min(up, truth.get().doubleValue())));
          }
        }
      }
    }
    return asked;
  }
}
