package fr.gouv.datalab.disclosure.noise;

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
   * The same loss in the better known form: {@code epsilon} such that all that was published is
   * {@code (epsilon, delta)}-differentially private, by {@code rho + 2 sqrt(rho ln(1/delta))} (Bun
   * and Steinke, 2016, proposition 1.3).
   */
  public double epsilon(double delta) {
    double rho = spent().doubleValue();
    return rho + 2 * Math.sqrt(rho * Math.log(1 / delta));
  }
}
