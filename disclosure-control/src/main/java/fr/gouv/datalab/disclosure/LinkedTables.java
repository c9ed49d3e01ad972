package fr.gouv.datalab.disclosure;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Several tables of the same units that share cells, protected together: vehicles by region and
 * type beside vehicles by department, say. A cell of two tables is hidden in both or in neither,
 * and the attacker has all tables at once.
 *
 * <p>Each table is protected; what one hides of a shared cell the others hide; then the linear
 * attacker is asked of all equations together ({@link DisclosureCheck}), and where something falls
 * short, the published cell that stands next to it is hidden and all begins again. Each turn hides
 * more, so it ends; what it ends with was checked as a whole, which agreement on shared cells alone
 * is not enough for (decision 0027).
 */
public final class LinkedTables {

  private static final Population UNITS = new Population("linked", LocalDate.EPOCH, Map.of());

  private final Map<String, CellTable> tables;
  private final List<String> names;
  private final List<Map<Map<String, String>, Integer>> shared = new ArrayList<>();
  private final List<Set<List<String>>> telling = new ArrayList<>();

  private LinkedTables(Map<String, CellTable> tables) {
    this.tables = tables;
    this.names = List.copyOf(tables.keySet());
    for (String name : names) {
      Lattice lattice = tables.get(name).lattice();
      Map<Map<String, String>, Integer> cells = new HashMap<>();
      for (int cell = 0; cell < lattice.size(); cell++) {
        cells.put(key(tables.get(name), cell), cell);
      }
      shared.add(cells);
      telling.add(new HashSet<>());
    }
  }

  /**
   * Protects the tables together.
   *
   * @param tables by name, of the same units at the same date; each keeps its own rules
   * @return the tables, each safe beside the others
   * @throws BadInputException when two give different figures for the same cell
   * @throws CannotProtectException when nothing keeps them safe together
   */
  public static Map<String, ProtectedTable> protect(Map<String, CellTable> tables) {
    LinkedTables linked = new LinkedTables(new LinkedHashMap<>(tables));
    linked.requireSame();
    return linked.run();
  }

  /** Protects each table until they agree on what they share: that alone is not safe. */
  static Map<String, ProtectedTable> untilStable(Map<String, CellTable> tables) {
    LinkedTables linked = new LinkedTables(new LinkedHashMap<>(tables));
    ProtectedTable[] candidates = new ProtectedTable[linked.names.size()];
    linked.agree(candidates);
    return linked.named(candidates);
  }

  private Map<String, ProtectedTable> named(ProtectedTable[] candidates) {
    Map<String, ProtectedTable> named = new LinkedHashMap<>();
    for (int t = 0; t < candidates.length; t++) {
      List<String> others = new ArrayList<>(names);
      others.remove(t);
      named.put(names.get(t), candidates[t].beside(others));
    }
    return named;
  }

  /** What a cell counts, whatever table names it: its codes but for totals. */
  private static Map<String, String> key(CellTable table, int cell) {
    Map<String, String> key = new TreeMap<>();
    Lattice lattice = table.lattice();
    for (int d = 0; d < lattice.dimensions(); d++) {
      if (lattice.code(d, cell) != 0) {
        key.put(table.spec().columns().get(d), lattice.hierarchy(d).code(lattice.code(d, cell)));
      }
    }
    return key;
  }

  private void requireSame() {
    List<String> wrong = new ArrayList<>();
    for (int a = 0; a < names.size(); a++) {
      for (int b = a + 1; b < names.size(); b++) {
        compare(a, b, wrong);
      }
    }
    if (!wrong.isEmpty()) {
      throw new BadInputException(
          "The tables are not of the same units: "
              + wrong.size()
              + " shared figure(s) differ: "
              + String.join("; ", wrong.subList(0, Math.min(10, wrong.size())))
              + (wrong.size() > 10 ? "; ..." : "")
              + ".");
    }
  }

