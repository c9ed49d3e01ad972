package fr.gouv.datalab.disclosure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Several tables of one source and date as one system of equations.
 *
 * <p>Its variables are the cells of the tables, the atoms of each group of columns, and the sums
 * over the columns that neighbouring groups share. They hold all that the crossing of all columns
 * would say ({@link JunctionTree}), at the cost of the groups alone.
 */
final class UnionSystem {

  private static final int MOST_ATOMS = 200_000;

  /** What two neighbours share: the variable of each crossing of elements of its columns. */
  private record Separator(JunctionTree.Edge edge, Map<List<Integer>, Integer> variables) {}

  private final List<ReleasedTable> tables;
  private final List<Column> columns = new ArrayList<>();
  private final JunctionTree tree;
  private final int[] groupOf;
  private final List<int[]> members = new ArrayList<>();
  private final List<Atoms> atoms = new ArrayList<>();
  private final int[] firstAtom;
  private final int[] firstCell;
  private final List<Separator> separators = new ArrayList<>();
  private final int[][][] atomsOf;
  private final int variables;

  UnionSystem(List<ReleasedTable> tables) {
    this(tables, false, Set.of());
  }

  /**
   * @param severalDates whether codes may have changed between the tables
   * @param whole columns of which every unit has a code that some table names
   */
  UnionSystem(List<ReleasedTable> tables, boolean severalDates, Set<String> whole) {
    this.tables = tables;
    TreeSet<String> names = new TreeSet<>();
    tables.forEach(each -> names.addAll(columnsOf(each)));
    names.forEach(
        name -> columns.add(new Column(name, tables, severalDates, whole.contains(name))));
    List<BitSet> sets = tables.stream().map(each -> set(columnsOf(each))).toList();
    List<Register> registers =
        tables.stream().flatMap(each -> each.register().stream()).distinct().toList();
    List<BitSet> tied = new ArrayList<>(sets);
    registers.forEach(register -> tied.add(set(register.columns())));
    this.tree = new JunctionTree(columns.stream().mapToInt(Column::size).toArray(), tied);
    this.groupOf = sets.stream().mapToInt(tree::groupOf).toArray();
    this.firstAtom = new int[tree.groups().size()];
    this.firstCell = new int[tables.size()];
    this.atomsOf = new int[firstCell.length][][];
    int next = 0;
    for (int g = 0; g < firstAtom.length; g++) {
      BitSet group = tree.groups().get(g);
      List<ReleasedTable> inside = new ArrayList<>();
      for (int t = 0; t < sets.size(); t++) {
        if (JunctionTree.contains(group, sets.get(t))) {
          inside.add(tables.get(t));
        }
      }
      members.add(group.stream().toArray());
      List<Column> own = group.stream().mapToObj(columns::get).toList();
      atoms.add(new Atoms(own, inside, registers, MOST_ATOMS));
      firstAtom[g] = next;
      next += atoms.get(g).size();
      if (next > MOST_ATOMS) {
        throw Atoms.tooMany();
      }
    }
    for (int t = 0; t < firstCell.length; t++) {
      firstCell[t] = next;
      next += tables.get(t).published().cells();
    }
    for (JunctionTree.Edge edge : tree.edges()) {
      Map<List<Integer>, Integer> crossings = new HashMap<>();
      for (int g : new int[] {edge.left(), edge.right()}) {
        for (int a = 0; a < atoms.get(g).size(); a++) {
          if (crossings.putIfAbsent(crossing(g, a, edge.shared()), next) == null) {
            next++;
          }
        }
      }
      separators.add(new Separator(edge, crossings));
    }
    this.variables = next;
  }

  private static TreeSet<String> columnsOf(ReleasedTable table) {
    TreeSet<String> names = new TreeSet<>(table.published().spec().columns());
    names.addAll(table.population().filter().keySet());
    return names;
  }

  private BitSet set(Collection<String> names) {
    BitSet set = new BitSet();
    for (int c = 0; c < columns.size(); c++) {
      set.set(c, names.contains(columns.get(c).name()));
    }
    return set;
  }

  private List<Integer> crossing(int group, int atom, BitSet shared) {
    List<Integer> elements = new ArrayList<>();
    int[] own = members.get(group);
    for (int c = 0; c < own.length; c++) {
      if (shared.get(own[c])) {
        elements.add(atoms.get(group).element(atom, c));
      }
    }
    return elements;
  }

  /** The variable of a cell. */
  int variable(int table, int cell) {
    return firstCell[table] + cell;
  }

  int variables() {
    return variables;
  }

  /** How many groups of columns there are. */
  int groups() {
    return members.size();
  }

