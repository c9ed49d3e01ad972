package fr.gouv.datalab.cli.disclose;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.disclosure.noise.Account;
import fr.gouv.datalab.disclosure.noise.Spending;
import fr.gouv.datalab.privacy.PrivacyBudgets;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.registry.Registry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * {@code datalab disclose budget [POPULATION]}: what each population may lose by noisy tables, has
 * lost and may still lose, and for which tables. It spends nothing.
 */
@Command
public final class BudgetCommand implements Callable<Integer> {
  /** Of the usual form, (epsilon, delta), that goes with a loss in zCDP. */
  private static final double DELTA = 1e-6;

  @Mixin private Console console;

  @Parameters(
      paramLabel = "POPULATION",
      arity = "0..1",
      description = "The source whose units they are (default: all that have a budget).")
  private String population;

  private record Lost(Instant time, String rho, String mechanism, String table) {}

  private record Line(
      String population,
      String budget,
      String spent,
      String left,
      double epsilon,
      double delta,
      List<Lost> spendings) {}

  @Override
  public Integer call() {
    try (Registry registry = Registry.open(console.home().require())) {
      List<Line> lines = accounts(new PrivacyBudgets(registry)).stream().map(this::line).toList();
      console.result(lines, words(lines));
    }
    return 0;
  }

  private List<Account> accounts(PrivacyBudgets budgets) {
    return population == null
        ? budgets.accounts()
        : List.of(
            budgets
                .account(population)
                .orElseThrow(
                    () ->
                        new UsageException(
                            "Nothing was ever spent on "
                                + population
                                + ": it has no budget yet. `datalab disclose budget` lists those"
                                + " that have one.")));
  }

  private Line line(Account account) {
    return new Line(
        account.population(),
        account.budget().toPlainString(),
        account.spent().toPlainString(),
        account.left().toPlainString(),
        Math.ceil(account.epsilon(DELTA) * 1e3) / 1e3,
        DELTA,
        account.spendings().stream().map(BudgetCommand::lost).toList());
  }

  private static Lost lost(Spending spending) {
    return new Lost(
        spending.when(), spending.rho().toPlainString(), spending.mechanism(), spending.table());
  }

  private static String words(List<Line> lines) {
    if (lines.isEmpty()) {
      return "No privacy budget was opened: the first table with `protect: dp` opens its source's.";
    }
    List<String> words = new ArrayList<>();
    for (Line line : lines) {
      words.add(
          String.format(
              Locale.ROOT,
              "%s: %s of %s is spent, %s is left (so far epsilon %.3f at delta 1e-6).",
              line.population(),
              line.spent(),
              line.budget(),
              line.left(),
              line.epsilon()));
      for (Lost lost : line.spendings()) {
        words.add(
            String.format(
                Locale.ROOT,
                "  %s  %-8s %-17s %s",
                lost.time().toString().substring(0, 10),
                lost.rho(),
                lost.mechanism(),
                lost.table()));
      }
    }
    return String.join(System.lineSeparator(), words);
  }
}
