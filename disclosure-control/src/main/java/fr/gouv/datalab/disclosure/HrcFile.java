package fr.gouv.datalab.disclosure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code .hrc} of tau-ARGUS (user's manual 4.1, section 5.2): one code a line, one lead string for
 * each level below the first; the total is not there. Spaces around codes, which fixed-format files
 * need, are not part of them.
 */
public final class HrcFile {

  /** What tau-ARGUS and rtauargus write. */
  public static final String LEAD = "@";

  private HrcFile() {}

  /**
   * Reads a hierarchy.
   *
   * @param lead the lead string
   * @param total the code of the total
   * @param labels what a reader sees of codes; absent: the code
   * @throws BadInputException naming the line at fault
   */
  public static Hierarchy read(Path file, String lead, String total, Map<String, String> labels) {
    List<Hierarchy.Node> nodes = new ArrayList<>();
    nodes.add(new Hierarchy.Node(total, "", labels.getOrDefault(total, total)));
    List<String> path = new ArrayList<>(List.of(total));
    List<String> lines = TextFile.lines(file);
    for (int i = 0; i < lines.size(); i++) {
      String code = lines.get(i);
      if (code.isBlank()) {
        continue;
      }
      int depth = 1;
      for (code = code.strip(); code.startsWith(lead); code = code.substring(lead.length())) {
        depth++;
      }
      code = code.strip();
      if (code.isEmpty() || depth > path.size()) {
        throw new BadInputException(
            "Line "
                + (i + 1)
                + " of "
                + file.getFileName()
                + (code.isEmpty()
                    ? " has no code."
                    : ": the code \"" + code + "\" is " + (depth - path.size()))
                + (code.isEmpty() ? "" : " level(s) too deep: its parent is missing."));
      }
      path.subList(depth, path.size()).clear();
      nodes.add(new Hierarchy.Node(code, path.get(depth - 1), labels.getOrDefault(code, code)));
      path.add(code);
    }
    return Hierarchy.of(file.getFileName().toString(), nodes);
  }

  /**
   * The text of a hierarchy.
   *
   * @throws BadInputException when it is several, which tau-ARGUS has not, or when a code has a
   *     lead string, a separator or a space where the file would be read otherwise
   */
  public static String text(Hierarchy hierarchy, String lead) {
    StringBuilder text = new StringBuilder();
    for (Hierarchy.Node node : hierarchy.nodes()) {
      if (node.parent().isEmpty()) {
        continue;
      }
      if (node.code().contains(lead) || !node.code().equals(node.code().strip())) {
        throw new BadInputException(
            "The code \""
                + node.code()
                + "\" cannot be written in a .hrc file: it has \""
                + lead
                + "\" in it, or spaces around it.");
      }
      int depth = hierarchy.depthOf(node.code());
      text.append(lead.repeat(depth - 1)).append(node.code()).append("\r\n");
    }
    return text.toString();
  }
}
