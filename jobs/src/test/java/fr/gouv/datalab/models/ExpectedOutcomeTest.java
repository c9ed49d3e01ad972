package fr.gouv.datalab.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpectedOutcomeTest {
  private static final List<String> FEATURES = List.of("sexe", "age", "niveau");
  private static final String[] SEXES = {"F", "M"};
  private static final String[] AGES = {"jeune", "moyen", "senior"};
  private static final String[] NIVEAUX = {"3", "4", "5", "6", ""};

  @Test
  void recoversTheProbabilitiesThatMadeTheCounts() {
    List<Pattern> patterns = world(4000);
    ExpectedOutcome model = ExpectedOutcome.fit(FEATURES, patterns);
    for (Pattern pattern : patterns) {
      assertThat(model.probability(pattern.values()))
          .as("%s", pattern.values())
          .isCloseTo((double) pattern.positives() / pattern.units(), within(0.02));
    }
  }

  @Test
  void expectsInTotalWhatWasObservedInTotal() {
    List<Pattern> patterns = world(37);
    ExpectedOutcome model = ExpectedOutcome.fit(FEATURES, patterns);
    double expected =
        patterns.stream().mapToDouble(p -> p.units() * model.probability(p.values())).sum();
    assertThat(expected)
        .isCloseTo(patterns.stream().mapToLong(Pattern::positives).sum(), within(1e-6));
  }

  @Test
  void givesTheSameModelForTheSamePatterns() {
    List<Pattern> patterns = world(100);
    List<String> values = patterns.get(3).values();
    assertThat(ExpectedOutcome.fit(FEATURES, patterns).probability(values))
        .isEqualTo(ExpectedOutcome.fit(FEATURES, patterns).probability(values));
  }

  @Test
  void saysWhereItComesFrom() {
    assertThat(ExpectedOutcome.fit(FEATURES, world(50)).provenance())
        .contains("LinearSGDTrainer", "tribuo-version");
  }

  @Test
  void refusesAnOutcomeThatNeverVaries() {
    List<Pattern> patterns = List.of(new Pattern(List.of("F", "jeune", "3"), 10, 10));
    assertThatThrownBy(() -> ExpectedOutcome.fit(FEATURES, patterns))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("same outcome");
  }

  private static List<Pattern> world(long base) {
    List<Pattern> patterns = new ArrayList<>();
    for (int s = 0; s < SEXES.length; s++) {
      for (int a = 0; a < AGES.length; a++) {
        for (int n = 0; n < NIVEAUX.length; n++) {
          double odds = -0.8 + 0.4 * s + 0.5 * a - 0.1 * a * a + 0.35 * n;
          long units = base * (1 + ((s * 7 + a * 3 + n * 5) % 11));
          long positives = Math.round(units / (1 + Math.exp(-odds)));
          patterns.add(new Pattern(List.of(SEXES[s], AGES[a], NIVEAUX[n]), units, positives));
        }
      }
    }
    return patterns;
  }
}
