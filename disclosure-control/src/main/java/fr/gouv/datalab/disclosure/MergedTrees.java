package fr.gouv.datalab.disclosure;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes one hierarchy of several trees that have their finest codes in common. */
final class MergedTrees {

  private final List<String> names;
  private final List<Hierarchy> trees;
  private final Map<String, Integer> place = new HashMap<>();
  private final List<Hierarchy.Node> nodes = new ArrayList<>();

  MergedTrees(List<String> names, List<Hierarchy> trees) {
    this.names = names;
    this.trees = trees;
  }

  Hierarchy merge() {
    Map<String, String> labels = new LinkedHashMap<>();
    Map<String, List<String>> below = new LinkedHashMap<>();
    for (int t = 0; t < trees.size(); t++) {
      Hierarchy tree = trees.get(t);
      if (!tree.code(0).equals(trees.get(0).code(0))) {
        throw new BadInputException(
            "The hierarchies "
                + names.get(0)
                + " and "
                + names.get(t)
                + " have not the same total: \""
                + trees.get(0).code(0)
                + "\" and \""
                + tree.code(0)
                + "\". Give it one code.");
      }
      for (int i = 0; i < tree.size(); i++) {
        labels.merge(tree.code(i), tree.label(i), (a, b) -> a.isEmpty() ? b : a);
        List<String> codes = below.computeIfAbsent(tree.code(i), c -> new ArrayList<>());
        for (int child : tree.children(i)) {
          codes.add(tree.code(child));
        }
      }
    }
    for (String code : ordered(below)) {
      place.put(code, nodes.size());
      nodes.add(new Hierarchy.Node(code, "", labels.get(code)));
    }
    int[][] parent = new int[trees.size()][nodes.size()];
    Set<List<Integer>> said = new HashSet<>();
    for (int t = 0; t < parent.length; t++) {
      Arrays.fill(parent[t], -1);
      Hierarchy tree = trees.get(t);
      int of = t;
      for (int i = 0; i < tree.size(); i++) {
        List<Integer> family =
            Arrays.stream(tree.children(i))
                .map(c -> place.get(tree.code(c)))
                .sorted()
                .boxed()
                .toList();
        int above = place.get(tree.code(i));
        List<Integer> sum = new ArrayList<>(family);
        sum.add(above);
        if (!family.isEmpty() && said.add(sum)) {
          family.forEach(child -> parent[of][child] = above);
        }
      }
    }
    Hierarchy merged = Hierarchy.of(nodes, parent);
    for (int code = 0; code < merged.size(); code++) {
      for (int t = 0; t < parent.length; t++) {
        requireSameLeaves(merged, code, t);
      }
    }
    return merged;
  }

  /** Parents before children, the first tree in its own order at the end. */
  private List<String> ordered(Map<String, List<String>> below) {
    Deque<String> ordered = new ArrayDeque<>();
    Deque<String> path = new ArrayDeque<>();
    Set<String> open = new HashSet<>();
    Map<String, Integer> next = new HashMap<>();
    path.push(trees.get(0).code(0));
    open.add(trees.get(0).code(0));
    Map<String, List<String>> turned = new HashMap<>();
    while (!path.isEmpty()) {
      String code = path.peek();
      List<String> codes = turned.computeIfAbsent(code, c -> turned(c, below));
      int at = next.merge(code, 1, Integer::sum) - 1;
      if (at >= codes.size()) {
        path.pop();
        open.remove(code);
        ordered.addFirst(code);
      } else if (open.contains(codes.get(at))) {
        throw new BadInputException(
            "The hierarchies "
                + String.join(" and ", names)
                + " have a cycle together: \""
                + code
                + "\" is under \""
                + codes.get(at)
                + "\" and above it.");
      } else if (!next.containsKey(codes.get(at))) {
        open.add(codes.get(at));
        path.push(codes.get(at));
      }
    }
    return List.copyOf(ordered);
  }

  /** The codes below, tree by tree, each tree's from its end. */
  private List<String> turned(String code, Map<String, List<String>> below) {
    List<String> codes = new ArrayList<>();
    for (Hierarchy tree : trees) {
      int at = tree.indexOf(code);
      int[] children = at < 0 ? new int[0] : tree.children(at);
      for (int k = children.length - 1; k >= 0; k--) {
        codes.add(tree.code(children[k]));
      }
    }
    return codes;
  }

  /** The finest codes under a code are the same whichever way one goes down. */
  private void requireSameLeaves(Hierarchy merged, int code, int t) {
    int[] family = merged.children(t, code);
    BitSet missing = new BitSet();
    for (int leaf : family.length == 0 ? new int[0] : merged.leaves(code)) {
      missing.set(leaf);
    }
    for (int child : family) {
      for (int leaf : merged.leaves(child)) {
        missing.clear(leaf);
      }
    }
    if (!missing.isEmpty()) {
      throw new BadInputException(
          "The code \""
              + merged.code(code)
              + "\" has not \""
              + merged.code(missing.nextSetBit(0))
              + "\" under it in "
              + names.get(t)
              + ", and has in another hierarchy of the dimension: they share their finest codes,"
              + " and a code that several have stands for the same ones.");
    }
  }
}
