package fr.gouv.datalab.disclosure;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One characteristic of the units of a source, cut as finely as some table or population cuts it:
 * its elements are numbered from 0, and each code is a set of them. The last element is the units
 * that no code names.
 */
final class Column {

  private final String name;
  private final Map<String, BitSet> codes = new HashMap<>();
  private final Map<String, Set<String>> parents = new TreeMap<>();
  private final int size;

  /**
   * Cuts a column.
   *
   * @param severalDates whether a population may keep codes that other dates do not know: then they
   *     are units that no other code names
   * @param whole whether every unit has one of the codes
   * @throws CannotProtectException when a population keeps a code that no hierarchy of the column
   *     knows: what it shares with the others cannot be told
   */
  Column(String name, List<ReleasedTable> tables, boolean severalDates, boolean whole) {
    this.name = name;
    Set<String> divided = new TreeSet<>();
    for (ReleasedTable each : tables) {
      int d = each.published().spec().columns().indexOf(name);
      if (d >= 0) {
        readHierarchy(each.published().hierarchy(d), divided);
      }
      each.register()
          .filter(register -> register.columns().contains(name))
          .ifPresent(
              register ->
                  register
                      .codes(name)
                      .forEach(code -> parents.computeIfAbsent(code, c -> new TreeSet<>())));
    }
    boolean cut = !parents.isEmpty();
    List<Set<String>> filters = new ArrayList<>();
    for (ReleasedTable each : tables) {
      Set<String> kept = each.population().filter().getOrDefault(name, Set.of());
      for (String code : kept) {
        if (cut && !severalDates && !parents.containsKey(code)) {
          throw new CannotProtectException(
              "The population of "
                  + each.name()
                  + " keeps the code \""
                  + code
                  + "\" of "
                  + name
                  + ", which the hierarchies of the other tables do not have: they cannot be"
                  + " compared. Name codes of the hierarchy.");
        }
        parents.computeIfAbsent(code, c -> new TreeSet<>());
      }
      if (!kept.isEmpty()) {
        filters.add(kept);
      }
    }
    this.size = number(divided, filters, cut) + (whole ? 0 : 1);
  }

  private void readHierarchy(Hierarchy hierarchy, Set<String> divided) {
    for (int code = 1; code < hierarchy.size(); code++) {
      Set<String> up = parents.computeIfAbsent(hierarchy.code(code), c -> new TreeSet<>());
      for (int tree = 0; tree < hierarchy.trees(); tree++) {
        if (hierarchy.parent(tree, code) > 0) {
          up.add(hierarchy.code(hierarchy.parent(tree, code)));
        }
      }
      if (!hierarchy.isLeaf(code)) {
        divided.add(hierarchy.code(code));
      }
    }
  }

  /** Codes that only populations name and none tells apart are one element. */
  private int number(Set<String> divided, List<Set<String>> filters, boolean cut) {
    Map<Object, Integer> elements = new LinkedHashMap<>();
    for (String leaf : parents.keySet()) {
      if (divided.contains(leaf)) {
        continue;
      }
      Set<String> above = new TreeSet<>();
      climb(leaf, above);
      Object signature = leaf;
      if (!cut) {
        List<Boolean> kept = new ArrayList<>();
        filters.forEach(filter -> kept.add(filter.contains(leaf)));
        signature = kept;
      }
      int element = elements.computeIfAbsent(signature, s -> elements.size());
      above.forEach(code -> codes.computeIfAbsent(code, c -> new BitSet()).set(element));
    }
    return elements.size();
  }

  private void climb(String code, Set<String> reached) {
    if (reached.add(code)) {
      parents.getOrDefault(code, Set.of()).forEach(up -> climb(up, reached));
    }
  }

  String name() {
    return name;
  }

  /** The narrowest code of an element. */
  String name(int element) {
    return codes.entrySet().stream()
        .filter(code -> code.getValue().get(element))
        .min(
            Comparator.<Map.Entry<String, BitSet>>comparingInt(c -> c.getValue().cardinality())
                .thenComparing(Map.Entry::getKey))
        .map(Map.Entry::getKey)
        .orElse("others");
  }

  int size() {
    return size;
  }

  /** The elements of a code that is not the total. */
  BitSet elements(String code) {
    return codes.get(code);
  }

  /** The elements of each code, each set once. */
  Set<BitSet> named() {
    return new LinkedHashSet<>(new TreeMap<>(codes).values());
  }

  BitSet elements(Set<String> kept) {
    BitSet union = new BitSet();
    kept.forEach(code -> union.or(codes.get(code)));
    return union;
  }

  BitSet all() {
    BitSet all = new BitSet();
    all.set(0, size);
    return all;
  }
}
