package fr.gouv.datalab.disclosure;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One group of units has one noise. A cell that is published with two averages out, and with many
 * is known: by cell keys the same units are changed in the same way, so two tables that say two
 * things of one group were made with other keys, another law or other data.
 */
final class SameNoise {

  private SameNoise() {}

  /**
   * Checks the first table against the others.
   *
   * @throws CannotProtectException naming the cell of which two noises would be public
   */
  static void require(List<ReleasedTable> tables, UnionSystem system) {
    if (!isByKeys(tables.get(0))) {
      return;
    }
    PublishedTable candidate = tables.get(0).published();
    Map<List<BitSet>, Integer> boxes = boxes(candidate, system, 0);
    for (int t = 1; t < tables.size(); t++) {
      if (!isByKeys(tables.get(t))) {
        continue;
      }
      PublishedTable other = tables.get(t).published();
      for (Map.Entry<List<BitSet>, Integer> theirs : boxes(other, system, t).entrySet()) {
        Integer mine = boxes.get(theirs.getKey());
        if (mine != null && candidate.value(0, mine) != other.value(0, theirs.getValue())) {
          throw new CannotProtectException(
              candidate.name(mine)
                  + ": it would have another noise than in "
                  + tables.get(t).name()
                  + ", and the mean of both tells more than either. Use the same keys, maximum and"
                  + " variance, and the same data.");
        }
      }
    }
  }

  private static boolean isByKeys(ReleasedTable table) {
    return table.published().spec().method() instanceof Method.CellKeys;
  }

  private static Map<List<BitSet>, Integer> boxes(PublishedTable table, UnionSystem system, int t) {
    Map<List<BitSet>, Integer> boxes = new HashMap<>();
    for (int cell = 0; cell < table.cells(); cell++) {
      boxes.put(Arrays.asList(system.box(t, cell)), cell);
    }
    return boxes;
  }
}
