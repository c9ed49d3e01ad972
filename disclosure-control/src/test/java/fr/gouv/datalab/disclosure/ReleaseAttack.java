package fr.gouv.datalab.disclosure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Tables that are asked for one after another, and what an attacker does with them as published.
 *
 * @param succeeds whether the attacker learns what a rule hides
 */
record ReleaseAttack(String name, List<Step> steps, Predicate<List<ReleasedTable>> succeeds) {

  /** A table that is asked for. */
  record Step(Population population, CellTable table) {}

  /** It succeeds against tables each protected alone, and fails against this engine. */
  void succeedsAloneAndFailsHere() {
    assertThat(succeeds.test(alone())).as("alone").isTrue();
    assertThat(succeeds.test(together(steps))).as("together").isFalse();
  }

  private List<ReleasedTable> alone() {
    List<ReleasedTable> tables = new ArrayList<>();
    for (Step step : steps) {
      ProtectedTable safe = Protection.of(step.table().spec(), step.table());
      assertThat(safe.verdict().safe()).isTrue();
      tables.add(ReleasedTable.of("v" + tables.size(), step.population(), safe));
    }
    return tables;
  }

  /** The tables as published, each protected beside those before; up to one that is refused. */
  static List<ReleasedTable> together(List<Step> steps) {
    List<ReleasedTable> tables = new ArrayList<>();
    for (Step step : steps) {
      try {
        ProtectedTable safe =
            Protection.of(step.table().spec(), step.table(), step.population(), tables);
        tables.add(ReleasedTable.of("v" + tables.size(), step.population(), safe));
      } catch (CannotProtectException refused) {
        return tables;
      }
    }
    return tables;
  }

  @Override
  public String toString() {
    return name;
  }
}
