package fr.gouv.datalab.disclosure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The cells of one table that count what cells of another do, whatever the columns and populations
 * of the two: those that both keep the same codes of the same columns.
 */
final class SameCells {

  /** A group that the table may count, but not as one cell. */
  static final int UNSEEN = -2;

  /** A group of which the table has no line: it holds nobody. */
  static final int EMPTY = -1;

  private final ReleasedTable from;
  private final ReleasedTable in;
  private final boolean alike;

  /**
   * @param from whose cells are named
   * @param in where they are looked for
   */
  SameCells(ReleasedTable from, ReleasedTable in) {
    this.from = from;
    this.in = in;
    this.alike =
        from.published().spec().columns().equals(in.published().spec().columns())
            && from.population().filter().equals(in.population().filter());
  }

  /**
   * The cell that counts the group that is named by codes; or {@link #EMPTY}, or {@link #UNSEEN}.
   */
  int find(List<String> codes) {
    PublishedTable table = in.published();
    if (alike) {
      return Math.max(table.find(codes), EMPTY);
    }
    Map<String, Set<String>> kept = kept(codes);
    Map<String, Set<String>> filter = in.population().filter();
    List<String> at = new ArrayList<>();
    Set<String> used = new HashSet<>();
    boolean known = true;
    for (int d = 0; d < table.spec().columns().size(); d++) {
      String column = table.spec().columns().get(d);
      Hierarchy hierarchy = table.hierarchy(d);
      Set<String> own = kept.get(column);
      if (own == null || own.equals(filter.get(column))) {
        at.add(hierarchy.code(0));
      } else if (own.size() == 1) {
        String code = own.iterator().next();
        if (filter.containsKey(column) && !filter.get(column).contains(code)) {
          return UNSEEN;
        }
        known &= hierarchy.indexOf(code) >= 0;
        at.add(code);
        used.add(column);
      } else {
        return UNSEEN;
      }
      used.add(column);
    }
    for (Map.Entry<String, Set<String>> each : kept.entrySet()) {
      if (!used.contains(each.getKey()) && !each.getValue().equals(filter.get(each.getKey()))) {
        return UNSEEN;
      }
    }
    if (!kept.keySet().containsAll(filter.keySet())) {
      return UNSEEN;
    }
    int cell = table.find(at);
    return cell >= 0 ? cell : known ? EMPTY : UNSEEN;
  }

  /** For some columns, the codes that the units of a cell have. */
  private Map<String, Set<String>> kept(List<String> codes) {
    Map<String, Set<String>> kept = new HashMap<>(from.population().filter());
    for (int d = 0; d < codes.size(); d++) {
      if (from.published().hierarchy(d).indexOf(codes.get(d)) != 0) {
        kept.put(from.published().spec().columns().get(d), Set.of(codes.get(d)));
      }
    }
    return kept;
  }
}
