package fr.gouv.datalab.disclosure;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * When a cell may not be shown: the primary rules. With {@code f} holders, of whom the largest
 * contribute {@code c1 >= c2 >= ...} in absolute value to a total {@code T} of absolute values, a
 * cell is hidden when
 *
 * <ul>
 *   <li>minimum frequency: {@code 0 < f < minimumFrequency};
 *   <li>(n,k) dominance: {@code c1 + ... + cn > k T};
 *   <li>p %: {@code T - c1 - c2 < p/100 c1}: the second holder could estimate the first within p
 *       per cent;
 *   <li>prior-posterior (p,q): {@code T - c1 - c2 < p/q c1}: a holder that knew others within q per
 *       cent could now within p per cent;
 *   <li>request: the first holder asked and {@code c1 > k T}, or some holder asked and {@code f <
 *       minimum};
 *   <li>group: {@code f} of the cell is at least a share of {@code f} over all categories of a
 *       dimension.
 * </ul>
 *
 * <p>Sources: Hundepool et al., <i>Statistical Disclosure Control</i> (Wiley, 2012), section 4.2
 * (group disclosure: 5.2); tau-ARGUS user's manual 4.1, sections 2.2, 2.3 and 4.4.4.
 *
 * @param name {@code personnes}, {@code entreprises}, {@code formation}, {@code p-percent}, or
 *     {@code propre} when written out
 * @param minimumFrequency the smallest frequency that may be shown; 1 asks for nothing
 * @param dominance the (n,k) rule, when there is one
 * @param pPercent p, in per cent
 * @param priorPosterior the (p,q) rule, when there is one
 * @param request the rule for those that asked, when there is one
 * @param group the rule for groups, when there is one
 */
public record Policy(
    String name,
    long minimumFrequency,
    Optional<Dominance> dominance,
    OptionalDouble pPercent,
    Optional<PriorPosterior> priorPosterior,
    Optional<Request> request,
    Optional<Group> group) {

  /**
   * The (n,k) rule.
   *
   * @param n how many contributors together
   * @param share the share of the total that they may not exceed, in ]0,1[
   */
  public record Dominance(int n, double share) {}

  /**
   * The (p,q) rule, both in per cent, p below q.
   *
   * @param p how closely a holder may not estimate another
   * @param q how closely it could before
   */
  public record PriorPosterior(double p, double q) {}

  /**
   * The rule for units that asked to be protected.
   *
   * @param share what the first holder may not exceed when it asked
   * @param minimumFrequency the fewest holders, where one of them asked
   */
  public record Request(double share, long minimumFrequency) {}

  /**
   * The rule for groups: nobody may learn that all of a group are in one category.
   *
   * @param dimension the column of the categories
   * @param share which part of the group is as good as all, in ]0,1]
   * @param categories those that say something of a person; none: all
   */
  public record Group(String dimension, double share, Set<String> categories) {
    public Group {
      categories = Set.copyOf(categories);
    }
  }

  /** Rules on frequencies and on the largest contributions. */
  public Policy(
      String name, long minimumFrequency, Optional<Dominance> dominance, OptionalDouble pPercent) {
    this(
        name,
        minimumFrequency,
        dominance,
        pPercent,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

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
    int first = request.isPresent() ? 1 : 0;
    return Math.max(dominance.map(Dominance::n).orElse(first), ratio() > 0 ? 2 : first);
  }

  /** What others must make of the largest contribution, under the p % or the (p,q) rule. */
  double ratio() {
    return pPercent.isPresent()
        ? pPercent.getAsDouble() / 100
        : priorPosterior.map(rule -> rule.p() / rule.q()).orElse(0.0);
  }
}
