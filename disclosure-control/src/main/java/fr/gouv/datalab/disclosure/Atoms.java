package fr.gouv.datalab.disclosure;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The crossings of elements of a group of columns that may hold units, in view of the tables that
 * have no other column: a crossing that one of them has no cell for holds none.
 */
final class Atoms {

  /** One table's view of a crossing: what its elements are in the table's own codes. */
  private static final class View {
    final ReleasedTable table;
    final int[] place;
    final int[][] leaf;
    final BitSet[] kept;
    int ready;

    View(ReleasedTable table, List<Column> columns) {
      this.table = table;
      List<String> own = table.published().spec().columns();
      this.place = new int[own.size()];
      this.leaf = new int[own.size()][];
      this.kept = new BitSet[columns.size()];
      for (int c = 0; c < columns.size(); c++) {
        Column column = columns.get(c);
        int d = own.indexOf(column.name());
        if (d >= 0) {
          place[d] = c;
          leaf[d] = leaves(table.published().hierarchy(d), column);
          ready = Math.max(ready, c + 1);
        }
        var filter = table.population().filter().get(column.name());
        if (filter != null) {
          kept[c] = column.elements(filter);
          ready = Math.max(ready, c + 1);
        }
      }
    }

    private static int[] leaves(Hierarchy hierarchy, Column column) {
      int[] leaf = new int[column.size()];
      java.util.Arrays.fill(leaf, -1);
      for (int code = 1; code < hierarchy.size(); code++) {
        if (hierarchy.isLeaf(code)) {
          int of = code;
          column.elements(hierarchy.code(code)).stream().forEach(e -> leaf[e] = of);
        }
      }
      return leaf;
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
      List<String> codes = new ArrayList<>(place.length);
      for (int d = 0; d < place.length; d++) {
        int code = leaf[d][elements[place[d]]];
        if (code < 0) {
          return -1;
        }
        codes.add(table.published().hierarchy(d).code(code));
      }
      return table.published().find(codes);
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
   * @param most so many at most
   * @throws CannotProtectException when there are more
   */
  Atoms(List<Column> columns, List<ReleasedTable> tables, int most) {
    this.columns = columns;
    tables.forEach(table -> views.add(new View(table, columns)));
    this.budget = 100L * most;
    cross(new int[columns.size()], 0, most);
    for (View view : views) {
      int[] of = new int[atoms.size()];
      for (int a = 0; a < of.length; a++) {
        of[a] = view.counts(atoms.get(a)) ? view.cell(atoms.get(a)) : -1;
      }
      cells.put(view.table, of);
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

  boolean has(ReleasedTable table) {
    return cells.containsKey(table);
  }
}
