package fr.gouv.datalab.disclosure;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What contributions, line by line, say of cells: their figures, and who holds them. */
final class ContributionSums {

  private final ProtectionSpec spec;
  private final Map<List<String>, List<Contribution>> byCell = new LinkedHashMap<>();

  /**
   * @throws BadInputException when a unit has two lines in one cell, or owners of two
   */
  ContributionSums(ProtectionSpec spec, List<Contribution> contributions) {
    this.spec = spec;
    Map<List<Object>, Long> lines = new HashMap<>();
    for (Contribution each : contributions) {
      Long before = lines.put(List.of(each.codes(), each.unit()), each.line());
      if (before != null) {
        throw new BadInputException(
            "Lines "
                + before
                + " and "
                + each.line()
                + " of the contributions are of the same unit in the cell "
                + new TableRow(each.codes(), Map.of(), 0).name(spec)
                + ": a unit has one line for each cell.");
      }
      byCell.computeIfAbsent(each.codes(), c -> new ArrayList<>()).add(each);
    }
  }

  /** The cells that the contributions make, when nothing else says them. */
  List<TableRow> rows() {
    List<TableRow> rows = new ArrayList<>();
    byCell.forEach((codes, list) -> rows.add(new TableRow(codes, figures(list), 0)));
    return rows;
  }

  private Map<String, BigDecimal> figures(List<Contribution> list) {
    BigDecimal count = BigDecimal.ZERO;
    BigDecimal sum = BigDecimal.ZERO;
    int scale = 0;
    for (Contribution each : list) {
      count = count.add(each.weight());
      sum = sum.add(each.weight().multiply(each.value()));
      scale = Math.max(scale, each.value().scale());
    }
    Map<String, BigDecimal> figures = new HashMap<>();
    figures.put(spec.frequency(), count.setScale(0, RoundingMode.HALF_EVEN));
    BigDecimal rounded = sum.setScale(Math.max(0, scale), RoundingMode.HALF_EVEN);
    spec.magnitude().ifPresent(column -> figures.put(column, rounded));
    return figures;
  }

  /**
   * Holds the table to the contributions: weighted ones to the rounding of one unit.
   *
   * @throws BadInputException naming the cells that differ
   */
  void requireSame(Map<Integer, TableRow> finest) {
    Map<List<String>, TableRow> rows = new HashMap<>();
    finest.values().forEach(row -> rows.put(row.codes(), row));
    List<String> wrong = new ArrayList<>();
    byCell.forEach(
        (codes, list) -> {
          TableRow row = rows.remove(codes);
          if (row == null) {
            wrong.add(new TableRow(codes, Map.of(), 0).name(spec) + " (no line in the table)");
          } else {
            figures(list).forEach((column, sum) -> compare(row, column, sum, wrong));
          }
        });
    for (TableRow row : rows.values()) {
      if (row.figures().getOrDefault(spec.frequency(), BigDecimal.ZERO).signum() != 0) {
        wrong.add(row.name(spec) + " (no contribution)");
      }
    }
    if (!wrong.isEmpty()) {
      throw new BadInputException(
          "The table is not what its contributions add up to, in "
              + wrong.size()
              + " place(s): "
              + String.join("; ", wrong.subList(0, Math.min(10, wrong.size())))
              + (wrong.size() > 10 ? "; ..." : "")
              + ".");
    }
  }

  private void compare(TableRow row, String column, BigDecimal sum, List<String> wrong) {
    BigDecimal given = row.figures().getOrDefault(column, BigDecimal.ZERO);
    BigDecimal unit = BigDecimal.ONE.movePointLeft(Math.max(0, given.scale()));
    boolean weighted = spec.respondents().orElseThrow().weight().isPresent();
    BigDecimal slack = weighted ? unit : BigDecimal.ZERO;
    if (given.subtract(sum).abs().compareTo(slack) > 0) {
      wrong.add(row.name(spec) + " (" + column + " " + given + ", contributions " + sum + ")");
    }
  }

  /** Who holds each cell: contributions of one holding are put together wherever they are. */
  Holders[] holders(Lattice lattice) {
    List<List<List<Contribution>>> under = new ArrayList<>();
    for (int cell = 0; cell < lattice.size(); cell++) {
      under.add(new ArrayList<>());
    }
    for (int cell = 0; cell < lattice.size(); cell++) {
      List<Contribution> own = lattice.isFinest(cell) ? byCell.get(lattice.codesOf(cell)) : null;
      if (own != null) {
        lattice.forEachAbove(cell, above -> under.get(above).add(own));
      }
    }
    int scale = spec.magnitude().isPresent() ? lattice.scale(1) : 0;
    Holders[] holders = new Holders[lattice.size()];
    for (int cell = 0; cell < holders.length; cell++) {
      holders[cell] = Holders.of(shares(under.get(cell), scale), spec.places());
      under.set(cell, null);
    }
    return holders;
  }

  /** One share for each holding: of the mean weight of its units. */
  private static List<Holders.Share> shares(List<List<Contribution>> lists, int scale) {
    Map<String, double[]> sums = new LinkedHashMap<>();
    for (List<Contribution> list : lists) {
      for (Contribution each : list) {
        double[] sum = sums.computeIfAbsent(each.holding(), h -> new double[5]);
        double weight = each.weight().doubleValue();
        sum[0] += weight * each.value().movePointRight(scale).doubleValue();
        sum[1] += weight;
        sum[2]++;
        sum[3] += each.asked() ? 1 : 0;
        sum[4] += each.waived() ? 1 : 0;
      }
    }
    List<Holders.Share> shares = new ArrayList<>();
    for (double[] sum : sums.values()) {
      double weight = sum[1] / sum[2];
      shares.add(new Holders.Share(sum[0] / weight, weight, sum[3] > 0, sum[4] == sum[2]));
    }
    return shares;
  }
}
