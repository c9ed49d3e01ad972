package fr.gouv.datalab.disclosure;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What two dates of one table tell of those who moved between them.
 *
 * <p>A source that units enter and leave gives two tables whose figures differ by both, and large
 * figures hide who came behind who went. But where the parts of a cell differ by few units in all,
 * one who knows those few (a birth, a sale, a neighbour who moved in) reads in which part they are.
 * So, for each cell and each way of dividing it, either no change is seen, or as many as may be
 * shown. What moved among hidden parts is not seen to be in one of them.
 */
final class Movers {

  private final PublishedTable candidate;
  private final long least;
  private final Set<String> shortfalls = new LinkedHashSet<>();
  private final Set<List<String>> toHide = new LinkedHashSet<>();

  Movers(ReleasedTable candidate) {
    this.candidate = candidate.published();
    this.least = this.candidate.spec().policy().minimumFrequency();
  }

  DisclosureCheck.Outcome outcome() {
    return new DisclosureCheck.Outcome(
        new Verdict(true, List.copyOf(shortfalls)), toHide, Set.of());
  }

  /** Compares with a table of the same units at another date, when it has the same dimensions. */
  void compare(ReleasedTable before) {
    PublishedTable other = before.published();
    if (!other.spec().columns().equals(candidate.spec().columns())
        || other.blur().isPresent()
        || candidate.blur().isPresent()) {
      return;
    }
    for (int cell = 0; cell < candidate.cells(); cell++) {
      for (int d = 0; d < candidate.spec().columns().size(); d++) {
        Hierarchy hierarchy = candidate.hierarchy(d);
        int code = hierarchy.indexOf(candidate.codes(cell).get(d));
        for (int tree = 0; tree < hierarchy.trees(); tree++) {
          if (hierarchy.children(tree, code).length > 1) {
            divide(cell, d, hierarchy.children(tree, code), before);
          }
        }
      }
    }
  }

  private void divide(int cell, int d, int[] children, ReleasedTable before) {
    Set<List<String>> changed = new LinkedHashSet<>();
    long seen = 0;
    long net = 0;
    int unseen = 0;
    for (int child : children) {
      List<String> part = candidate.moved(cell, d, candidate.hierarchy(d).code(child));
      Long now = figure(candidate, part);
      Long then = figure(before.published(), part);
      if (now == null || then == null) {
        unseen++;
      } else if (!now.equals(then)) {
        seen += Math.abs(now - then);
        net += now - then;
        changed.add(part);
      }
    }
    Long now = figure(candidate, candidate.codes(cell));
    Long then = figure(before.published(), candidate.codes(cell));
    if (unseen > 0 && now != null && then != null) {
      seen += Math.abs(now - then - net);
    }
    if (!changed.isEmpty() && seen < least) {
      shortfalls.add(
          candidate.name(cell)
              + ": between "
              + before.name()
              + " and this table "
              + seen
              + " unit(s) moved, and both say by "
              + candidate.spec().columns().get(d)
              + " where.");
      changed.stream().filter(part -> candidate.find(part) >= 0).forEach(toHide::add);
    }
  }

  /** What is published of a cell: zero where it has no line, null where it is hidden. */
  private static Long figure(PublishedTable table, List<String> codes) {
    int cell = table.find(codes);
    return cell < 0 ? Long.valueOf(0) : table.isHidden(cell) ? null : table.value(0, cell);
  }
}
