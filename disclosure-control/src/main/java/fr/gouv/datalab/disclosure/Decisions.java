package fr.gouv.datalab.disclosure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was decided of single cells, brought to the cells of a table. */
final class Decisions {

  private final ProtectionSpec spec;
  private final Lattice lattice;
  private final Map<Decision, Integer> cells = new LinkedHashMap<>();
  private final List<Waiver> waivers = new ArrayList<>();

  /**
   * @throws BadInputException for a cell that the table has not
   */
  Decisions(ProtectionSpec spec, Lattice lattice) {
    this.spec = spec;
    this.lattice = lattice;
    for (Decision each : spec.decisions()) {
      int[] at = new int[lattice.dimensions()];
      for (int d = 0; d < at.length; d++) {
        String code = each.codes().get(d);
        at[d] = lattice.hierarchy(d).indexOf(code);
        if (at[d] < 0) {
          throw new BadInputException(
              "A decision ("
                  + each.by()
                  + ") names the code \""
                  + code
                  + "\" of "
                  + spec.columns().get(d)
                  + ", which the table has not.");
        }
      }
      int cell = lattice.find(at);
      if (cell < 0) {
        throw new BadInputException(
            "A decision ("
                + each.by()
                + ") names the cell "
                + String.join(", ", each.codes())
                + ", which the table has not.");
      }
      cells.put(each, cell);
    }
  }

  /** Waivers lift what rules say; what someone hides is hidden. */
  void judge(Reason[] reasons) {
    cells.forEach(
        (decision, cell) -> {
          if (decision.kind() == Decision.Kind.WAIVED) {
            waivers.add(
                new Waiver(decision.codes(), reasons[cell], decision.reason(), decision.by()));
            reasons[cell] = Reason.SHOWN;
          } else if (decision.kind() == Decision.Kind.HIDDEN && reasons[cell] == Reason.SHOWN) {
            reasons[cell] = Reason.DECIDED;
          }
        });
  }

  /** Costs that were given, and cells that should not be hidden. */
  void weigh(Pattern pattern) {
    double unit = spec.cost() == ProtectionSpec.Cost.MAGNITUDE ? unit(1) : 1;
    cells.forEach(
        (decision, cell) -> {
          if (decision.kind() == Decision.Kind.COST) {
            pattern.weigh(cell, Math.round(decision.lower() * unit));
          } else if (decision.kind() == Decision.Kind.KEPT) {
            pattern.avoid(cell);
          }
        });
  }

  /** Levels that were given, for the figure that the audit shows first. */
  void level(Needs needs) {
    double unit = unit(spec.mainFigure());
    cells.forEach(
        (decision, cell) -> {
          if (decision.kind() == Decision.Kind.LEVEL) {
            needs.level(
                cell,
                (long) Math.ceil(decision.lower() * unit - 1e-9),
                (long) Math.ceil(decision.upper() * unit - 1e-9));
          }
        });
  }

  private double unit(int figure) {
    return Math.pow(10, lattice.scale(figure));
  }

  /**
   * What must be shown is shown.
   *
   * @throws CannotProtectException naming the first cell that is not
   */
  void requireKept(Pattern pattern) {
    cells.forEach(
        (decision, cell) -> {
          if (decision.kind() == Decision.Kind.KEPT && pattern.isHidden(cell)) {
            throw new CannotProtectException(
                "The cell "
                    + lattice.name(cell)
                    + " must not be hidden ("
                    + decision.by()
                    + "), and nothing else protects what rules hide: lift that decision, or merge"
                    + " cells.");
          }
        });
  }

  List<Waiver> waivers() {
    return waivers;
  }
}
