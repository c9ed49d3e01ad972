package fr.gouv.datalab.disclosure.argus;

import fr.gouv.datalab.disclosure.CsvText;
import fr.gouv.datalab.disclosure.Hierarchy;
import java.util.List;

/** A hierarchy as this library's own file has it: {@code code,parent,label}. */
public final class HierarchyText {

  private HierarchyText() {}

  /**
   * The text of a tree.
   *
   * @throws fr.gouv.datalab.disclosure.BadInputException when the hierarchy is several trees
   */
  public static String of(Hierarchy hierarchy) {
    StringBuilder text = new StringBuilder(CsvText.line(List.of("code", "parent", "label")));
    for (Hierarchy.Node node : hierarchy.nodes()) {
      text.append(CsvText.line(List.of(node.code(), node.parent(), node.label())));
    }
    return text.toString();
  }
}
