package fr.gouv.datalab.disclosure.argus;

import fr.gouv.datalab.disclosure.BadInputException;
import fr.gouv.datalab.disclosure.Hierarchy;
import fr.gouv.datalab.disclosure.HrcFile;
import fr.gouv.datalab.disclosure.TextFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * A table of tau-ARGUS: its metadata, its hierarchies, and its lines, margins included.
 *
 * @param dimensions the dimensions with their hierarchies
 * @param variables the other columns, in the table's order
 * @param rows each line's fields, the dimensions first
 * @param metadata the {@code .rda}
 */
public record ArgusTable(
    Map<String, Hierarchy> dimensions,
    List<RdaFile.Variable> variables,
    List<List<String>> rows,
    RdaFile metadata) {

  /**
   * Reads a table.
   *
   * @param rda its metadata; hierarchies and code lists are beside it
   * @param tab its lines
   * @throws BadInputException naming the file and line at fault
   */
  public static ArgusTable read(Path rda, Path tab) {
    RdaFile metadata = RdaFile.read(rda);
    List<RdaFile.Variable> all = metadata.variables();
    List<Integer> dimensions = new ArrayList<>();
    List<Integer> others = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      (all.get(i).isDimension() ? dimensions : others).add(i);
    }
    List<List<String>> rows = new ArrayList<>();
    List<String> lines = TextFile.lines(tab);
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).isBlank()) {
        continue;
      }
      List<String> fields = fields(lines.get(i), metadata.separator());
      if (fields.size() != all.size()) {
        throw new BadInputException(
            "Line "
                + (i + 1)
                + " of "
                + tab.getFileName()
                + " has "
                + fields.size()
                + " fields, and the metadata names "
                + all.size()
                + " columns.");
      }
      List<String> row = new ArrayList<>();
      dimensions.forEach(d -> row.add(fields.get(d)));
      others.forEach(o -> row.add(fields.get(o)));
      rows.add(row);
    }
    Map<String, Hierarchy> hierarchies = new LinkedHashMap<>();
    for (int d = 0; d < dimensions.size(); d++) {
      RdaFile.Variable variable = all.get(dimensions.get(d));
      hierarchies.put(variable.name(), hierarchy(variable, rda, rows, d));
    }
    return new ArgusTable(hierarchies, others.stream().map(all::get).toList(), rows, metadata);
  }

  /** Fields, some between quotes; spaces around them are not theirs. */
  private static List<String> fields(String line, String separator) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      if (line.charAt(i) == '"') {
        quoted = !quoted;
      } else if (!quoted && line.startsWith(separator, i)) {
        fields.add(field.toString().strip());
        field.setLength(0);
        i += separator.length() - 1;
      } else {
        field.append(line.charAt(i));
      }
    }
    fields.add(field.toString().strip());
    return fields;
  }

  private static Hierarchy hierarchy(
      RdaFile.Variable variable, Path rda, List<List<String>> rows, int d) {
    String total = variable.text("TOTCODE").orElse("Total");
    TreeSet<String> found = new TreeSet<>();
    rows.forEach(row -> found.add(row.get(d)));
    found.remove(total);
    Map<String, String> labels = labels(variable, rda);
    if (variable.text("HIERCODELIST").isPresent()) {
      Path hrc = beside(rda, variable.text("HIERCODELIST").get());
      String lead = variable.text("HIERLEADSTRING").orElse(HrcFile.LEAD);
      return withMissing(variable, HrcFile.read(hrc, lead, total, labels), found);
    }
    if (variable.text("HIERLEVELS").isPresent()) {
      return byDigits(variable, total, found, labels);
    }
    List<Hierarchy.Node> nodes = new ArrayList<>();
    nodes.add(new Hierarchy.Node(total, "", total));
    found.forEach(
        code -> nodes.add(new Hierarchy.Node(code, total, labels.getOrDefault(code, code))));
    return Hierarchy.of(variable.name(), nodes);
  }

  /**
   * A hierarchy leaves out the codes of units of which it is not known: they are under the total.
   */
  private static Hierarchy withMissing(
      RdaFile.Variable variable, Hierarchy hierarchy, TreeSet<String> found) {
    List<Hierarchy.Node> nodes = new ArrayList<>(hierarchy.nodes());
    for (String code : variable.missing()) {
      if (found.contains(code) && hierarchy.indexOf(code) < 0) {
        nodes.add(new Hierarchy.Node(code, hierarchy.code(0), code));
      }
    }
    return Hierarchy.of(variable.name(), nodes);
  }

  /** A code's parents are its first digits, as many as each level has. */
  private static Hierarchy byDigits(
      RdaFile.Variable variable, String total, TreeSet<String> found, Map<String, String> labels) {
    String[] widths = variable.text("HIERLEVELS").orElseThrow().split("\\s+");
    TreeSet<String> all = new TreeSet<>();
    Map<String, String> parents = new LinkedHashMap<>();
    for (String code : found) {
      String above = total;
      int end = 0;
      for (String width : widths) {
        end += Integer.parseInt(width);
        String part = code.substring(0, Math.min(end, code.length()));
        if (!part.equals(above)) {
          parents.putIfAbsent(part, above);
          all.add(part);
          above = part;
        }
      }
    }
    List<Hierarchy.Node> nodes = new ArrayList<>();
    nodes.add(new Hierarchy.Node(total, "", total));
    all.forEach(
        code ->
            nodes.add(
                new Hierarchy.Node(code, parents.get(code), labels.getOrDefault(code, code))));
    return Hierarchy.of(variable.name(), nodes);
  }

  private static Map<String, String> labels(RdaFile.Variable variable, Path rda) {
    Map<String, String> labels = new LinkedHashMap<>();
    variable
        .text("CODELIST")
        .map(name -> beside(rda, name))
        .filter(Files::exists)
        .ifPresent(
            file ->
                TextFile.lines(file)
                    .forEach(
                        line -> {
                          int comma = line.indexOf(',');
                          if (comma > 0) {
                            labels.put(
                                line.substring(0, comma).strip(),
                                line.substring(comma + 1).strip());
                          }
                        }));
    return labels;
  }

  /** The file named, in whatever case Windows has it. */
  private static Path beside(Path rda, String name) {
    String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    Path exact = rda.resolveSibling(last);
    if (Files.exists(exact)) {
      return exact;
    }
    try (var files = Files.list(rda.toAbsolutePath().getParent())) {
      return files
          .filter(file -> file.getFileName().toString().equalsIgnoreCase(last))
          .findFirst()
          .orElse(exact);
    } catch (java.io.IOException e) {
      return exact;
    }
  }
}
