package fr.gouv.datalab.disclosure.argus;

import fr.gouv.datalab.disclosure.BadInputException;
import fr.gouv.datalab.disclosure.Hierarchy;
import fr.gouv.datalab.disclosure.TextFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A correspondence table: a column for each level, the coarsest first, and a line for each finest
 * code. An empty field (or {@code NA}) goes on with the code above it on its level, unless it is
 * the end of a shorter branch; a code repeated from one level to the next is one code.
 */
public final class Correspondence {

  private Correspondence() {}

  /**
   * Reads a table with a header, separated by semicolons or commas.
   *
   * @param total the code of the total
   * @throws BadInputException naming the line and the code that has two parents
   */
  public static Hierarchy read(Path file, String total) {
    List<String> lines = TextFile.lines(file);
    if (lines.size() < 2) {
      throw new BadInputException(
          "The correspondence table " + file + " has no line below its header.");
    }
    String separator = lines.get(0).contains(";") ? ";" : ",";
    int levels = lines.get(0).split(separator, -1).length;
    Map<String, String> parents = new HashMap<>();
    List<Hierarchy.Node> nodes = new ArrayList<>();
    nodes.add(new Hierarchy.Node(total, "", total));
    String[] before = new String[levels];
    for (int i = 1; i < lines.size(); i++) {
      if (lines.get(i).isBlank()) {
        continue;
      }
      String[] fields = lines.get(i).split(separator, -1);
      if (fields.length != levels) {
        throw new BadInputException(
            "Line "
                + (i + 1)
                + " of "
                + file.getFileName()
                + " has "
                + fields.length
                + " levels, and the header has "
                + levels
                + ".");
      }
      fill(fields, before);
      String parent = total;
      for (String code : fields) {
        if (code.isEmpty() || code.equals(parent)) {
          continue;
        }
        String known = parents.putIfAbsent(code, parent);
        if (known == null) {
          nodes.add(new Hierarchy.Node(code, parent, code));
        } else if (!known.equals(parent)) {
          throw new BadInputException(
              "Line "
                  + (i + 1)
                  + " of "
                  + file.getFileName()
                  + ": the code \""
                  + code
                  + "\" is under \""
                  + parent
                  + "\" here and under \""
                  + known
                  + "\" above: give it one parent, or write two hierarchies.");
        }
        parent = code;
      }
      before = fields;
    }
    return Hierarchy.of(file.getFileName().toString(), nodes);
  }

  /** An empty level before a code goes on with the one above. */
  private static void fill(String[] fields, String[] before) {
    boolean code = false;
    for (int level = fields.length - 1; level >= 0; level--) {
      String field = fields[level].strip().replaceAll("^\"(.*)\"$", "$1").strip();
      fields[level] = field.equals("NA") ? "" : field;
      if (!fields[level].isEmpty()) {
        code = true;
      } else if (code && before[level] != null) {
        fields[level] = before[level];
      }
    }
  }
}