  private void compare(int a, int b, List<String> wrong) {
    Lattice one = lattice(a);
    Lattice other = lattice(b);
    List<String> figures = table(a).spec().figures();
    shared
        .get(a)
        .forEach(
            (key, cell) -> {
              Integer twin = shared.get(b).get(key);
              for (int f = 0; twin != null && f < figures.size(); f++) {
                int g = f == 0 ? 0 : table(b).spec().figures().indexOf(figures.get(f));
                if (g < 0) {
                  continue;
                }
                BigDecimal mine = BigDecimal.valueOf(one.value(f, cell), one.scale(f));
                BigDecimal theirs = BigDecimal.valueOf(other.value(g, twin), other.scale(g));
                if (mine.compareTo(theirs) != 0) {
                  wrong.add(
                      one.name(cell)
                          + " ("
                          + figures.get(f)
                          + "): "
                          + mine.toPlainString()
                          + " in "
                          + names.get(a)
                          + ", "
                          + theirs.toPlainString()
                          + " in "
                          + names.get(b));
                }
              }
            });
  }

  private Map<String, ProtectedTable> run() {
    ProtectedTable[] candidates = new ProtectedTable[names.size()];
    while (true) {
      agree(candidates);
      List<ReleasedTable> all = new ArrayList<>();
      for (int t = 0; t < candidates.length; t++) {
        all.add(ReleasedTable.of(names.get(t), UNITS, candidates[t]));
      }
      boolean safe = true;
      boolean another = false;
      String shortfall = "";
      for (int t = 0; t < candidates.length; t++) {
        List<ReleasedTable> others = new ArrayList<>(all);
        others.remove(t);
        DisclosureCheck.Outcome outcome = DisclosureCheck.outcome(all.get(t), others);
        if (!outcome.verdict().safe()) {
          safe = false;
          shortfall = outcome.verdict().shortfalls().get(0);
          another |= telling.get(t).addAll(outcome.toHide());
          another |= hideTwins(candidates, t, outcome);
        }
      }
      if (safe) {
        return named(candidates);
      }
      if (!another) {
        throw new CannotProtectException(
            "Nothing keeps these tables safe together. "
                + shortfall
                + " Publish fewer of them, or coarser ones.");
      }
    }
  }

  /**
   * Where every published cell next to a shortfall is in another table too, hiding it here alone
   * helps nothing: the smallest of them goes in all.
   */
  private boolean hideTwins(ProtectedTable[] candidates, int t, DisclosureCheck.Outcome outcome) {
    if (!outcome.toHide().isEmpty()) {
      return false;
    }
    Lattice lattice = lattice(t);
    int smallest = -1;
    for (List<String> codes : outcome.known()) {
      int cell = shared.get(t).get(key(table(t), find(lattice, codes)));
      if (cell != 0
          && !candidates[t].pattern().isHidden(cell)
          && (smallest < 0 || lattice.value(0, cell) < lattice.value(0, smallest))) {
        smallest = cell;
      }
    }
    return smallest >= 0 && telling.get(t).add(lattice.codesOf(smallest));
  }

  private static int find(Lattice lattice, List<String> codes) {
    int[] at = new int[codes.size()];
    for (int d = 0; d < at.length; d++) {
      at[d] = lattice.hierarchy(d).indexOf(codes.get(d));
    }
    return lattice.find(at);
  }

  /** Protects each table until they hide the same of what they share. */
  private void agree(ProtectedTable[] candidates) {
    boolean stable = false;
    while (!stable) {
      stable = true;
      for (int t = 0; t < candidates.length; t++) {
        candidates[t] = Protection.linked(table(t), telling.get(t));
      }
      for (int a = 0; a < candidates.length; a++) {
        for (int b = 0; b < candidates.length; b++) {
          stable &= a == b || !spread(candidates, a, b);
        }
      }
    }
  }

  /** Hides in one table what another hides of the cells that they share. */
  private boolean spread(ProtectedTable[] candidates, int from, int to) {
    boolean more = false;
    for (Map.Entry<Map<String, String>, Integer> each : shared.get(from).entrySet()) {
      Integer twin = shared.get(to).get(each.getKey());
      if (twin != null
          && candidates[from].pattern().isHidden(each.getValue())
          && !candidates[to].pattern().isHidden(twin)) {
        more |= telling.get(to).add(lattice(to).codesOf(twin));
      }
    }
    return more;
  }

  private CellTable table(int t) {
    return tables.get(names.get(t));
  }

  private Lattice lattice(int t) {
    return table(t).lattice();
  }
}
