package fr.gouv.datalab.disclosure;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * When a cell may not be shown: the primary rules.
 *
 * <ul>
 *   <li>minimum frequency: {@code 0 < f < minimumFrequency};
 *   <li>(n,k) dominance: {@code c1 + ... + cn > k * total};
 *   <li>p %: {@code total - c1 - c2 < p/100 * c1}: the second contributor could estimate the first
 *       within p per cent.
 * </ul>
 *
 * <p>Source: Hundepool et al., <i>Statistical Disclosure Control</i> (Wiley, 2012), section 4.2.
 *
 * @param name {@code personnes}, {@code entreprises}, {@code formation}, {@code p-percent}, or
 *     {@code propre} when written out
 * @param minimumFrequency the smallest frequency that may be shown; 1 asks for nothing
 * @param dominance the (n,k) rule, when there is one
 * @param pPercent p, in per cent
 */
public record Policy(
    String name, long minimumFrequency, Optional<Dominance> dominance, OptionalDouble pPercent) {

  /**
   * The (n,k) rule.
   *
   * @param n how many contributors together
   * @param share the share of the total that they may not exceed, in ]0,1[
   */
  public record Dominance(int n, double share) {}

  /** Households and persons: at least 11 units. */
  public static final Policy PERSONNES = frequencies("personnes", 11);

  /** Businesses: at least 3 units, none above 85 % (law 51-711 of 7 June 1951). */
  public static final Policy ENTREPRISES =
      new Policy("entreprises", 3, Optional.of(new Dominance(1, 0.85)), OptionalDouble.empty());

  /** Training indicators: at least 20 persons. */
  public static final Policy FORMATION = frequencies("formation", 20);

  /** Businesses: at least 3 units, and the p % rule with p = 10. */
  public static final Policy P_PERCENT =
      new Policy("p-percent", 3, Optional.empty(), OptionalDouble.of(10));

  /** A rule on frequencies alone. */
  public static Policy frequencies(String name, long minimum) {
    return new Policy(name, minimum, Optional.empty(), OptionalDouble.empty());
  }

  static Optional<Policy> named(String name) {
    return switch (name) {
      case "personnes" -> Optional.of(PERSONNES);
      case "entreprises" -> Optional.of(ENTREPRISES);
      case "formation" -> Optional.of(FORMATION);
      case "p-percent" -> Optional.of(P_PERCENT);
      default -> Optional.empty();
    };
  }

  /** How many of the largest contributions the rules look at. */
  int contributorsNeeded() {
    return Math.max(dominance.map(Dominance::n).orElse(0), pPercent.isPresent() ? 2 : 0);
  }
}
