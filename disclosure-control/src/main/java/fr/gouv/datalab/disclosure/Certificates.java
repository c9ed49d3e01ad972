package fr.gouv.datalab.disclosure;

import java.util.Map;
import java.util.TreeMap;

/** Makes certificates from changes of the finest cells, and checks them in whole numbers. */
final class Certificates {

  private Certificates() {}

  /**
   * The certificate whose margins are the sums of these changes; null when a figure would turn
   * negative or the cell would not go far enough.
   */
  static Certificate summed(
      Lattice lattice, Needs needs, Requirement requirement, Map<Integer, Long> finest) {
    TreeMap<Integer, Long> all = new TreeMap<>();
    for (Map.Entry<Integer, Long> entry : finest.entrySet()) {
      if (needs.nonNegative(requirement.figure())
          && lattice.value(requirement.figure(), entry.getKey()) + entry.getValue() < 0) {
        return null;
      }
      addAbove(lattice, entry.getKey(), 0, entry.getValue(), all);
    }
    all.values().removeIf(change -> change == 0);
    long moved = all.getOrDefault(requirement.cell(), 0L);
    if (requirement.up() ? moved < requirement.need() : -moved < requirement.need()) {
      return null;
    }
    if (requirement.known() >= 0 && all.containsKey(requirement.known())) {
      return null;
    }
    int[] cells = all.keySet().stream().mapToInt(Integer::intValue).toArray();
    long[] changes = all.values().stream().mapToLong(Long::longValue).toArray();
    return new Certificate(requirement, cells, changes);
  }

  private static void addAbove(
      Lattice lattice, int cell, int d, long change, Map<Integer, Long> all) {
    if (d == lattice.dimensions()) {
      all.merge(cell, change, Long::sum);
      return;
    }
    for (int code = lattice.code(d, cell); code >= 0; code = lattice.hierarchy(d).parent(code)) {
      addAbove(lattice, lattice.neighbour(cell, d, code), d + 1, change, all);
    }
  }
}
