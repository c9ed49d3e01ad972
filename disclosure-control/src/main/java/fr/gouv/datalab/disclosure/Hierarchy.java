package fr.gouv.datalab.disclosure;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The codes of one dimension as a tree: a root (the total), and leaves at any depth; or as several
 * trees over the same leaves (regions and employment zones), see {@link #merged}.
 *
 * <p>Codes are compared exactly: case, accents and a leading dot make two codes. They are numbered
 * parents before children; the root is 0. Immutable.
 */
public final class Hierarchy {

  /** The total's code of a dimension that has no hierarchy. */
  public static final String TOTAL = "TOTAL";

  /**
   * One line of a hierarchy file.
   *
   * @param code the code
   * @param parent its parent's code, empty for the root
   * @param label what a reader sees
   */
  public record Node(String code, String parent, String label) {}

  private final List<String> codes;
  private final List<String> labels;

  /** By tree and code, the code above; -1 for the root and for codes that a tree does not have. */
  private final int[][] parent;

  /** By tree and code, the codes that add up to it. */
  private final int[][][] children;

  private final int[] depth;
  private final int[][] ancestors;
  private final int[][] leaves;
  private final Map<String, Integer> index = new HashMap<>();

  /** Of a tree alone, numbered so that the descendants of a code follow it: the last of them. */
  private final int[] last;

  private Hierarchy(List<Node> nodes, int[][] parent) {
    this.codes = nodes.stream().map(Node::code).toList();
    this.labels = nodes.stream().map(Node::label).toList();
    this.parent = parent;
    int size = codes.size();
    for (int i = 0; i < size; i++) {
      index.put(codes.get(i), i);
    }
    this.children = new int[parent.length][][];
    Arrays.setAll(children, tree -> families(parent[tree]));
    this.depth = new int[size];
    this.ancestors = new int[size][];
    for (int i = 0; i < size; i++) {
      ancestors[i] = ancestorsOf(i);
      depth[i] = i == 0 ? 0 : depth[firstParent(i)] + 1;
    }
    this.leaves = leavesOf(ancestors, children);
    this.last = parent.length == 1 ? lastOf(parent[0]) : null;
  }

  private static int[][] families(int[] parent) {
    int[] sizes = new int[parent.length];
    for (int above : parent) {
      if (above >= 0) {
        sizes[above]++;
      }
    }
    int[][] families = new int[parent.length][];
    Arrays.setAll(families, i -> new int[sizes[i]]);
    int[] next = new int[parent.length];
    for (int i = 0; i < parent.length; i++) {
      if (parent[i] >= 0) {
        families[parent[i]][next[parent[i]]++] = i;
      }
    }
    return families;
  }

  private int firstParent(int code) {
    for (int[] tree : parent) {
      if (tree[code] >= 0) {
        return tree[code];
      }
    }
    return -1;
  }

  /** A code, then those above it: each tree's from below, the root last. */
  private int[] ancestorsOf(int code) {
    if (code == 0) {
      return new int[] {0};
    }
    Set<Integer> above = new LinkedHashSet<>(List.of(code));
    for (int[] tree : parent) {
      if (tree[code] >= 0) {
        for (int each : ancestors[tree[code]]) {
          above.add(each);
        }
      }
    }
    above.remove(0);
    above.add(0);
    return above.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int[][] leavesOf(int[][] ancestors, int[][][] children) {
    int[] finest =
        IntStream.range(0, ancestors.length).filter(c -> !hasChildren(children, c)).toArray();
    int[] counts = new int[ancestors.length];
    for (int leaf : finest) {
      for (int above : ancestors[leaf]) {
        counts[above]++;
      }
    }
    int[][] leaves = new int[counts.length][];
    Arrays.setAll(leaves, i -> new int[counts[i]]);
    int[] next = new int[counts.length];
    for (int leaf : finest) {
      for (int above : ancestors[leaf]) {
        leaves[above][next[above]++] = leaf;
      }
    }
    return leaves;
  }

  private static boolean hasChildren(int[][][] children, int code) {
    for (int[][] tree : children) {
      if (tree[code].length > 0) {
        return true;
      }
    }
    return false;
  }

  private static int[] lastOf(int[] parent) {
    int[] last = new int[parent.length];
    for (int i = parent.length - 1; i >= 0; i--) {
      last[i] = Math.max(last[i], i);
      if (i > 0) {
        last[parent[i]] = Math.max(last[parent[i]], last[i]);
      }
    }
    return last;
  }

  /**
   * Reads {@code code,parent,label} (the label column may be absent), UTF-8; or, where the name
   * ends in {@code .hrc}, a hierarchy of tau-ARGUS under {@link #TOTAL}.
   *
   * @throws BadInputException naming the file and the code, for a missing column, an empty or
   *     duplicate code, an unknown parent, a cycle, no root or two
   */
  public static Hierarchy read(Path file) {
    if (file.getFileName().toString().endsWith(".hrc")) {
      return HrcFile.read(file, HrcFile.LEAD, TOTAL, Map.of());
    }
    List<Node> nodes = new ArrayList<>();
    try (Reader reader = Files.newBufferedReader(file);
        CSVParser rows = Csv.FORMAT.parse(Csv.withoutByteOrderMark(reader))) {
      if (!rows.getHeaderNames().contains("code") || !rows.getHeaderNames().contains("parent")) {
        throw new BadInputException(
            "The hierarchy " + file + " must have the columns code,parent,label.");
      }
      boolean labelled = rows.getHeaderNames().contains("label");
      for (CSVRecord row : rows) {
        if (!row.isConsistent()) {
          throw new BadInputException(
              "Line "
                  + (row.getRecordNumber() + 1)
                  + " of the hierarchy "
                  + file
                  + " has not as many fields as the header.");
        }
        String code = row.get("code");
        nodes.add(new Node(code, row.get("parent"), labelled ? row.get("label") : code));
      }
    } catch (IOException | java.io.UncheckedIOException e) {
      throw Csv.unreadable("The hierarchy ", file, e);
    } catch (IllegalArgumentException e) {
      throw new BadInputException(
          "The hierarchy " + file + " has a column twice or empty in its header.", e);
    }
    requireLines(file, nodes);
    return of(file.toString(), nodes);
  }

  /** What is wrong with one line is said with it. */
  private static void requireLines(Path file, List<Node> nodes) {
    Codes.requireDistinct("the hierarchy " + file, nodes.stream().map(Node::code).toList());
    Set<String> codes = new HashSet<>();
    nodes.forEach(node -> codes.add(node.code()));
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.get(i);
      String at = "The hierarchy " + file + ", line " + (i + 2);
      if (node.code().isEmpty()) {
        throw new BadInputException(at + " has an empty code: every line needs one.");
      }
      if (!seen.add(node.code())) {
        throw new BadInputException(
            at
                + ": the code \""
                + node.code()
                + "\" is there twice: a code has one line and one parent.");
      }
      if (!node.parent().isEmpty() && !codes.contains(node.parent())) {
        throw new BadInputException(
            at
                + ": the code \""
                + node.code()
                + "\" has the parent \""
                + node.parent()
                + "\", which has no line of its own.");
      }
    }
  }

  /** All codes under one total, {@link #TOTAL}, in the order of their text. */
  public static Hierarchy flat(Collection<String> leaves) {
    List<Node> nodes = new ArrayList<>();
    nodes.add(new Node(TOTAL, "", "Total"));
    for (String leaf : new TreeSet<>(leaves)) {
      nodes.add(new Node(leaf, TOTAL, leaf));
    }
    return of("of one level", nodes);
  }

  /**
   * A hierarchy of nodes in any order; children keep theirs.
   *
   * @param name what messages call it, usually its file
   * @throws BadInputException as {@link #read}
   */
  public static Hierarchy of(String name, List<Node> nodes) {
    String the = "The hierarchy " + name;
    Map<String, List<Node>> children = new HashMap<>();
    Map<String, Node> byCode = new HashMap<>();
    List<String> roots = new ArrayList<>();
    for (Node node : nodes) {
      if (node.code().isEmpty()) {
        throw new BadInputException(the + " has an empty code: every line needs one.");
      }
      if (byCode.put(node.code(), node) != null) {
        throw new BadInputException(
            the
                + " has the code \""
                + node.code()
                + "\" twice: a code has one line and one parent.");
      }
      if (node.parent().isEmpty()) {
        roots.add(node.code());
      } else {
        children.computeIfAbsent(node.parent(), p -> new ArrayList<>()).add(node);
      }
    }
    for (Node node : nodes) {
      if (!node.parent().isEmpty() && !byCode.containsKey(node.parent())) {
        throw new BadInputException(
            the
                + ": the code \""
                + node.code()
                + "\" has the parent \""
                + node.parent()
                + "\", which has no line of its own.");
      }
    }
    if (roots.size() > 1) {
      throw new BadInputException(
          the
              + " has "
              + roots.size()
              + " roots, \""
              + roots.get(0)
              + "\" and \""
              + roots.get(1)
              + "\" among them: only the total has no parent.");
    }
    if (roots.isEmpty()) {
      throw new BadInputException(
          the + (nodes.isEmpty() ? " is empty." : " has no root: " + cycle(nodes.get(0), byCode)));
    }
    List<Node> ordered = new ArrayList<>();
    Deque<Node> stack = new ArrayDeque<>(List.of(byCode.get(roots.get(0))));
    while (!stack.isEmpty()) {
      Node node = stack.pop();
      ordered.add(node);
      List<Node> below = new ArrayList<>(children.getOrDefault(node.code(), List.of()));
      Collections.reverse(below);
      below.forEach(stack::push);
    }
    if (ordered.size() < nodes.size()) {
      ordered.forEach(node -> byCode.remove(node.code()));
      Node lost =
          nodes.stream().filter(n -> byCode.containsKey(n.code())).findFirst().orElseThrow();
      throw new BadInputException(the + " has a cycle: " + cycle(lost, byCode));
    }
    Map<String, Integer> place = new HashMap<>();
    int[] parent = new int[ordered.size()];
    for (int i = 0; i < parent.length; i++) {
      place.put(ordered.get(i).code(), i);
      parent[i] = i == 0 ? -1 : place.get(ordered.get(i).parent());
    }
    return new Hierarchy(ordered, new int[][] {parent});
  }

  /**
   * Several trees over the same finest codes, all published: a code of one may add up codes of the
   * others. Where two say the same of a code, it is said once.
   *
   * @param names what messages call each
   * @throws BadInputException when they have not the same total, when one code has other finest
   *     codes under it in one than in another, or when one is above the other in both ways
   */
  public static Hierarchy merged(List<String> names, List<Hierarchy> trees) {
    return trees.size() == 1 ? trees.get(0) : new MergedTrees(names, trees).merge();
  }

  static Hierarchy of(List<Node> ordered, int[][] parent) {
    return new Hierarchy(ordered, parent);
  }

  private static String cycle(Node from, Map<String, Node> byCode) {
    List<String> seen = new ArrayList<>();
    Node node = from;
    while (node != null && !seen.contains(node.code()) && seen.size() < 20) {
      seen.add(node.code());
      node = byCode.get(node.parent());
    }
    return "going up from \""
        + from.code()
        + "\" passes by "
        + String.join(", ", seen)
        + " and never reaches a total.";
  }

  /**
   * The lines of a tree, parents before children.
   *
   * @throws BadInputException when it is several trees
   */
  public List<Node> nodes() {
    if (trees() > 1) {
      throw new BadInputException(
          "Several hierarchies of one dimension (\""
              + code(0)
              + "\") cannot be written as one tree: give them one by one.");
    }
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < size(); i++) {
      nodes.add(new Node(code(i), i == 0 ? "" : code(parent[0][i]), label(i)));
    }
    return nodes;
  }

  /** How many levels there are under the total, at most. */
  public int levels() {
    return Arrays.stream(depth).max().orElse(0);
  }

  /** Steps from the root to a code; -1 when there is no such code. */
  public int depthOf(String code) {
    int i = indexOf(code);
    return i < 0 ? -1 : depth[i];
  }

  /** How many codes there are, the total included. */
  public int size() {
    return codes.size();
  }

  /** The code numbered {@code i}. */
  public String code(int i) {
    return codes.get(i);
  }

  /** What a reader sees for the code numbered {@code i}. */
  public String label(int i) {
    return labels.get(i);
  }

  /** The number of a code, or -1 when the hierarchy has no such code. */
  public int indexOf(String code) {
    return index.getOrDefault(code, -1);
  }

  /** Whether a code has no children. */
  public boolean isLeaf(int i) {
    return leaves[i].length == 1 && leaves[i][0] == i;
  }

  /** How many ways there are to go up: one, unless several trees were merged. */
  int trees() {
    return parent.length;
  }

  /** The code above in one tree; -1 for the root, and where that tree says nothing of the code. */
  int parent(int tree, int i) {
    return parent[tree][i];
  }

  /** The codes that add up to this one in one tree; none where that tree says nothing of it. */
  int[] children(int tree, int i) {
    return children[tree][i];
  }

  /** Codes that add up to this one; the fewest, where several trees have some. */
  int[] children(int i) {
    int[] fewest = children[0][i];
    for (int[][] tree : children) {
      if (tree[i].length > 0 && (fewest.length == 0 || tree[i].length < fewest.length)) {
        fewest = tree[i];
      }
    }
    return fewest;
  }

  /** The code itself and every code above it, once each, the root last. */
  int[] ancestors(int i) {
    return ancestors[i];
  }

  /** The codes without children at or under a code. */
  int[] leaves(int i) {
    return leaves[i];
  }

  /** Steps from the root, in the first tree that has the code. */
  int depth(int i) {
    return depth[i];
  }

  /**
   * Whether a code was met before, going up.
   *
   * @param ups {@link #ancestors} of some code
   * @param k how far one went: those before were seen with all under them
   */
  boolean isNearer(int[] ups, int k, int code) {
    for (int j = last == null ? 0 : Math.max(0, k - 1); j < k; j++) {
      if (covers(ups[j], code)) {
        return true;
      }
    }
    return false;
  }

  boolean covers(int ancestor, int code) {
    if (last != null) {
      return ancestor <= code && code <= last[ancestor];
    }
    for (int each : ancestors[code]) {
      if (each == ancestor) {
        return true;
      }
    }
    return false;
  }

  /** All codes, parents before children. */
  public List<String> codes() {
    return codes;
  }

  /** The codes without children at or under a code; none when the code is unknown. */
  public List<String> leavesUnder(String code) {
    int top = indexOf(code);
    return top < 0 ? List.of() : Arrays.stream(leaves[top]).mapToObj(codes::get).toList();
  }
}
