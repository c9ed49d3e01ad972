package fr.gouv.datalab.disclosure;

import java.util.Map;

/**
 * Who contributes to each cell, from columns of the table: those of finest cells are put together
 * for each margin, as if no holder were in two of them; a margin's own line says better.
 */
final class TopColumns {

  private final ProtectionSpec spec;
  private final RowFigures figures;
  private final Lattice lattice;

  TopColumns(ProtectionSpec spec, RowFigures figures, Lattice lattice) {
    this.spec = spec;
    this.figures = figures;
    this.lattice = lattice;
  }

  /**
   * The holders of each cell.
   *
   * @param finest the rows of finest cells, by cell
   * @param margins the rows of margins that are given, by cell
   */
  Holders[] holders(Map<Integer, TableRow> finest, Map<Integer, TableRow> margins) {
    double[][] largest = new double[lattice.size()][];
    double[] totals = new double[lattice.size()];
    double[] counts = new double[lattice.size()];
    finest.forEach(
        (cell, row) -> {
          double[] top = figures.contributions(row);
          double[] own = top == null ? new double[spec.places()] : top;
          double total = spec.magnitude().isPresent() ? figures.total(row) : 0;
          require(row, own, total);
          double count = count(row);
          lattice.forEachAbove(
              cell,
              above -> {
                largest[above] = merged(largest[above], own);
                totals[above] += total;
                counts[above] = Math.max(counts[above], count);
              });
        });
    margins.forEach(
        (cell, row) -> {
          double[] own = figures.contributions(row);
          if (own != null) {
            require(row, own, totals[cell]);
            largest[cell] = own;
          }
          counts[cell] = Math.max(counts[cell], count(row));
        });
    Holders[] holders = new Holders[lattice.size()];
    for (int cell = 0; cell < holders.length; cell++) {
      double count = spec.holdings().isPresent() ? counts[cell] : -1;
      holders[cell] = new Holders(count, largest[cell], totals[cell], false, false);
    }
    return holders;
  }

  private double count(TableRow row) {
    if (spec.holdings().isEmpty() || !row.figures().containsKey(spec.holdings().get())) {
      return 0;
    }
    double count = row.figures().get(spec.holdings().get()).doubleValue();
    if (count < 0 || count != Math.rint(count)) {
      throw new BadInputException(
          "The cell "
              + row.name(spec)
              + " has a "
              + spec.holdings().get()
              + " that is no count of holdings.");
    }
    return count;
  }

  private void require(TableRow row, double[] own, double total) {
    double sum = 0;
    for (double each : own) {
      sum += each;
    }
    if (sum > total) {
      throw new BadInputException(
          "The cell "
              + row.name(spec)
              + " has contributions that exceed its "
              + spec.absolute().or(spec::magnitude).orElseThrow()
              + ".");
    }
  }

  private static double[] merged(double[] one, double[] other) {
    if (one == null) {
      return other;
    }
    double[] both = new double[one.length];
    int a = 0;
    int b = 0;
    for (int i = 0; i < both.length; i++) {
      both[i] = one[a] >= other[b] ? one[a++] : other[b++];
    }
    return both;
  }
}
