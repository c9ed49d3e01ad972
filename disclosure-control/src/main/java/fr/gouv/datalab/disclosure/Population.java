package fr.gouv.datalab.disclosure;

import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The units that a table counts.
 *
 * @param source where they come from: tables of one source and date count the same units
 * @param asOf the date of the data
 * @param filter for some columns, the codes that are kept; none: all units of the source
 */
public record Population(String source, LocalDate asOf, Map<String, Set<String>> filter) {

  public Population {
    Map<String, Set<String>> copy = new TreeMap<>();
    filter.forEach((column, codes) -> copy.put(column, Set.copyOf(codes)));
    filter = Map.copyOf(copy);
  }

  /** Whether tables of the two may count the same units: of one source and date. */
  public boolean isComparable(Population other) {
    return source.equals(other.source) && asOf.equals(other.asOf);
  }
}
