package fr.gouv.datalab.disclosure;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Columns of which a population may keep every code, so that it leaves nobody out: who lists all
 * ages asks for everyone, and readers know how many ages there are. Where no table divides all
 * units by the column, that cannot be seen here; so tables are also compared as if it were so,
 * where their figures allow it.
 */
final class WholeColumns {

  private WholeColumns() {}

  /** Those that figures allow to be whole, all together. */
  static Set<String> of(List<ReleasedTable> tables) {
    Set<String> whole = new TreeSet<>();
    for (String column : open(tables)) {
      Set<String> more = new TreeSet<>(whole);
      more.add(column);
      if (allow(tables, more)) {
        whole = more;
      }
    }
    return whole;
  }

  /** The columns that populations name and by which no table divides all units. */
  private static Set<String> open(List<ReleasedTable> tables) {
    Set<String> open = new TreeSet<>();
    tables.forEach(each -> open.addAll(each.population().filter().keySet()));
    open.remove(Population.ENTRY);
    for (ReleasedTable each : tables) {
      if (each.population().filter().isEmpty()) {
        each.published().spec().columns().forEach(open::remove);
      }
    }
    return open;
  }

  private static boolean allow(List<ReleasedTable> tables, Set<String> whole) {
    try {
      DisclosureCheck.requireOne(tables, whole);
      return true;
    } catch (ContradictionException someAreLeftOut) {
      return false;
    }
  }
}
