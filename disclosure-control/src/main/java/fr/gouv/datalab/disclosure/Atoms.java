package fr.gouv.datalab.disclosure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * The crossings of elements of a group of columns that may hold units, in view of the tables that
 * have no other column and of the registers: a crossing that one of them has no cell or row for
 * holds none.
 */
final class Atoms {

  /** How one table, or register, sees a crossing: in its own codes, over some of the columns. */
  private static final class View {
    private final int[] place;
    private final String[][] codes;
    private final BitSet[] kept;
    private final ToIntFunction<List<String>> find;
    private int ready;

    /**
     * @param own its columns, all of the group
     * @param leaves its finest codes in each of them
     * @param find the number of a cell; -1 when there is none
     */
    View(
        List<Column> columns,
        List<String> own,
        List<? extends Iterable<String>> leaves,
        Map<String, Set<String>> filter,
        ToIntFunction<List<String>> find) {
      this.find = find;
      this.place = new int[own.size()];
      this.codes = new String[own.size()][];
      this.kept = new BitSet[columns.size()];
      for (int c = 0; c < columns.size(); c++) {
        Column column = columns.get(c);
        int d = own.indexOf(column.name());
        if (d >= 0) {
          place[d] = c;
          codes[d] = new String[column.size()];
          for (String code : leaves.get(d)) {
            String[] known = codes[d];
            column.elements(code).stream().forEach(e -> known[e] = code);
          }
          ready = c + 1;
        }
        Set<String> only = filter.get(column.name());
        if (only != null) {
          kept[c] = column.elements(only);
          ready = c + 1;
        }
      }
    }

    static View of(ReleasedTable table, List<Column> columns) {
      PublishedTable published = table.published();
      List<String> own = published.spec().columns();
      List<List<String>> leaves = new ArrayList<>();
      for (int d = 0; d < own.size(); d++) {
        leaves.add(published.hierarchy(d).leavesUnder(published.hierarchy(d).code(0)));
      }
      return new View(columns, own, leaves, table.population().filter(), published::find);
    }

    static View of(Register register, List<Column> columns) {
      return new View(
          columns,
          register.columns(),
          register.columns().stream().map(register::codes).toList(),
          Map.of(),
          row -> register.rows().contains(row) ? 0 : -1);
    }

    boolean counts(int[] elements) {
      for (int c = 0; c < kept.length; c++) {
        if (kept[c] != null && !kept[c].get(elements[c])) {
          return false;
        }
      }
      return true;
    }

    /** The finest cell of the crossing, or -1. */
    int cell(int[] elements) {
      List<String> at = new ArrayList<>(place.length);
      for (int d = 0; d < place.length; d++) {
        String code = codes[d][elements[place[d]]];
        if (code == null) {
          return -1;
        }
        at.add(code);
      }
      return find.applyAsInt(at);
    }
  }

  private final List<Column> columns;
  private final List<View> views = new ArrayList<>();
  private final List<int[]> atoms = new ArrayList<>();
  private final Map<ReleasedTable, int[]> cells = new HashMap<>();
  private long budget;

  /**
   * Enumerates them.
   *
   * @param columns of the group
   * @param tables of which every column is among these
   * @param registers what is known of codes, of these columns or of others
   * @param most so many at most
   * @throws CannotProtectException when there are more
   */
  Atoms(List<Column> columns, List<ReleasedTable> tables, List<Register> registers, int most) {
    this.columns = columns;
    this.budget = 100L * most;
    Map<ReleasedTable, View> byTable = new HashMap<>();
    tables.forEach(table -> byTable.put(table, View.of(table, columns)));
    views.addAll(byTable.values());
    registers.forEach(register -> addViews(register, columns));
    cross(new int[columns.size()], 0, most);
    byTable.forEach(
        (table, view) -> {
          int[] of = new int[atoms.size()];
          Arrays.setAll(of, a -> view.counts(atoms.get(a)) ? view.cell(atoms.get(a)) : -1);
          cells.put(table, of);
        });
  }

  /** What a register says of the first columns, of one more, and so on: crossings end early. */
  private void addViews(Register register, List<Column> columns) {
    List<String> first = new ArrayList<>();
    for (Column column : columns) {
      if (register.columns().contains(column.name())) {
        first.add(column.name());
        views.add(View.of(register.on(first), columns));
      }
    }
  }

  private void cross(int[] at, int depth, int most) {
    for (View view : views) {
      if (view.ready == depth && view.counts(at) && view.cell(at) < 0) {
        return;
      }
    }
    if (--budget < 0 || atoms.size() > most) {
      throw tooMany();
    }
    if (depth == at.length) {
      atoms.add(at.clone());
      return;
    }
    for (int element = 0; element < columns.get(depth).size(); element++) {
      at[depth] = element;
      cross(at, depth + 1, most);
    }
  }

  static CannotProtectException tooMany() {
    return new CannotProtectException(
        "The table and those published before from its source cut it into too many parts to be"
            + " compared. Publish a coarser table.");
  }

  int size() {
    return atoms.size();
  }

  /** The element of a column of the group in an atom. */
  int element(int atom, int column) {
    return atoms.get(atom)[column];
  }

  /** The finest cell of a table that holds an atom, or -1 when its population does not. */
  int cell(ReleasedTable table, int atom) {
    return cells.get(table)[atom];
  }
}
