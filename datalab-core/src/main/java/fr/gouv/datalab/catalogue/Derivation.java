package fr.gouv.datalab.catalogue;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a column is computed at entry from another of the same row. A closed choice. */
public sealed interface Derivation {

  /** The column it is computed from. */
  String from();

  /** The year of a date: {@code year(date_naissance)}. */
  record Year(String from) implements Derivation {
    @Override
    public String toString() {
      return "year(" + from + ")";
    }
  }

  /**
   * Reads what a contract writes.
   *
   * @throws IllegalArgumentException with the choices, when it is none of them
   */
  static Derivation of(String text) {
    Matcher m = Pattern.compile("year\\(([a-z][a-z0-9_]*)\\)").matcher(text);
    if (m.matches()) {
      return new Year(m.group(1));
    }
    throw new IllegalArgumentException("must be year(COLUMN)");
  }
}
