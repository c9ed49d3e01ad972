package fr.gouv.datalab.disclosure;

import java.math.BigDecimal;
import java.util.Map;

/** How a table is protected: {@code protect} in the specification, with what it needs. */
public sealed interface Method {

  /**
   * Cells are hidden.
   *
   * @param defence how those that protect others are chosen, and against whom
   */
  record Suppress(Defence defence) implements Method {

    /** The usual defence. */
    public Suppress() {
      this(Defence.USUAL);
    }
  }

  /**
   * Figures become multiples of a base, and still add up.
   *
   * @param bases by figure, in the figure's own unit, above zero
   * @param smallOnly only finest cells between zero and the base are changed
   */
  record Round(Map<String, BigDecimal> bases, boolean smallOnly) implements Method {

    /** Copies the map. */
    public Round {
      bases = Map.copyOf(bases);
    }
  }

  /**
   * Counts are changed by a few units that the key of their units decides.
   *
   * @param key the column of the sum of the records' keys
   * @param maximum the most a count is changed
   * @param variance of the change
   * @param smallest the smallest count above zero that is shown
   */
  record CellKeys(String key, int maximum, double variance, int smallest) implements Method {}

  /**
   * Counts get noise that is differentially private.
   *
   * @param mechanism the law of the noise
   * @param rho what the whole table costs, in zCDP
   * @param population whose budget pays
   * @param budget what the population may lose in all
   * @param finestOnly noise on finest cells, of which margins are the sums; else each margin has
   *     noise of its own
   */
  record PrivateNoise(
      Mechanism mechanism, BigDecimal rho, String population, BigDecimal budget, boolean finestOnly)
      implements Method {}

  /** The law of differentially private noise. */
  enum Mechanism {
    DISCRETE_GAUSSIAN("discrete-gaussian"),
    DISCRETE_LAPLACE("discrete-laplace");

    private final String word;

    Mechanism(String word) {
      this.word = word;
    }

    /** The word in specifications and ledgers. */
    public String word() {
      return word;
    }
  }
}
