package fr.gouv.datalab.disclosure.noise;

import fr.gouv.datalab.disclosure.BadInputException;
import java.math.BigDecimal;
import java.util.List;

/**
 * What one population may lose and has lost.
 *
 * @param population whose units they are
 * @param budget the most that may be lost in all, in zCDP
 * @param spendings what was lost, in order
 */
public record Account(String population, BigDecimal budget, List<Spending> spendings) {

  /** Copies the list. */
  public Account {
    spendings = List.copyOf(spendings);
  }

  /** What was lost in all: losses in zCDP add up (Bun and Steinke, 2016, lemma 1.7). */
  public BigDecimal spent() {
    return spendings.stream().map(Spending::rho).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** What may still be lost. */
  public BigDecimal left() {
    return budget.subtract(spent());
  }

  /**
   * Checks that it holds one more loss.
   *
   * @param said the budget that the specification says
   * @throws BudgetSpentException when it does not
   * @throws BadInputException when another budget was said before
   */
  public void requireRoomFor(BigDecimal said, Spending spending) {
    if (budget.compareTo(said) != 0) {
      throw new BadInputException(
          "The budget of the population "
              + population
              + " is "
              + budget.toPlainString()
              + " in the ledger, and "
              + said.toPlainString()
              + " in the specification: what was promised first stands.");
    }
    if (spending.rho().compareTo(left()) > 0) {
      throw new BudgetSpentException(
          "The privacy budget of the population "
              + population
              + " does not hold this table: it asks for "
              + spending.rho().toPlainString()
              + ", and "
              + left().toPlainString()
              + " is left of "
              + budget.toPlainString()
              + ". Publish fewer figures, or what was published before.");
    }
  }

  /**
   * The same loss in the better known form: {@code epsilon} such that all that was published is
   * {@code (epsilon, delta)}-differentially private, by {@code rho + 2 sqrt(rho ln(1/delta))} (Bun
   * and Steinke, 2016, proposition 1.3).
   */
  public double epsilon(double delta) {
    double rho = spent().doubleValue();
    return rho + 2 * Math.sqrt(rho * Math.log(1 / delta));
  }
}
