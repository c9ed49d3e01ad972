package fr.gouv.datalab.disclosure;

import java.util.List;

/**
 * A coarser table that would keep more, with what it would keep: it was protected to know.
 *
 * @param column the dimension that is coarser
 * @param change what is merged
 * @param codes the finest codes that are left, or the first of them
 * @param cells how many cells the coarser table has
 * @param published how many of them would be published
 * @param informationKept the share of all units that would stand in published finest cells
 */
public record Advice(
    String column,
    Change change,
    List<String> codes,
    int cells,
    int published,
    double informationKept) {

  /** What is merged. */
  public enum Change {
    /** The finest level goes into the one above. */
    LEVEL,
    /** Codes that follow one another go together. */
    GROUPS,
    /** The dimension is left out. */
    TOTAL
  }

  public Advice {
    codes = List.copyOf(codes);
  }

  /** For the terminal. */
  public String english() {
    String left = named(", ...");
    return switch (change) {
      case LEVEL -> "stop " + column + " one level higher, at " + left;
      case GROUPS -> "group " + column + " as " + left;
      case TOTAL -> "leave " + column + " out";
    };
  }

  /** For the report. */
  public String french() {
    String left = named("…");
    return switch (change) {
      case LEVEL -> "Arrêter " + column + " un niveau plus haut (" + left + ")";
      case GROUPS -> "Regrouper " + column + " : " + left;
      case TOTAL -> "Ne pas croiser par " + column;
    };
  }

  private String named(String more) {
    String first = String.join(", ", codes.subList(0, Math.min(SHOWN, codes.size())));
    return codes.size() > SHOWN ? first + more : first;
  }

  private static final int SHOWN = 5;

  /** How many codes are kept. */
  static final int MOST = 50;
}
