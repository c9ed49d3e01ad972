package fr.gouv.datalab.privacy;

import fr.gouv.datalab.disclosure.noise.Account;
import fr.gouv.datalab.disclosure.noise.BudgetSpentException;
import fr.gouv.datalab.disclosure.noise.Ledger;
import fr.gouv.datalab.disclosure.noise.Spending;
import fr.gouv.datalab.gate.Grant;
import fr.gouv.datalab.journal.Act;
import fr.gouv.datalab.journal.Journal;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.registry.Statements;
import fr.gouv.datalab.registry.Transaction;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The privacy budgets of a home, one for each source of units, in its registry.
 *
 * <p>A loss and its record in the journal are one transaction, committed before any noise is drawn:
 * whoever is stopped between the two has lost budget and drawn nothing. What was spent never comes
 * back, whether the draft is rejected, the release withdrawn or the run failed: someone may have
 * read the figures.
 */
public final class PrivacyBudgets {
  private static final Statements SQL = Statements.beside(PrivacyBudgets.class, "privacy.sql");

  /**
   * With a larger budget, the mean of all that it pays for tells a count to less than one unit, 95
   * times of 100: no estimate of a count from figures that cost {@code rho} in all has a variance
   * under {@code 1 / (2 rho)}, and 1.96^2 / 2 is this.
   */
  public static final BigDecimal LARGEST = new BigDecimal("1.92");

  private final Registry registry;

  /** The budgets of a registry's home. */
  public PrivacyBudgets(Registry registry) {
    this.registry = registry;
  }

  /** The ledger from which one table of a run is paid. */
  public Ledger of(Grant grant, String output) {
    return (population, budget, spending) -> spend(grant, output, population, budget, spending);
  }

  private Account spend(
      Grant grant, String output, String population, BigDecimal budget, Spending spending) {
    if (budget.compareTo(LARGEST) > 0) {
      throw new RefusedException(
          "the privacy budgets",
          "a budget of "
              + budget.toPlainString()
              + " for "
              + population
              + " would let the mean of its tables tell a count to less than one unit: "
              + LARGEST
              + " is the most.");
    }
    try {
      return registry.inTransaction(
          tx -> {
            Account before =
                account(tx, population).orElseGet(() -> opened(tx, population, budget));
            before.requireRoomFor(budget, spending);
            long sequence = Journal.append(tx, act(grant, output, before, spending));
            tx.update(
                SQL.get("insertSpending"),
                population,
                sequence,
                tx.now(),
                grant.user(),
                grant.convention(),
                grant.useCase(),
                output,
                spending.rho().toPlainString(),
                spending.mechanism(),
                spending.table());
            return account(tx, population).orElseThrow();
          });
    } catch (BudgetSpentException e) {
      throw new RefusedException("the privacy budgets", e.getMessage());
    }
  }

  private static Account opened(Transaction tx, String population, BigDecimal budget) {
    tx.update(SQL.get("insertBudget"), population, budget.toPlainString());
    return new Account(population, budget, List.of());
  }

  private static Act act(Grant grant, String output, Account before, Spending spending) {
    return new Act(
        grant.user(),
        "privacy.spend",
        before.population(),
        Map.of(
            "convention",
            grant.convention(),
            "useCase",
            grant.useCase(),
            "output",
            output,
            "mechanism",
            spending.mechanism(),
            "rho",
            spending.rho().toPlainString(),
            "left",
            before.left().subtract(spending.rho()).toPlainString()));
  }

  /** The account of a population; empty when nothing was ever spent on it. */
  public Optional<Account> account(String population) {
    return registry.read(tx -> account(tx, population));
  }

  /** Every account, by population. */
  public List<Account> accounts() {
    return registry.read(
        tx ->
            tx.list(SQL.get("populations"), row -> row.getString(1)).stream()
                .map(population -> account(tx, population).orElseThrow())
                .toList());
  }

  private static Optional<Account> account(Transaction tx, String population) {
    return tx.first(SQL.get("budget"), row -> new BigDecimal(row.getString(1)), (Object) population)
        .map(budget -> new Account(population, budget, spendings(tx, population)));
  }

  private static List<Spending> spendings(Transaction tx, String population) {
    return tx.list(
        SQL.get("spendings"),
        row ->
            new Spending(
                java.time.Instant.parse(row.getString(1)),
                new BigDecimal(row.getString(2)),
                row.getString(3),
                row.getString(4) + "/" + row.getString(5) + " (" + row.getString(6) + ")"),
        population);
  }
}
