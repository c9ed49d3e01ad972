package fr.gouv.datalab.releases;

import fr.gouv.datalab.refusals.BadDataException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** The codes of a dimension that a table uses, with their labels, under one total. */
public final class CodeList {
  /** The total of a dimension without a hierarchy. */
  public static final String TOTAL = "TOTAL";

  private final String root;
  private final Map<String, String> labels;
  private final Map<String, String> parents;
  private final List<String> used;

  private CodeList(
      String root, Map<String, String> labels, Map<String, String> parents, Set<String> used) {
    this.root = root;
    this.labels = labels;
    this.parents = parents;
    this.used = List.copyOf(used);
  }

  static CodeList flat(Set<String> used) {
    Map<String, String> parents = new LinkedHashMap<>();
    used.stream().filter(code -> !code.equals(TOTAL)).forEach(code -> parents.put(code, TOTAL));
    return new CodeList(TOTAL, Map.of(TOTAL, "Total"), parents, used);
  }

  static CodeList read(Path file, Set<String> used) throws IOException {
    Map<String, String> labels = new LinkedHashMap<>();
    Map<String, String> parents = new LinkedHashMap<>();
    String root = null;
    try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8);
        CSVParser csv = PublishedTable.format().parse(in)) {
      for (CSVRecord row : csv) {
        String code = row.get("code");
        labels.put(code, row.get("label"));
        if (row.get("parent").isEmpty()) {
          root = code;
        } else {
          parents.put(code, row.get("parent"));
        }
      }
    } catch (IllegalArgumentException e) {
      throw new BadDataException(file + " must have the columns code, parent, label.", e);
    }
    if (root == null) {
      throw new BadDataException(file + " has no root: one code must have no parent.");
    }
    for (String code : used) {
      if (!labels.containsKey(code)) {
        throw new BadDataException(file + " does not know the code `" + code + "` of the table.");
      }
    }
    return new CodeList(root, labels, parents, used);
  }

  /** The total's code. */
  public String root() {
    return root;
  }

  /** A code's label, if the hierarchy tells one. */
  public Optional<String> label(String code) {
    return Optional.ofNullable(labels.get(code)).filter(label -> !label.isBlank());
  }

  /** The codes under another that the table uses, in the table's order. */
  public List<String> under(String parent) {
    List<String> children = new ArrayList<>();
    for (String code : used) {
      if (parent.equals(parents.get(code))) {
        children.add(code);
      }
    }
    return children;
  }

  /** The codes under which the table uses none. */
  public List<String> leaves() {
    return used.stream().filter(code -> !code.equals(root) && under(code).isEmpty()).toList();
  }

  /** The codes of each level below the total, the highest first; used ones alone. */
  public List<List<String>> levels() {
    List<List<String>> levels = new ArrayList<>();
    List<String> level = under(root);
    while (!level.isEmpty()) {
      levels.add(level);
      level = level.stream().flatMap(code -> under(code).stream()).toList();
    }
    return levels;
  }
}
