package fr.gouv.datalab.linkage;

import fr.gouv.datalab.civilstatus.CivilStatus;
import fr.gouv.datalab.yaml.Section;
import java.util.EnumMap;
import java.util.Map;

/**
 * {@code LINK.yaml}: which columns of two files hold what, and how they may be linked.
 *
 * @param id columns that name a row, unique in their file
 * @param columns columns by role
 * @param options threshold and assignment
 */
public record LinkSpec(Sides id, Map<CivilStatus, Sides> columns, LinkOptions options) {
  private static final double THRESHOLD = 0.9;

  public LinkSpec {
    columns = Map.copyOf(columns);
  }

  /** The column of the left file and that of the right one. */
  public record Sides(String left, String right) {}

  /**
   * Reads the file strictly.
   *
   * @param document what errors call it
   * @throws fr.gouv.datalab.refusals.BadDataException when it is not what it must be
   */
  public static LinkSpec read(String document, byte[] utf8) {
    Section file = Section.of(document, utf8);
    Sides id = sides(file, "id");
    Section roles = file.section("columns");
    Map<CivilStatus, Sides> columns = new EnumMap<>(CivilStatus.class);
    for (CivilStatus role : CivilStatus.values()) {
      if (roles.isSection(role.name()) || roles.optionalText(role.name()).isPresent()) {
        columns.put(role, sides(roles, role.name()));
      }
    }
    roles.nothingElse();
    if (columns.isEmpty()) {
      file.fail("columns", "has no role: give at least one, such as nomNaissance");
    }
    boolean oneToOne = file.optionalText("oneToOne").isEmpty() || file.flag("oneToOne");
    boolean oneLeft = file.flag("oneLeftPerRight");
    double threshold = threshold(file);
    file.nothingElse();
    Assignment assignment =
        oneLeft ? Assignment.ONE_LEFT_PER_RIGHT : oneToOne ? Assignment.ONE_TO_ONE : Assignment.ALL;
    return new LinkSpec(id, columns, new LinkOptions(threshold, assignment));
  }

  private static Sides sides(Section section, String key) {
    if (!section.isSection(key)) {
      String column = section.text(key);
      return new Sides(column, column);
    }
    Section both = section.section(key);
    Sides sides = new Sides(both.text("left"), both.text("right"));
    both.nothingElse();
    return sides;
  }

  private static double threshold(Section file) {
    try {
      double threshold = file.optionalText("threshold").map(Double::parseDouble).orElse(THRESHOLD);
      if (threshold > 0 && threshold < 1) {
        return threshold;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    return file.fail("threshold", "must be a number between 0 and 1, both excluded");
  }
}
