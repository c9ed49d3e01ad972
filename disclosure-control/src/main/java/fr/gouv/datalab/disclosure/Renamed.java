package fr.gouv.datalab.disclosure;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One characteristic under two names. Tables are compared by the names of their columns; one that
 * calls {@code territoire} what another calls {@code departement} would be compared with it on its
 * total alone, while readers lay the two side by side. Columns that share codes, and whose published
 * margins by these codes are all the same, are taken to be one, and the table is refused until they
 * have one name.
 */
final class Renamed {

  /** Without a margin that both publish, so many codes in common are no accident. */
  private static final int NO_ACCIDENT = 4;

  private final PublishedTable candidate;
  private final ReleasedTable before;

  private Renamed(PublishedTable candidate, ReleasedTable before) {
    this.candidate = candidate;
    this.before = before;
  }

  /**
   * Checks a table against another of the same source and date.
   *
   * @throws CannotProtectException naming the two columns
   */
  static void require(ReleasedTable candidate, ReleasedTable before) {
    if (candidate.population().equals(before.population())) {
      new Renamed(candidate.published(), before).require();
    }
  }

  private void require() {
    List<String> theirs = before.published().spec().columns();
    for (int d = 0; d < candidate.spec().columns().size(); d++) {
      String mine = candidate.spec().columns().get(d);
      for (int e = 0; !theirs.contains(mine) && e < theirs.size(); e++) {
        if (!candidate.spec().columns().contains(theirs.get(e)) && isOne(d, e)) {
          throw new CannotProtectException(
              "The column "
                  + mine
                  + " has the codes and the figures of "
                  + theirs.get(e)
                  + " in "
                  + before.name()
                  + ": they are one characteristic, and must have one name for their tables to be"
                  + " compared. Call it "
                  + theirs.get(e)
                  + ".");
        }
      }
    }
  }

  private boolean isOne(int d, int e) {
    PublishedTable other = before.published();
    int common = 0;
    int equal = 0;
    for (String code : codes(candidate, d)) {
      int mine = margin(candidate, d, code);
      int their = margin(other, e, code);
      if (other.hierarchy(e).indexOf(code) <= 0 || mine < 0 || their < 0) {
        continue;
      }
      common++;
      if (!candidate.isHidden(mine) && !other.isHidden(their)) {
        if (candidate.most(0, mine) < other.least(0, their)
            || candidate.least(0, mine) > other.most(0, their)) {
          return false;
        }
        equal++;
      }
    }
    return equal > 0 ? common > 1 : common >= NO_ACCIDENT;
  }

  private static Set<String> codes(PublishedTable table, int d) {
    Set<String> codes = new HashSet<>();
    for (int code = 1; code < table.hierarchy(d).size(); code++) {
      codes.add(table.hierarchy(d).code(code));
    }
    return codes;
  }

  /** The cell of a code over everything else, or -1. */
  private static int margin(PublishedTable table, int d, String code) {
    List<String> at = new ArrayList<>();
    for (int other = 0; other < table.spec().columns().size(); other++) {
      at.add(other == d ? code : table.hierarchy(other).code(0));
    }
    return table.find(at);
  }
}