  /** The columns of a group. */
  List<Column> columnsOf(int group) {
    return Arrays.stream(members.get(group)).mapToObj(columns::get).toList();
  }

  /** The variable of a group's first atom; the others follow. */
  int firstAtom(int group) {
    return firstAtom[group];
  }

  /** How many atoms a group has. */
  int sizeOf(int group) {
    return atoms.get(group).size();
  }

  /**
   * In which element of a column of its group an atom is.
   *
   * @param atom its variable
   */
  int element(int group, int atom, int column) {
    return atoms.get(group).element(atom - firstAtom[group], column);
  }

  /** The elements that populations keep of a column, each choice once. */
  Set<BitSet> populations(Column column) {
    Set<BitSet> kept = new LinkedHashSet<>();
    for (ReleasedTable each : tables) {
      Set<String> codes = each.population().filter().get(column.name());
      if (codes != null) {
        kept.add(column.elements(codes));
      }
    }
    return kept;
  }

  /** How many atoms there are, of all groups: they are the first variables. */
  int atoms() {
    return firstCell.length == 0 ? 0 : firstCell[0];
  }

  /** The atoms of each cell of a table, margins included. */
  int[][] atomsOf(int t) {
    if (atomsOf[t] == null) {
      PublishedTable table = tables.get(t).published();
      IntStack[] found = new IntStack[table.cells()];
      Arrays.setAll(found, cell -> new IntStack());
      Atoms inside = atoms.get(groupOf[t]);
      Map<Integer, int[]> above = new HashMap<>();
      for (int a = 0; a < inside.size(); a++) {
        int finest = inside.cell(tables.get(t), a);
        if (finest >= 0) {
          for (int cell : above.computeIfAbsent(finest, table::reach)) {
            found[cell].push(firstAtom[groupOf[t]] + a);
          }
        }
      }
      atomsOf[t] = Arrays.stream(found).map(IntStack::toArray).toArray(int[][]::new);
    }
    return atomsOf[t];
  }

  /** Sums of atoms that two groups share: those of the one, and those of the other as ~atom. */
  List<int[]> shared() {
    List<int[]> shared = new ArrayList<>();
    for (Separator separator : separators) {
      Map<List<Integer>, IntStack> sums = new HashMap<>();
      for (int g : new int[] {separator.edge().left(), separator.edge().right()}) {
        for (int a = 0; a < atoms.get(g).size(); a++) {
          int atom = firstAtom[g] + a;
          sums.computeIfAbsent(crossing(g, a, separator.edge().shared()), c -> new IntStack())
              .push(g == separator.edge().left() ? atom : ~atom);
        }
      }
      sums.values().forEach(sum -> shared.add(sum.toArray()));
    }
    return shared;
  }

  /** Whether a variable is a cell of a table: if not, it is units that no table names as such. */
  boolean isCell(int variable) {
    int last = tables.size() - 1;
    return variable >= firstCell[0]
        && variable < firstCell[last] + tables.get(last).published().cells();
  }

  /**
   * What ties the variables together, for a figure that some of the tables have.
   *
   * @param has which tables do
   */
  Equations equations(boolean[] has) {
    Equations equations = new Equations();
    for (int t = 0; t < has.length; t++) {
      if (has[t]) {
        cells(t, equations);
      }
    }
    for (Separator separator : separators) {
      sums(separator, separator.edge().left(), equations);
      sums(separator, separator.edge().right(), equations);
      for (int t = 0; t < has.length; t++) {
        if (has[t]) {
          int table = t;
          separator
              .variables()
              .forEach(
                  (crossing, variable) -> {
                    int margin = margin(table, separator, crossing);
                    if (margin >= 0) {
                      equations.open();
                      equations.term(variable, 1);
                      equations.term(variable(table, margin), -1);
                    }
                  });
        }
      }
    }
    return equations;
  }

  /** A finest cell is the sum of its atoms, and a margin that of its cells. */
  private void cells(int t, Equations equations) {
    PublishedTable table = tables.get(t).published();
    Atoms inside = atoms.get(groupOf[t]);
    Map<Integer, List<Integer>> byCell = new TreeMap<>();
    for (int a = 0; a < inside.size(); a++) {
      int cell = inside.cell(tables.get(t), a);
      if (cell >= 0) {
        byCell.computeIfAbsent(cell, c -> new ArrayList<>()).add(a);
      }
    }
    for (int cell = 0; cell < table.cells(); cell++) {
      if (table.isFinest(cell)) {
        equations.open();
        equations.term(variable(t, cell), -1);
        byCell
            .getOrDefault(cell, List.of())
            .forEach(a -> equations.term(firstAtom[groupOf[t]] + a, 1));
      }
    }
    Equations own = table.equations();
    for (int row = 0; row < own.rows(); row++) {
      equations.open();
      for (int term = own.start(row); term < own.end(row); term++) {
        equations.term(variable(t, own.variable(term)), own.coefficient(term));
      }
    }
  }

