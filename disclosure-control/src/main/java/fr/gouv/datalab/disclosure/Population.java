package fr.gouv.datalab.disclosure;

import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The units that a table counts.
 *
 * @param source where they come from: tables of one source and date count the same units
 * @param asOf the date of the data
 * @param filter for some columns, the codes that are kept; none: all units of the source
 * @param cumulative whether the source only ever gains units, whose figures never change: then what
 *     an earlier date has, a later one has too
 */
public record Population(
    String source, LocalDate asOf, Map<String, Set<String>> filter, boolean cumulative) {

  /** Of a source that units also leave. */
  public Population(String source, LocalDate asOf, Map<String, Set<String>> filter) {
    this(source, asOf, filter, false);
  }

  /** The column of the dates until which units came; no table has it. */
  static final String ENTRY = "date of entry";

  public Population {
    Map<String, Set<String>> copy = new TreeMap<>();
    filter.forEach((column, codes) -> copy.put(column, Set.copyOf(codes)));
    filter = Map.copyOf(copy);
  }

  /**
   * Whether the units of the two are told apart by populations alone: of one source, and of one
   * date or both of a source that only grows.
   */
  public boolean isComparable(Population other) {
    return source.equals(other.source)
        && (asOf.equals(other.asOf) || (cumulative && other.cumulative));
  }

  /** Whether the two are of one source at two dates, between which some units moved. */
  boolean isOfAnotherDate(Population other) {
    return source.equals(other.source) && !isComparable(other);
  }

  /** Whether the two count the same units of one source at two dates, between which some moved. */
  boolean isAnotherDateOf(Population other) {
    return isOfAnotherDate(other) && filter.equals(other.filter);
  }

  /** The same units, those of a source that only grows being told apart by when they came. */
  Population among(Set<LocalDate> dates) {
    if (!cumulative || dates.size() < 2) {
      return this;
    }
    Map<String, Set<String>> more = new TreeMap<>(filter);
    Set<String> until = new TreeSet<>();
    dates.stream().filter(date -> !date.isAfter(asOf)).forEach(date -> until.add(date.toString()));
    more.put(ENTRY, until);
    return new Population(source, asOf, more, true);
  }
}
