package fr.gouv.datalab.disclosure;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a reader infers from a table together with those published before from the same source and
 * date.
 *
 * <p>The dimensions and populations of all tables cut the source into atoms, each a sum that some
 * table may tell apart; every finest cell is a sum of atoms. The linear attacker works on them all
 * at once. A cell falls short when its interval is narrower than the candidate's specification
 * asks, when a cell hidden in the past is inferred exactly, or when two published cells differ by
 * fewer units than may be shown.
 *
 * <p>Tables of another date count other units and are not compared.
 */
public final class DisclosureCheck {

  private static final int MOST_ATOMS = 20_000;

  private final ProtectedTable candidate;
  private final List<PastRelease> tables = new ArrayList<>();
  private final List<String> columns;
  private final List<List<String>> elements = new ArrayList<>();
  private final Map<String, Map<String, Set<String>>> above = new HashMap<>();
  private final List<List<String>> atoms = new ArrayList<>();
  private final List<Map<Integer, BitSet>> atomsOf = new ArrayList<>();

  private DisclosureCheck(
      ProtectedTable candidate, Population population, List<PastRelease> others) {
    this.candidate = candidate;
    tables.add(new PastRelease("this table", population, PublishedTable.of(candidate)));
    tables.addAll(others);
    Set<String> names = new TreeSet<>();
    for (PastRelease each : tables) {
      names.addAll(each.table().spec().columns());
      names.addAll(each.population().filter().keySet());
    }
    this.columns = List.copyOf(names);
    columns.forEach(this::readColumn);
    cut(new ArrayList<>());
    for (PastRelease each : tables) {
      atomsOf.add(place(each));
    }
  }

  /**
   * The verdict on a candidate in view of what is public.
   *
   * @throws CannotProtectException when the tables cut the source into too many atoms to compare
   * @throws BadInputException when they contradict one another
   */
  public static Verdict check(
      ProtectedTable candidate, Population population, List<PastRelease> pastReleases) {
    List<PastRelease> others =
        pastReleases.stream()
            .filter(p -> p.population().source().equals(population.source()))
            .filter(p -> p.population().asOf().equals(population.asOf()))
            .toList();
    if (others.isEmpty()) {
      return candidate.verdict();
    }
    Set<String> shortfalls = new LinkedHashSet<>(candidate.verdict().shortfalls());
    DisclosureCheck check = new DisclosureCheck(candidate, population, others);
    check.differences(shortfalls);
    for (int f = 0; f < candidate.spec().figures().size(); f++) {
      check.infer(f, shortfalls);
    }
    return new Verdict(true, List.copyOf(shortfalls));
  }

  /** Codes that nothing divides, and for each code of the column all those above it. */
  private void readColumn(String column) {
    Map<String, Set<String>> parents = new TreeMap<>();
    Set<String> divided = new TreeSet<>();
    for (PastRelease each : tables) {
      int d = each.table().spec().columns().indexOf(column);
      if (d >= 0) {
        Hierarchy hierarchy = each.table().hierarchy(d);
        for (int code = 1; code < hierarchy.size(); code++) {
          Set<String> up = parents.computeIfAbsent(hierarchy.code(code), c -> new TreeSet<>());
          if (hierarchy.parent(code) > 0) {
            up.add(hierarchy.code(hierarchy.parent(code)));
          }
          if (!hierarchy.isLeaf(code)) {
            divided.add(hierarchy.code(code));
          }
        }
      }
      each.population()
          .filter()
          .getOrDefault(column, Set.of())
          .forEach(code -> parents.computeIfAbsent(code, c -> new TreeSet<>()));
    }
    Map<String, Set<String>> all = new HashMap<>();
    for (String code : parents.keySet()) {
      Set<String> reached = new TreeSet<>();
      climb(code, parents, reached);
      all.put(code, reached);
    }
    above.put(column, all);
    List<String> leaves = new ArrayList<>();
    for (String code : parents.keySet()) {
      if (!divided.contains(code)) {
        leaves.add(code);
      }
    }
    // Units that no table names by a code of this column: what a filter leaves out.
    leaves.add("");
    elements.add(leaves);
  }

  private static void climb(String code, Map<String, Set<String>> parents, Set<String> reached) {
    if (reached.add(code)) {
      parents.getOrDefault(code, Set.of()).forEach(up -> climb(up, parents, reached));
    }
  }

  private void cut(List<String> at) {
    if (at.size() == columns.size()) {
      atoms.add(List.copyOf(at));
      if (atoms.size() > MOST_ATOMS) {
        throw new CannotProtectException(
            "The table and those published before from its source cut it into more than "
                + MOST_ATOMS
                + " parts: they cannot be compared. Publish a coarser table.");
      }
      return;
    }
    for (String element : elements.get(at.size())) {
      at.add(element);
      cut(at);
      at.remove(at.size() - 1);
    }
  }

  private boolean covers(String column, String code, String element) {
    return above.get(column).getOrDefault(element, Set.of()).contains(code);
  }

  private boolean counts(Population population, List<String> atom) {
    for (Map.Entry<String, Set<String>> kept : population.filter().entrySet()) {
      String element = atom.get(columns.indexOf(kept.getKey()));
      if (kept.getValue().stream().noneMatch(code -> covers(kept.getKey(), code, element))) {
        return false;
      }
    }
    return true;
  }

