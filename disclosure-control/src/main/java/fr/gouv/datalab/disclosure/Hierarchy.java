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
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The codes of one dimension as a tree: a root (the total), and leaves at any depth.
 *
 * <p>Codes are compared exactly: case, accents and a leading dot make two codes. They are numbered
 * parents before children with each subtree contiguous, so that the descendants of {@code i} are
 * {@code i .. last(i)}; the root is 0.
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
  private final int[] parent;
  private final int[] last;
  private final int[] depth;
  private final int[][] children;
  private final Map<String, Integer> index = new HashMap<>();

  private Hierarchy(List<Node> nodes, int[] parent, int[] last) {
    this.codes = nodes.stream().map(Node::code).toList();
    this.labels = nodes.stream().map(Node::label).toList();
    this.parent = parent;
    this.last = last;
    this.depth = new int[parent.length];
    int[] families = new int[parent.length];
    for (int i = 0; i < parent.length; i++) {
      index.put(codes.get(i), i);
      if (i > 0) {
        depth[i] = depth[parent[i]] + 1;
        families[parent[i]]++;
      }
    }
    this.children = new int[parent.length][];
    Arrays.setAll(children, i -> new int[families[i]]);
    int[] next = new int[parent.length];
    for (int i = 1; i < parent.length; i++) {
      children[parent[i]][next[parent[i]]++] = i;
    }
  }

  /**
   * Reads {@code code,parent,label} (the label column may be absent), UTF-8.
   *
   * @throws BadInputException naming the file and the code, for a missing column, an empty or
   *     duplicate code, an unknown parent, a cycle, no root or two
   */
  public static Hierarchy read(Path file) {
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
                  + row.getRecordNumber()
                  + " of the hierarchy "
                  + file
                  + " has not as many fields as the header.");
        }
        String code = row.get("code");
        nodes.add(new Node(code, row.get("parent"), labelled ? row.get("label") : code));
      }
    } catch (IOException | java.io.UncheckedIOException e) {
      throw new BadInputException("The hierarchy " + file + " cannot be read as UTF-8 CSV.", e);
    }
    return of(file.toString(), nodes);
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
    int[] last = new int[ordered.size()];
    for (int i = 0; i < parent.length; i++) {
      place.put(ordered.get(i).code(), i);
      parent[i] = i == 0 ? -1 : place.get(ordered.get(i).parent());
      last[i] = i;
    }
    for (int i = parent.length - 1; i > 0; i--) {
      last[parent[i]] = Math.max(last[parent[i]], last[i]);
    }
    return new Hierarchy(ordered, parent, last);
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

  /** How many codes there are, the total included. */
  public int size() {
    return parent.length;
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
    return last[i] == i;
  }

  int parent(int i) {
    return parent[i];
  }

  int last(int i) {
    return last[i];
  }

  int depth(int i) {
    return depth[i];
  }

  int[] children(int i) {
    return children[i];
  }

  boolean covers(int ancestor, int code) {
    return ancestor <= code && code <= last[ancestor];
  }

  /** All codes, parents before children. */
  public List<String> codes() {
    return codes;
  }

  /** The codes without children at or under a code; none when the code is unknown. */
  public List<String> leavesUnder(String code) {
    List<String> leaves = new ArrayList<>();
    int top = indexOf(code);
    for (int i = top; i >= 0 && i <= last[top]; i++) {
      if (isLeaf(i)) {
        leaves.add(codes.get(i));
      }
    }
    return leaves;
  }
}
