package fr.gouv.datalab.disclosure.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntegerNoiseTest {

  private static final int DRAWS = 60_000;

  @ParameterizedTest(name = "variance {0}/{1}")
  @CsvSource({"1,4", "1,1", "7,3", "40,1", "1000,7"})
  void gaussianDrawsFollowTheirLaw(long numerator, long denominator) {
    Ratio variance = Ratio.of(numerator, denominator);
    double s2 = variance.toDouble();
    follows(
        new DiscreteGaussian(variance, new Random(3)), x -> Math.exp(-x * (double) x / (2 * s2)));
  }

  @ParameterizedTest(name = "scale {0}/{1}")
  @CsvSource({"1,3", "1,1", "5,2", "30,1"})
  void laplaceDrawsFollowTheirLaw(long numerator, long denominator) {
    Ratio scale = Ratio.of(numerator, denominator);
    follows(
        new DiscreteLaplace(scale, new Random(4)), x -> Math.exp(-Math.abs(x) / scale.toDouble()));
  }

  /** Pearson's statistic over the values with at least ten expected draws. */
  private static void follows(IntegerNoise noise, IntToDoubleFunction weight) {
    double sum = 0;
    for (int x = -2000; x <= 2000; x++) {
      sum += weight.applyAsDouble(x);
    }
    Map<Long, Integer> counts = new HashMap<>();
    double square = 0;
    long inside = 0;
    long half = noise.within(0.95);
    for (int i = 0; i < DRAWS; i++) {
      long draw = noise.draw();
      counts.merge(draw, 1, Integer::sum);
      square += (double) draw * draw;
      inside += Math.abs(draw) <= half ? 1 : 0;
    }
    double statistic = 0;
    int cells = 0;
    double law = 0;
    for (int x = -2000; x <= 2000; x++) {
      double expected = DRAWS * weight.applyAsDouble(x) / sum;
      law += (double) x * x * weight.applyAsDouble(x) / sum;
      if (expected >= 10) {
        double more = counts.getOrDefault((long) x, 0) - expected;
        statistic += more * more / expected;
        cells++;
      }
    }
    // Five standard deviations of a chi-squared statistic.
    assertThat(statistic).isLessThan(cells + 5 * Math.sqrt(2.0 * cells) + 5);
    assertThat(square / DRAWS).isCloseTo(law, within(0.06 * law + 0.01));
    assertThat(noise.variance()).isGreaterThan(0.9 * law);
    assertThat((double) inside / DRAWS).isGreaterThan(0.94);
  }
}
