package fr.gouv.datalab.disclosure.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.gouv.datalab.disclosure.BadInputException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BudgetLedgerTest {

  @TempDir Path directory;

  private BudgetLedger ledger() {
    return BudgetLedger.at(directory.resolve("ledger.json"));
  }

  private static Spending spending(String rho) {
    return new Spending(Instant.EPOCH, new BigDecimal(rho), "discrete-gaussian", "a x b: n");
  }

  @Test
  void addsLossesUpAndRefusesWhatWouldPassTheBudget() {
    BigDecimal budget = new BigDecimal("0.3");
    ledger().spend("foyers", budget, spending("0.1"));
    ledger().spend("foyers", budget, spending("0.2"));
    assertThatThrownBy(() -> ledger().spend("foyers", budget, spending("0.000001")))
        .isInstanceOf(BudgetSpentException.class)
        .hasMessageContaining("foyers")
        .hasMessageContaining("0.0 is left of 0.3");
    Account account = ledger().account("foyers").orElseThrow();
    assertThat(account.spent()).isEqualByComparingTo("0.3");
    assertThat(account.spendings()).hasSize(2);
  }

  @Test
  void keepsPopulationsApart() {
    ledger().spend("foyers", BigDecimal.ONE, spending("1"));
    ledger().spend("stagiaires", BigDecimal.ONE, spending("1"));
    assertThat(ledger().account("stagiaires").orElseThrow().left()).isZero();
    assertThat(ledger().account("autres")).isEmpty();
  }

  @Test
  void refusesAnotherBudgetThanTheFirst() {
    ledger().spend("foyers", BigDecimal.ONE, spending("0.5"));
    assertThatThrownBy(() -> ledger().spend("foyers", BigDecimal.TEN, spending("0.5")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("what was promised first stands");
  }

  @Test
  void isNotEmptyWhenItIsDamaged() throws Exception {
    Files.writeString(directory.resolve("ledger.json"), "{\"foyers\": {\"bud");
    assertThatThrownBy(() -> ledger().spend("foyers", BigDecimal.ONE, spending("0.5")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("not a ledger");
  }

  @Test
  void neverSpendsMoreThanTheBudgetWhenManyAskAtOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Future<?>> asked = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      asked.add(threads.submit(() -> ledger().spend("foyers", BigDecimal.ONE, spending("0.1"))));
    }
    int granted = 0;
    for (Future<?> each : asked) {
      try {
        each.get();
        granted++;
      } catch (java.util.concurrent.ExecutionException e) {
        assertThat(e).hasCauseInstanceOf(BudgetSpentException.class);
      }
    }
    threads.shutdown();
    assertThat(granted).isEqualTo(10);
    assertThat(ledger().account("foyers").orElseThrow().left()).isZero();
  }
}
