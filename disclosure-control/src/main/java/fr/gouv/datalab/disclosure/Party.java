package fr.gouv.datalab.disclosure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Units that know what several tables hide of them: one that is alone in some hidden cells, or the
 * two of a hidden cell of two. Whether two cells of two tables hold one unit is not told here, so
 * that any unit that could be alone in both is taken to be.
 *
 * @param cells variables of the hidden cells that they know, in order
 * @param atoms where they may be
 * @param units one or two
 */
record Party(int[] cells, BitSet atoms, int units) {

  /** A hidden cell of one unit or two. */
  private record Small(int variable, BitSet atoms, int units) {}

  /**
   * Every such party, each once.
   *
   * @param has the tables of which readers have the figure, hidden here and true there
   * @param most units of a party
   */
  static List<Party> of(UnionSystem system, List<ReleasedTable> tables, int most) {
    List<Small> small = new ArrayList<>();
    for (int t = 0; t < tables.size(); t++) {
      ReleasedTable table = tables.get(t);
      for (int cell = 0; cell < table.published().cells(); cell++) {
        int units = units(table, cell);
        if (units > 0 && units <= most) {
          small.add(new Small(system.variable(t, cell), set(system.atomsOf(t)[cell]), units));
        }
      }
    }
    List<Party> parties = new ArrayList<>(alone(small));
    for (Small pair : small) {
      if (pair.units() == 2) {
        parties.add(both(pair, small));
      }
    }
    return parties;
  }

  /**
   * How many units a hidden cell holds, when they are one or two; else 0. Units of one owner are
   * one, where that is known.
   */
  static int units(ReleasedTable table, int cell) {
    PublishedTable published = table.published();
    if (!published.isHidden(cell) || published.blur().isPresent() || table.hidden().isEmpty()) {
      return 0;
    }
    return table
        .hidden()
        .get()
        .figure(0, cell)
        .map(f -> f.signum() > 0 ? holders(table, cell, f.doubleValue()) : 0)
        .filter(f -> f <= SmallCells.MOST)
        .map(f -> (int) Math.ceil(f))
        .orElse(0);
  }

  private static double holders(ReleasedTable table, int cell, double units) {
    return table
        .hidden()
        .flatMap(hidden -> hidden.holders(table.published().codes(cell)))
        .map(HolderList.Held::count)
        .filter(count -> count > 0)
        .orElse(units);
  }

  private static BitSet set(int[] atoms) {
    BitSet set = new BitSet();
    Arrays.stream(atoms).forEach(set::set);
    return set;
  }

  /** A unit at an atom is alone in each cell of one unit that has the atom. */
  private static List<Party> alone(List<Small> small) {
    Map<Integer, List<Integer>> byAtom = new LinkedHashMap<>();
    for (Small each : small) {
      if (each.units() == 1) {
        each.atoms().stream()
            .forEach(a -> byAtom.computeIfAbsent(a, k -> new ArrayList<>()).add(each.variable()));
      }
    }
    Map<List<Integer>, BitSet> sets = new LinkedHashMap<>();
    byAtom.forEach((atom, cells) -> sets.computeIfAbsent(cells, k -> new BitSet()).set(atom));
    List<Party> parties = new ArrayList<>();
    sets.forEach((cells, atoms) -> parties.add(new Party(sorted(cells), atoms, 1)));
    return parties;
  }

  /** The two of a cell of two are alone together in all that has it, and alone within it. */
  private static Party both(Small pair, List<Small> small) {
    Set<Integer> cells = new LinkedHashSet<>();
    for (Small each : small) {
      boolean around = each.units() == 2 && JunctionTree.contains(each.atoms(), pair.atoms());
      boolean inside = !each.atoms().isEmpty() && JunctionTree.contains(pair.atoms(), each.atoms());
      if (around || inside) {
        cells.add(each.variable());
      }
    }
    cells.add(pair.variable());
    return new Party(sorted(cells), pair.atoms(), 2);
  }

  private static int[] sorted(Iterable<Integer> cells) {
    IntStack stack = new IntStack();
    cells.forEach(stack::push);
    return Arrays.stream(stack.toArray()).sorted().distinct().toArray();
  }

  /** These and those. */
  Party and(Party other) {
    BitSet both = (BitSet) atoms.clone();
    both.or(other.atoms);
    int[] all = Arrays.copyOf(cells, cells.length + other.cells.length);
    System.arraycopy(other.cells, 0, all, cells.length, other.cells.length);
    return new Party(Arrays.stream(all).sorted().distinct().toArray(), both, units + other.units);
  }

  boolean knows(int variable) {
    return Arrays.binarySearch(cells, variable) >= 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Party party
        && Arrays.equals(cells, party.cells)
        && units == party.units;
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(cells);
  }
}
