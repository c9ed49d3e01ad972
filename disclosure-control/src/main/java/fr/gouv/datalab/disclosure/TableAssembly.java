package fr.gouv.datalab.disclosure;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes a table of the cells that were given: codes found, margins summed and checked. */
final class TableAssembly {

  private static final long MOST_CELLS = 5_000_000;

  private final ProtectionSpec spec;
  private final List<TableRow> rows;
  private final ContributionSums contributions;
  private final Hierarchy[] hierarchies;
  private final Map<List<Integer>, TableRow> finest = new LinkedHashMap<>();
  private final Map<List<Integer>, TableRow> margins = new LinkedHashMap<>();

  TableAssembly(ProtectionSpec spec, List<TableRow> given, List<Contribution> lines) {
    this.spec = spec;
    this.contributions = spec.respondents().isPresent() ? new ContributionSums(spec, lines) : null;
    boolean computed = spec.respondents().isPresent() && given.isEmpty();
    this.rows = computed ? contributions.rows() : given;
    this.hierarchies = Codes.hierarchies(spec, rows);
  }

  CellTable table() {
    rows.forEach(this::place);
    if (finest.isEmpty() && spec.zeros() == ProtectionSpec.Zeros.STRUCTURAL) {
      throw new BadInputException(
          margins.isEmpty()
              ? "The table has no cell."
              : "The table has margins only, the cell "
                  + margins.values().iterator().next().name(spec)
                  + " among them: give the finest cells, margins are computed from them.");
    }
    if (spec.zeros() == ProtectionSpec.Zeros.COUNT) {
      addZeros();
    }
    RowFigures figures = new RowFigures(spec, finest.values(), margins.values());
    Lattice lattice = lattice(figures);
    check(lattice);
    lattice.hold(holders(figures, lattice));
    return new CellTable(spec, lattice);
  }

  private void place(TableRow row) {
    List<Integer> at = new ArrayList<>();
    boolean margin = false;
    for (int d = 0; d < hierarchies.length; d++) {
      int code = hierarchies[d].indexOf(row.codes().get(d));
      if (code < 0) {
        throw Codes.unknown(spec, d, hierarchies[d], row);
      }
      margin |= !hierarchies[d].isLeaf(code);
      at.add(code);
    }
    TableRow before = (margin ? margins : finest).put(at, row);
    if (before != null) {
      throw new BadInputException(
          "The cell "
              + row.name(spec)
              + " is given twice"
              + (before.line() > 0 ? ", on line " + before.line() + " too" : "")
              + ": a cell has one line.");
    }
  }

  private void addZeros() {
    long product = 1;
    for (Hierarchy hierarchy : hierarchies) {
      product *= Math.max(1, hierarchy.leaves(0).length);
      if (product > MOST_CELLS) {
        throw new BadInputException(
            "`zeros: count` would make more than "
                + MOST_CELLS
                + " finest cells: give the zeros"
                + " that matter as lines of the table, and leave `zeros` out.");
      }
    }
    Map<String, BigDecimal> nothing = new HashMap<>();
    spec.figures().forEach(figure -> nothing.put(figure, BigDecimal.ZERO));
    spec.absolute().ifPresent(column -> nothing.put(column, BigDecimal.ZERO));
    addZeros(new ArrayList<>(), nothing);
  }

  private void addZeros(List<Integer> at, Map<String, BigDecimal> nothing) {
    if (at.size() == hierarchies.length) {
      finest.computeIfAbsent(List.copyOf(at), k -> new TableRow(codes(k), nothing, 0));
      return;
    }
    for (int leaf : hierarchies[at.size()].leaves(0)) {
      at.add(leaf);
      addZeros(at, nothing);
      at.remove(at.size() - 1);
    }
  }

  private List<String> codes(List<Integer> at) {
    List<String> codes = new ArrayList<>();
    for (int d = 0; d < hierarchies.length; d++) {
      codes.add(hierarchies[d].code(at.get(d)));
    }
    return codes;
  }

  private Lattice lattice(RowFigures figures) {
    int[][] codes = new int[hierarchies.length][finest.size()];
    long[][] values = new long[spec.figures().size()][finest.size()];
    int i = 0;
    for (Map.Entry<List<Integer>, TableRow> entry : finest.entrySet()) {
      TableRow row = entry.getValue();
      for (int d = 0; d < codes.length; d++) {
        codes[d][i] = entry.getKey().get(d);
      }
      for (int f = 0; f < values.length; f++) {
        values[f][i] = figures.figure(row, f);
      }
      if (values[0][i] == 0 && spec.magnitude().isPresent() && values[1][i] != 0) {
        throw new BadInputException(
            "The cell "
                + row.name(spec)
                + " has a "
                + spec.magnitude().get()
                + " without a unit: its "
                + spec.frequency()
                + " is 0.");
      }
      i++;
    }
    return new Lattice(spec, hierarchies, codes, values, figures.scales());
  }

  private Holders[] holders(RowFigures figures, Lattice lattice) {
    Map<Integer, TableRow> cells = byCell(lattice, finest);
    if (contributions != null) {
      contributions.requireSame(cells);
      return contributions.holders(lattice);
    }
    if (spec.contributors().isEmpty() && spec.holdings().isEmpty()) {
      return null;
    }
    return new TopColumns(spec, figures, lattice).holders(cells, byCell(lattice, margins));
  }

  private static Map<Integer, TableRow> byCell(Lattice lattice, Map<List<Integer>, TableRow> rows) {
    Map<Integer, TableRow> cells = new LinkedHashMap<>();
    rows.forEach(
        (at, row) -> {
          int cell = lattice.find(at.stream().mapToInt(Integer::intValue).toArray());
          if (cell >= 0) {
            cells.put(cell, row);
          }
        });
    return cells;
  }

  private void check(Lattice lattice) {
    List<String> wrong = new ArrayList<>();
    for (Map.Entry<List<Integer>, TableRow> entry : margins.entrySet()) {
      TableRow row = entry.getValue();
      int cell = lattice.find(entry.getKey().stream().mapToInt(Integer::intValue).toArray());
      for (int f = 0; f < spec.figures().size(); f++) {
        BigDecimal given = row.figures().get(spec.figures().get(f));
        BigDecimal computed =
            cell < 0
                ? BigDecimal.ZERO
                : BigDecimal.valueOf(lattice.value(f, cell), lattice.scale(f));
        if (given != null && given.compareTo(computed) != 0) {
          wrong.add(
              row.name(spec)
                  + " ("
                  + spec.figures().get(f)
                  + "): "
                  + given.toPlainString()
                  + " given, "
                  + computed.toPlainString()
                  + " summed");
        }
      }
    }
    if (!wrong.isEmpty()) {
      throw new BadInputException(
          "The table is not additive: "
              + wrong.size()
              + " margin(s) are not the sum of their"
              + " finest cells: "
              + String.join("; ", wrong.subList(0, Math.min(10, wrong.size())))
              + (wrong.size() > 10 ? "; ..." : "")
              + ". Correct the table, or give finest cells only.");
    }
  }
}
