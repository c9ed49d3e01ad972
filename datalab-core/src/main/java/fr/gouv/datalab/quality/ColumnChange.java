package fr.gouv.datalab.quality;

import fr.gouv.datalab.catalogue.SchemaChange;
import java.util.ArrayList;
import java.util.List;

/**
 * How one column differs from the last delivery, or from the contract where there is none.
 *
 * @param change what kind of change
 * @param column which changed; an empty text for the order
 * @param before its name or form before, or an empty text
 * @param after its name or form now, or an empty text
 */
public record ColumnChange(SchemaChange change, String column, String before, String after) {
  /** A sentence for the command line. */
  public String english() {
    return switch (change) {
      case ADDED -> "column " + column + " is new: it is not read";
      case REMOVED -> "column " + column + " is gone: it is empty";
      case RENAMED -> "column " + column + " came as " + after;
      case RETYPED -> "the values of " + column + " were of the form " + before + ", now " + after;
      case REORDERED -> "the columns are in another order";
    };
  }

  /**
   * Sentences for the command line, of all changes of a file; columns that came under other names
   * are one sentence, since they come so at each delivery.
   */
  public static List<String> english(String file, List<ColumnChange> changes) {
    List<String> sentences = new ArrayList<>();
    List<String> renamed = new ArrayList<>();
    for (ColumnChange change : changes) {
      if (change.change() == SchemaChange.RENAMED) {
        renamed.add(change.column() + " came as " + change.after());
      } else {
        sentences.add(file + ": " + change.english() + ".");
      }
    }
    if (!renamed.isEmpty()) {
      sentences.add(
          file
              + (renamed.size() == 1 ? ": column " : ": columns ")
              + String.join(", ", renamed)
              + ".");
    }
    return sentences;
  }

  /** A sentence for the report. */
  public String french() {
    return switch (change) {
      case ADDED -> "La colonne " + column + " est nouvelle : elle n’est pas lue.";
      case REMOVED -> "La colonne " + column + " n’est plus là : elle est vide.";
      case RENAMED -> "La colonne " + column + " est arrivée sous le nom " + after + ".";
      case RETYPED ->
          "Les valeurs de "
              + column
              + " étaient de forme « "
              + form(before)
              + " », elles sont de forme « "
              + form(after)
              + " ».";
      case REORDERED -> "Les colonnes sont dans un autre ordre.";
    };
  }

  private static String form(String word) {
    return switch (word) {
      case "integer" -> "nombre entier";
      case "decimal" -> "nombre décimal";
      case "date" -> "date";
      case "boolean" -> "oui ou non";
      case "empty" -> "vide";
      default -> "texte";
    };
  }
}
