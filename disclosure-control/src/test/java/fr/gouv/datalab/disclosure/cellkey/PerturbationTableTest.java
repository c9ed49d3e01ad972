package fr.gouv.datalab.disclosure.cellkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fr.gouv.datalab.disclosure.BadInputException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PerturbationTableTest {

  @Property(tries = 300)
  void everyLawHasMeanZeroAndStaysWithinBounds(
      @ForAll @IntRange(min = 1, max = 12) int maximum,
      @ForAll @DoubleRange(min = 0.05, max = 0.9) double share,
      @ForAll @IntRange(min = 1, max = 6) int smallest) {
    int least = Math.min(smallest, maximum);
    double variance = share * maximum * maximum;
    PerturbationTable table = PerturbationTable.of(maximum, variance, least);
    for (int count = 0; count <= maximum + least + 3; count++) {
      double sum = 0;
      double mean = 0;
      for (int noise = -maximum; noise <= maximum; noise++) {
        double p = table.probability(count, noise);
        int result = count + noise;
        if (p > 1e-12) {
          assertThat(result == 0 || result >= least).isTrue();
        }
        sum += p;
        mean += p * noise;
      }
      assertThat(sum).isCloseTo(1, within(1e-9));
      assertThat(mean).as("mean noise of " + count).isCloseTo(0, within(1e-6));
      if (count >= maximum + least) {
        assertThat(table.variance(count)).isCloseTo(variance, within(1e-5 * maximum * maximum));
      }
    }
    assertThat(table.probability(0, 0)).isEqualTo(1);
  }

  @Test
  void drawsNoiseInProportionToItsProbability() {
    PerturbationTable table = PerturbationTable.of(5, 3, 2);
    for (int count : new int[] {1, 2, 4, 50}) {
      int[] drawn = new int[11];
      for (int i = 0; i < 100_000; i++) {
        drawn[5 + table.noise(count, (i + 0.5) / 100_000)]++;
      }
      for (int noise = -5; noise <= 5; noise++) {
        assertThat(drawn[5 + noise] / 100_000.0)
            .isCloseTo(table.probability(count, noise), within(2e-5));
      }
    }
  }

  @Test
  void isTheLawOfGreatestEntropyAmongThoseWithItsMoments() {
    PerturbationTable table = PerturbationTable.of(2, 1, 1);
    // On -2..2 with mean zero, variance 1: p(2) = p(-2) = q, p(1) = p(-1) = 1/2 - 4q. Entropy is
    // greatest where (1/2 - 4q)^4 = q (6q)^3, that is at the root of this equation.
    double q = table.probability(50, 2);
    double one = table.probability(50, 1);
    double zero = table.probability(50, 0);
    assertThat(one).isCloseTo(0.5 - 4 * q, within(1e-7));
    assertThat(zero).isCloseTo(6 * q, within(1e-7));
    assertThat(Math.log(one) * 4).isCloseTo(Math.log(q) + 3 * Math.log(zero), within(1e-6));
  }

  @Test
  void refusesWhatCannotBe() {
    assertThatThrownBy(() -> PerturbationTable.of(2, 5, 1))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("variance");
    assertThatThrownBy(() -> PerturbationTable.of(2, 1, 3))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("smallest");
  }
}
