package fr.gouv.datalab.disclosure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What tables of other dates tell, whatever their columns and populations: most units stay, so that
 * a reader lays them beside this one as if they were of its date. France today less France without
 * Corsica yesterday is Corsica, near enough.
 *
 * <p>For each way of cutting the source, the nearest date is looked at. Where its figures
 * contradict nothing, as when a source was read twice between two deliveries, it is compared as a
 * table of the same date is, and what a reader infers counts where it is near the truth. Where
 * something moved, the figure that the equations give for a cell that a rule hides must be as far
 * from the truth as asked, if they give one; and a shown cell and one within it must not differ by
 * fewer units than may be shown.
 */
final class OtherDates {

  private final ReleasedTable candidate;
  private final List<ReleasedTable> same;
  private final List<ReleasedTable> moved = new ArrayList<>();
  private DisclosureCheck.Outcome outcome = DisclosureCheck.NOTHING;

  /**
   * @param same the candidate, then the tables that are compared with it as they are
   * @param others those of other dates
   */
  OtherDates(List<ReleasedTable> same, List<ReleasedTable> others) {
    this.candidate = same.get(0);
    this.same = new ArrayList<>(same);
    for (ReleasedTable each : nearest(others)) {
      (agrees(each) ? this.same : moved).add(each);
    }
    if (this.same.size() > same.size()) {
      compareAsOne(same);
    }
    for (ReleasedTable each : moved) {
      if (!isCutAlike(each)) {
        estimate(List.of(each));
      }
    }
    if (moved.size() > 1) {
      estimate(moved);
    }
  }

  DisclosureCheck.Outcome outcome() {
    return outcome;
  }

  /** Of tables that cut the source in one way, the nearest in time: the nearest first. */
  private List<ReleasedTable> nearest(List<ReleasedTable> others) {
    Map<Object, ReleasedTable> found = new HashMap<>();
    Map<Long, List<ReleasedTable>> byDistance = new TreeMap<>();
    for (ReleasedTable each : others) {
      long days =
          Math.abs(
              each.population().asOf().toEpochDay() - candidate.population().asOf().toEpochDay());
      byDistance.computeIfAbsent(days, d -> new ArrayList<>()).add(each);
    }
    List<ReleasedTable> kept = new ArrayList<>();
    for (List<ReleasedTable> tables : byDistance.values()) {
      for (ReleasedTable each : tables) {
        if (found.putIfAbsent(cut(each), each) == null) {
          kept.add(each);
        }
      }
    }
    return kept;
  }

  /** How a table cuts the source. */
  private static Object cut(ReleasedTable table) {
    List<Object> cut = new ArrayList<>(List.of(table.population().filter()));
    cut.add(table.published().spec().shown());
    cut.add(table.published().blur().isPresent());
    for (int d = 0; d < table.published().spec().columns().size(); d++) {
      Hierarchy hierarchy = table.published().hierarchy(d);
      Set<String> edges = new LinkedHashSet<>();
      boolean given = table.published().spec().dimensions().get(d).hierarchy().isPresent();
      for (int code = 1; given && code < hierarchy.size(); code++) {
        for (int tree = 0; tree < hierarchy.trees(); tree++) {
          int parent = hierarchy.parent(tree, code);
          edges.add(hierarchy.code(code) + '\0' + (parent < 0 ? "" : hierarchy.code(parent)));
        }
      }
      cut.add(table.published().spec().columns().get(d));
      cut.add(edges);
    }
    return cut;
  }

  private boolean isCutAlike(ReleasedTable other) {
    return cut(other).equals(cut(candidate));
  }

  /** Whether a table says nothing that those looked at already make impossible. */
  private boolean agrees(ReleasedTable other) {
    if (isCutAlike(other) && differs(other.published())) {
      return false;
    }
    List<ReleasedTable> tables = new ArrayList<>(same);
    tables.add(other);
    try {
      DisclosureCheck.requireOne(tables, Set.of());
      return true;
    } catch (ContradictionException moved) {
      return false;
    }
  }

  private boolean differs(PublishedTable other) {
    PublishedTable own = candidate.published();
    for (int cell = 0; cell < own.cells(); cell++) {
      int there = other.find(own.codes(cell));
      boolean both = there >= 0 && !own.isHidden(cell) && !other.isHidden(there);
      if (both && own.blur().isEmpty() && own.value(0, cell) != other.value(0, there)) {
        return true;
      }
    }
    return false;
  }

  private void compareAsOne(List<ReleasedTable> ofThisDate) {
    try {
      outcome = outcome.and(DisclosureCheck.asOne(same, ofThisDate.size()));
    } catch (ContradictionException somethingMoved) {
      moved.addAll(same.subList(ofThisDate.size(), same.size()));
      same.subList(ofThisDate.size(), same.size()).clear();
    }
  }

  private void estimate(List<ReleasedTable> others) {
    List<ReleasedTable> tables = new ArrayList<>(same);
    tables.addAll(others);
    outcome = outcome.and(DisclosureCheck.nearly(tables, same.size()));
  }
}
