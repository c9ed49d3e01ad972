package fr.gouv.datalab.disclosure.noise;

import java.math.BigDecimal;

/**
 * What each population may lose and has lost. A loss is kept, for good, before any noise is drawn:
 * a process that is killed between the two has lost budget and published nothing, never the other
 * way.
 */
public interface Ledger {

  /**
   * Takes a loss, or refuses it.
   *
   * @param population whose units they are
   * @param budget the most that may be lost on it in all; what the first spending said stands
   * @return the account after it
   * @throws BudgetSpentException when it would pass the budget; nothing was kept
   * @throws fr.gouv.datalab.disclosure.BadInputException when another budget was said before
   */
  Account spend(String population, BigDecimal budget, Spending spending);
}
