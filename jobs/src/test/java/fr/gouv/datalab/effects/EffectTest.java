package fr.gouv.datalab.effects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EffectTest {
  /** Newcombe (1998), table II, method 10, the eight contrasts. */
  @ParameterizedTest
  @CsvSource({
    "56, 70, 48, 80, 0.0524, 0.3339",
    "9, 10, 3, 10, 0.1705, 0.8090",
    "6, 7, 2, 7, 0.0582, 0.8062",
    "5, 56, 0, 29, -0.0381, 0.1926",
    "0, 10, 0, 20, -0.1611, 0.2775",
    "0, 10, 0, 10, -0.2775, 0.2775",
    "10, 10, 0, 20, 0.6791, 1.0000",
    "10, 10, 0, 10, 0.6075, 1.0000"
  })
  void isTheIntervalOfThePaper(int a, int m, int b, int n, double lower, double upper) {
    Interval interval = new Effect(new Proportion(a, m), new Proportion(b, n)).interval(0.95);
    assertThat(interval.lower()).isCloseTo(lower, within(5e-5));
    assertThat(interval.upper()).isCloseTo(upper, within(5e-5));
  }

  @Test
  void holdsTheDifferenceAndStaysAmongDifferencesOfShares() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 20_000; i++) {
      int m = 1 + random.nextInt(5_000);
      int n = 1 + random.nextInt(5_000);
      Effect effect =
          new Effect(
              new Proportion(random.nextInt(m + 1), m), new Proportion(random.nextInt(n + 1), n));
      Interval interval = effect.interval();
      assertThat(interval.contains(effect.difference())).isTrue();
      assertThat(interval.lower()).isGreaterThanOrEqualTo(-1 - 1e-12);
      assertThat(interval.upper()).isLessThanOrEqualTo(1 + 1e-12);
      Interval turned = new Effect(effect.control(), effect.treated()).interval();
      assertThat(turned.lower()).isCloseTo(-interval.upper(), within(1e-12));
    }
  }

  /** Counts alone: of 20,000 letters, the interval must cover the true effect 99 times in 100. */
  @ParameterizedTest
  @CsvSource({"6400, 1600, 0.08, 0.06", "320, 80, 0.08, 0.06", "100, 25, 0.02, 0.0"})
  void coversTheTrueEffectAsOftenAsItSays(int treated, int control, double base, double effect) {
    SplittableRandom random = new SplittableRandom(20261125);
    int covered = 0;
    int runs = 20_000;
    for (int i = 0; i < runs; i++) {
      Proportion t = new Proportion(binomial(random, treated, base + effect), treated);
      Proportion c = new Proportion(binomial(random, control, base), control);
      covered += new Effect(t, c).interval().contains(effect) ? 1 : 0;
    }
    assertThat((double) covered / runs).isBetween(0.985, 0.999);
  }

  /** By the waiting times between successes: exact, and quick when successes are rare. */
  private static long binomial(SplittableRandom random, int n, double p) {
    double log = Math.log1p(-p);
    long successes = 0;
    long at = -1;
    while (true) {
      at += 1 + (long) Math.floor(Math.log(1 - random.nextDouble()) / log);
      if (at >= n) {
        return successes;
      }
      successes++;
    }
  }

  @Test
  void refusesCountsThatAreNone() {
    assertThatThrownBy(() -> new Proportion(1, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Proportion(3, 2)).isInstanceOf(IllegalArgumentException.class);
  }
}
