package fr.gouv.datalab.disclosure;

/**
 * How the cells that protect others are chosen, and against whom.
 *
 * @param method how they are found
 * @param coalition how many units may pool what each knows of itself: a cell whose units are all
 *     among them is known to them. 0: readers know nothing but what is published
 */
public record Defence(Search method, int coalition) {

  /** Two units that pool, the fast method. */
  public static final Defence USUAL = new Defence(Search.FAST, 2);

  /** How secondary cells are found. */
  public enum Search {
    /** Hypercubes and linear programs, then cells are given back; for tables of any size. */
    FAST,
    /** Hypercubes of finest cells alone, for comparison. */
    HYPERCUBE,
    /** The cheapest pattern there is, by integer programming with cuts; for small tables. */
    OPTIMAL
  }

  public Defence {
    if (coalition < 0 || coalition > 2) {
      throw new BadInputException("`coalition` is 0, 1 or 2 units: " + coalition + " is not.");
    }
  }
}