  /** The atoms of each cell of a table. */
  private Map<Integer, BitSet> place(PastRelease release) {
    PublishedTable table = release.table();
    Map<Integer, BitSet> found = new LinkedHashMap<>();
    List<String> own = table.spec().columns();
    BitSet population = new BitSet();
    for (int a = 0; a < atoms.size(); a++) {
      population.set(a, counts(release.population(), atoms.get(a)));
    }
    List<Map<String, BitSet>> byCode = new ArrayList<>();
    for (int d = 0; d < own.size(); d++) {
      Map<String, BitSet> sets = new HashMap<>();
      int place = columns.indexOf(own.get(d));
      for (String code : table.hierarchy(d).codes()) {
        boolean total = table.hierarchy(d).indexOf(code) == 0;
        BitSet set = new BitSet();
        for (int a = 0; a < atoms.size(); a++) {
          set.set(a, total || covers(own.get(d), code, atoms.get(a).get(place)));
        }
        sets.put(code, set);
      }
      byCode.add(sets);
    }
    for (int cell = 0; cell < table.cells(); cell++) {
      BitSet set = (BitSet) population.clone();
      for (int d = 0; d < own.size(); d++) {
        set.and(byCode.get(d).get(table.codes(cell).get(d)));
      }
      found.put(cell, set);
    }
    return found;
  }

  /** Two published cells, one within the other, that leave too few units between them. */
  private void differences(Set<String> shortfalls) {
    String frequency = candidate.spec().frequency();
    long least = candidate.spec().policy().minimumFrequency();
    PublishedTable mine = tables.get(0).table();
    for (int t = 1; t < tables.size(); t++) {
      PublishedTable other = tables.get(t).table();
      int f = other.spec().figures().indexOf(frequency);
      if (f < 0 || other.scale(f) > 0) {
        continue;
      }
      for (int a = 0; a < mine.cells(); a++) {
        for (int b = 0; b < other.cells() && !mine.isHidden(a); b++) {
          if (other.isHidden(b)) {
            continue;
          }
          long difference = mine.value(0, a) - other.value(f, b);
          if (difference == 0 || Math.abs(difference) >= least) {
            continue;
          }
          boolean wider = difference > 0;
          BitSet inner = (BitSet) atomsOf.get(wider ? t : 0).get(wider ? b : a).clone();
          inner.andNot(atomsOf.get(wider ? 0 : t).get(wider ? a : b));
          if (inner.isEmpty()) {
            shortfalls.add(
                mine.name(a)
                    + ": its "
                    + frequency
                    + " and that of "
                    + other.name(b)
                    + " in "
                    + tables.get(t).name()
                    + " differ by fewer units than may be shown.");
          }
        }
      }
    }
  }

  private void infer(int figure, Set<String> shortfalls) {
    String column = candidate.spec().figures().get(figure);
    Equations equations = new Equations();
    int variables = atoms.size();
    int scale = 0;
    int[] first = new int[tables.size()];
    int[] figures = new int[tables.size()];
    for (int t = 0; t < first.length; t++) {
      PublishedTable table = tables.get(t).table();
      first[t] = variables;
      figures[t] = table.spec().figures().indexOf(column);
      if (figures[t] >= 0) {
        variables += table.cells();
        scale = Math.max(scale, table.scale(figures[t]));
      }
    }
    boolean[] hidden = new boolean[variables];
    long[] values = new long[variables];
    boolean[] wanted = new boolean[variables];
    java.util.Arrays.fill(hidden, 0, atoms.size(), true);
    boolean nonNegative = true;
    for (int t = 0; t < first.length; t++) {
      PublishedTable table = tables.get(t).table();
      for (int cell = 0; figures[t] >= 0 && cell < table.cells(); cell++) {
        int variable = first[t] + cell;
        hidden[variable] = table.isHidden(cell);
        wanted[variable] = hidden[variable];
        long unit = Math.round(Math.pow(10, scale - table.scale(figures[t])));
        values[variable] = table.value(figures[t], cell) * unit;
        nonNegative &= values[variable] >= 0;
        equations.open();
        equations.term(variable, -1);
        atomsOf.get(t).get(cell).stream().forEach(a -> equations.term(a, 1));
      }
    }
    for (int t = 0; t < first.length; t++) {
      Equations own = tables.get(t).table().equations();
      for (int row = 0; figures[t] >= 0 && row < own.rows(); row++) {
        equations.open();
        for (int term = own.start(row); term < own.end(row); term++) {
          equations.term(first[t] + own.variable(term), own.coefficient(term));
        }
      }
    }
    Audit.Interval[] intervals =
        new Audit(equations, hidden, values, nonNegative).intervals(wanted);
    Needs needs = new Needs(candidate.spec(), candidate.lattice());
    for (int t = 0; t < first.length; t++) {
      PublishedTable table = tables.get(t).table();
      for (int cell = 0; figures[t] >= 0 && cell < table.cells(); cell++) {
        if (hidden[first[t] + cell]
            && narrow(t, cell, figure, scale, intervals[first[t] + cell], needs)) {
          shortfalls.add(
              table.name(cell)
                  + ": with "
                  + (t == 0 ? "what was published before" : "this table")
                  + ", a reader infers its "
                  + column
                  + (t == 0 ? "" : " in " + tables.get(t).name())
                  + " more closely than may be.");
        }
      }
    }
  }

  private boolean narrow(
      int t, int cell, int figure, int scale, Audit.Interval interval, Needs needs) {
    if (t > 0) {
      return interval.lower() >= interval.upper();
    }
    boolean held =
        candidate.pattern().isPrimary(cell)
            || candidate.spec().intervals() == ProtectionSpec.Intervals.ALL;
    long unit = Math.round(Math.pow(10, scale - candidate.lattice().scale(figure)));
    long value = candidate.lattice().value(figure, cell) * unit;
    double slack =
        Math.max(unit - 1, Math.abs(value) > Audit.EXACT_UP_TO ? 1e-5 * Math.abs(value) : 0);
    return held
        && (interval.lower() > value - needs.down(figure, cell) * unit + slack
            || interval.upper() < value + needs.up(figure, cell) * unit - slack);
  }
}
