package fr.gouv.datalab.disclosure;

import com.google.ortools.linearsolver.MPConstraint;
import com.google.ortools.linearsolver.MPObjective;
import com.google.ortools.linearsolver.MPSolver;
import com.google.ortools.linearsolver.MPVariable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * A reader of several tables who crosses all columns with all and asks a linear program of each
 * group: written for the tests, from the units, without any code of the engine but its tables.
 */
final class CrossingAttack {

  /**
   * A cell as the reader knows it.
   *
   * @param atoms of the crossing of all columns, those it counts
   */
  record Seen(int table, int cell, BitSet atoms) {}

  private final List<ReleasedTable> tables;
  private final int atoms;
  private final List<Seen> seen = new ArrayList<>();

  CrossingAttack(List<ReleasedTable> tables, int atoms, Membership isIn) {
    this.tables = tables;
    this.atoms = atoms;
    for (int t = 0; t < tables.size(); t++) {
      for (int cell = 0; cell < tables.get(t).published().cells(); cell++) {
        BitSet own = new BitSet();
        for (int atom = 0; atom < atoms; atom++) {
          own.set(atom, isIn.test(atom, tables.get(t), cell));
        }
        seen.add(new Seen(t, cell, own));
      }
    }
  }

  /** Whether a table's cell counts the units of an atom. */
  interface Membership {
    boolean test(int atom, ReleasedTable table, int cell);
  }

  /** Hidden cells that a rule hides of which the interval is narrower than asked. */
  List<String> narrow() {
    List<String> found = new ArrayList<>();
    Program all = new Program(t -> 1);
    for (Seen each : seen) {
      PublishedTable table = tables.get(each.table()).published();
      HiddenFigures hidden = tables.get(each.table()).hidden().orElseThrow();
      if (table.isHidden(each.cell()) && hidden.isPrimary(each.cell())) {
        BigDecimal truth = hidden.figure(0, each.cell()).orElseThrow();
        double asked = table.asked(0, truth, 1);
        double[] range = all.range(each.atoms());
        double down = Math.min(asked, truth.doubleValue());
        if (range[0] > truth.doubleValue() - down + 0.5
            || range[1] < truth.doubleValue() + asked - 0.5) {
          found.add(table.name(each.cell()) + " of v" + each.table() + " " + truth);
        }
      }
    }
    return found;
  }

  /** Groups of few units of which all tables together, and none by itself, tell the number. */
  List<String> smallGroups(List<BitSet> groups, ToLongFunction<BitSet> units, long least) {
    List<String> found = new ArrayList<>();
    Program all = new Program(t -> 1);
    List<Program> alone = new ArrayList<>();
    for (int t = 0; t < tables.size(); t++) {
      int own = t;
      alone.add(new Program(other -> other == own ? 1 : 0));
    }
    for (BitSet group : groups) {
      long count = units.applyAsLong(group);
      if (count > 0 && count < least && isKnown(all, group)) {
        BitSet rest = (BitSet) group.clone();
        group.stream().filter(atom -> all.isEmpty(atom)).forEach(rest::clear);
        if (alone.stream().noneMatch(one -> isKnown(one, rest))) {
          found.add(group + " " + count);
        }
      }
    }
    return found;
  }

  private static boolean isKnown(Program program, BitSet group) {
    double[] range = program.range(group);
    return range[1] - range[0] < 0.5;
  }

  private final class Program {
    private final MPSolver solver = Solver.linear();
    private final MPVariable[] unknown = new MPVariable[atoms];

    Program(ToLongFunction<Integer> has) {
      for (int atom = 0; atom < atoms; atom++) {
        unknown[atom] = solver.makeNumVar(0, MPSolver.infinity(), "");
      }
      for (Seen each : seen) {
        PublishedTable table = tables.get(each.table()).published();
        if (has.applyAsLong(each.table()) > 0 && !table.isHidden(each.cell())) {
          double value = table.value(0, each.cell());
          MPConstraint sum = solver.makeConstraint(value, value);
          each.atoms().stream().forEach(atom -> sum.setCoefficient(unknown[atom], 1));
        }
      }
      // A crossing that a table has no line for holds nobody.
      for (int t = 0; t < tables.size(); t++) {
        BitSet lines = new BitSet();
        BitSet all = new BitSet();
        for (Seen each : seen) {
          if (each.table() == t) {
            all.or(each.atoms());
            if (tables.get(t).published().isFinest(each.cell())) {
              lines.or(each.atoms());
            }
          }
        }
        all.andNot(lines);
        if (has.applyAsLong(t) > 0) {
          all.stream().forEach(atom -> unknown[atom].setBounds(0, 0));
        }
      }
    }

    /** Whether nobody can be in an atom. */
    boolean isEmpty(int atom) {
      BitSet one = new BitSet();
      one.set(atom);
      return range(one)[1] < 0.5;
    }

    double[] range(BitSet group) {
      double[] range = new double[2];
      for (int side = 0; side < 2; side++) {
        MPObjective objective = solver.objective();
        objective.clear();
        group.stream().forEach(atom -> objective.setCoefficient(unknown[atom], 1));
        objective.setOptimizationDirection(side == 1);
        MPSolver.ResultStatus status = solver.solve();
        range[side] =
            status == MPSolver.ResultStatus.OPTIMAL
                ? objective.value()
                : side == 1 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
      }
      return range;
    }
  }
}