  private void sums(Separator separator, int group, Equations equations) {
    Map<List<Integer>, List<Integer>> byCrossing = new HashMap<>();
    for (int a = 0; a < atoms.get(group).size(); a++) {
      byCrossing
          .computeIfAbsent(crossing(group, a, separator.edge().shared()), c -> new ArrayList<>())
          .add(a);
    }
    for (Map.Entry<List<Integer>, Integer> each : separator.variables().entrySet()) {
      equations.open();
      equations.term(each.getValue(), -1);
      byCrossing
          .getOrDefault(each.getKey(), List.of())
          .forEach(a -> equations.term(firstAtom[group] + a, 1));
    }
  }

  /** The cell of a table that counts exactly the units of a crossing, or -1. */
  private int margin(int t, Separator separator, List<Integer> crossing) {
    PublishedTable table = tables.get(t).published();
    if (!tables.get(t).population().filter().isEmpty()) {
      return -1;
    }
    int[] shared = separator.edge().shared().stream().toArray();
    List<String> codes = new ArrayList<>();
    int found = 0;
    for (int d = 0; d < table.spec().columns().size(); d++) {
      Hierarchy hierarchy = table.hierarchy(d);
      String code = hierarchy.code(0);
      for (int k = 0; k < shared.length; k++) {
        Column column = columns.get(shared[k]);
        if (column.name().equals(table.spec().columns().get(d))) {
          code = leaf(hierarchy, column, crossing.get(k));
          found++;
        }
      }
      if (code == null) {
        return -1;
      }
      codes.add(code);
    }
    return found == shared.length ? table.find(codes) : -1;
  }

  /** The code that is this element alone. */
  private static String leaf(Hierarchy hierarchy, Column column, int element) {
    for (int code = 1; code < hierarchy.size(); code++) {
      BitSet elements = column.elements(hierarchy.code(code));
      if (elements.get(element) && elements.cardinality() == 1) {
        return hierarchy.code(code);
      }
    }
    return null;
  }

  /**
   * Whether a table says by itself all that it shares with the others: then they say nothing more
   * of it.
   */
  boolean isApart(int t) {
    for (int other = 0; other < tables.size(); other++) {
      if (other != t && groupOf[other] == groupOf[t]) {
        return false;
      }
    }
    PublishedTable table = tables.get(t).published();
    for (Separator separator : separators) {
      JunctionTree.Edge edge = separator.edge();
      if (edge.left() != groupOf[t] && edge.right() != groupOf[t]) {
        continue;
      }
      Set<List<Integer>> own = new HashSet<>();
      for (int a = 0; a < atoms.get(groupOf[t]).size(); a++) {
        own.add(crossing(groupOf[t], a, edge.shared()));
      }
      for (List<Integer> crossing : own) {
        int margin = margin(t, separator, crossing);
        if (margin < 0 || table.isHidden(margin) || table.blur().isPresent()) {
          return false;
        }
      }
    }
    return true;
  }

  /** What a reader may call the units of some atoms of one group. */
  String name(BitSet some) {
    int g = 0;
    while (g + 1 < firstAtom.length && firstAtom[g + 1] <= some.nextSetBit(0)) {
      g++;
    }
    List<String> parts = new ArrayList<>();
    for (int c = 0; c < members.get(g).length; c++) {
      int own = c;
      int group = g;
      Column column = columns.get(members.get(g)[c]);
      TreeSet<String> elements = new TreeSet<>();
      some.stream().forEach(a -> elements.add(column.name(element(group, a, own))));
      if (elements.size() < column.size()) {
        parts.add(column.name() + '=' + String.join("|", elements));
      }
    }
    return String.join(", ", parts);
  }

  /** The elements of a cell in each column. */
  BitSet[] box(int t, int cell) {
    PublishedTable table = tables.get(t).published();
    BitSet[] box = new BitSet[columns.size()];
    for (int c = 0; c < box.length; c++) {
      Column column = columns.get(c);
      int d = table.spec().columns().indexOf(column.name());
      String code = d < 0 ? "" : table.codes(cell).get(d);
      boolean whole = d < 0 || table.hierarchy(d).indexOf(code) == 0;
      box[c] = whole ? column.all() : (BitSet) column.elements(code).clone();
      Set<String> kept = tables.get(t).population().filter().get(column.name());
      if (kept != null) {
        box[c].and(column.elements(kept));
      }
    }
    return box;
  }
}
