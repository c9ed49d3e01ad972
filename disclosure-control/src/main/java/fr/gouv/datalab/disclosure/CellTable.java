package fr.gouv.datalab.disclosure;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A table to protect: its finest cells as they are, and every margin computed from them.
 *
 * <p>Confidential: it holds true figures, and no rule has been applied.
 */
public final class CellTable {

  private final ProtectionSpec spec;
  private final Lattice lattice;

  CellTable(ProtectionSpec spec, Lattice lattice) {
    this.spec = spec;
    this.lattice = lattice;
  }

  /** A table given in memory, cell by cell. */
  public static Builder builder(ProtectionSpec spec) {
    return new Builder(spec);
  }

  /**
   * Reads {@code TABLE.csv}: the columns that the specification names, others are ignored.
   *
   * @throws BadInputException naming the line, cell or code at fault
   */
  public static CellTable read(Path file, ProtectionSpec spec) {
    return CellTableReader.read(file, spec);
  }

  /** What the table is. */
  public ProtectionSpec spec() {
    return spec;
  }

  /** How many cells there are, margins included. */
  public int cells() {
    return lattice.size();
  }

  /** The codes of a dimension, found or given. */
  public Hierarchy hierarchy(int dimension) {
    return lattice.hierarchy(dimension);
  }

  /** How many decimals a figure has. */
  public int decimals(int figure) {
    return lattice.scale(figure);
  }

  /** How many of the largest contributions are known of each cell. */
  public int places() {
    Holders holders = lattice.holders(0);
    return holders == null || spec.magnitude().isEmpty() ? 0 : holders.largest().length;
  }

  /** Every cell of every margin, as the rules and decisions see it; confidential. */
  public List<JudgedCell> judged() {
    Reason[] reasons = PrimaryRules.reasons(spec.policy(), lattice);
    new Decisions(spec, lattice).judge(reasons);
    List<JudgedCell> cells = new ArrayList<>();
    for (int cell = 0; cell < reasons.length; cell++) {
      List<BigDecimal> figures = new ArrayList<>();
      for (int f = 0; f < lattice.figures(); f++) {
        figures.add(BigDecimal.valueOf(lattice.value(f, cell), lattice.scale(f)));
      }
      List<BigDecimal> largest = new ArrayList<>();
      for (int k = 0; k < places(); k++) {
        long value = Math.round(lattice.holders(cell).largest()[k]);
        largest.add(BigDecimal.valueOf(value, lattice.scale(1)));
      }
      cells.add(new JudgedCell(lattice.codesOf(cell), figures, largest, reasons[cell]));
    }
    return cells;
  }

  Lattice lattice() {
    return lattice;
  }

  /** Takes cells in any order; margins may be among them and are then checked. */
  public static final class Builder {

    private final ProtectionSpec spec;
    private final List<TableRow> rows = new ArrayList<>();
    private final List<Contribution> contributions = new ArrayList<>();

    private Builder(ProtectionSpec spec) {
      this.spec = spec;
    }

    /**
     * A cell with its frequency alone.
     *
     * @param codes one for each dimension
     */
    public Builder add(long frequency, String... codes) {
      return add(List.of(codes), Map.of(spec.frequency(), BigDecimal.valueOf(frequency)));
    }

    /**
     * A cell with all its figures.
     *
     * @param codes one for each dimension
     * @param figures by column: frequency, magnitude, measures, contributions (absent: none)
     */
    public Builder add(List<String> codes, Map<String, BigDecimal> figures) {
      return add(new TableRow(codes, figures, 0));
    }

    Builder add(TableRow row) {
      if (row.codes().size() != spec.dimensions().size()) {
        throw new BadInputException(
            "A cell has "
                + row.codes().size()
                + " codes "
                + row.codes()
                + ", and the table has "
                + spec.dimensions().size()
                + " dimensions.");
      }
      rows.add(row);
      return this;
    }

    /**
     * What one unit contributes to a finest cell, where the specification has `respondents`.
     *
     * @param codes the cell
     * @param unit the unit's number, which is shown nowhere
     * @param holding its owner's; none: it owns itself
     * @param value the contribution
     * @param weight how many units it stands for
     */
    public Builder contribute(
        List<String> codes,
        String unit,
        Optional<String> holding,
        BigDecimal value,
        BigDecimal weight) {
      return contribute(
          new Contribution(
              codes,
              unit,
              holding.orElse(unit),
              value,
              weight,
              false,
              false,
              contributions.size() + 1L));
    }

    Builder contribute(Contribution contribution) {
      contributions.add(contribution);
      return this;
    }

    /**
     * The table.
     *
     * @throws BadInputException for an unknown code, a duplicate cell, a negative frequency, a
     *     missing figure, an overflow, a margin that is not the sum of its cells, or contributions
     *     that are not those of the table
     */
    public CellTable build() {
      return new TableAssembly(spec, rows, contributions).table();
    }
  }
}
