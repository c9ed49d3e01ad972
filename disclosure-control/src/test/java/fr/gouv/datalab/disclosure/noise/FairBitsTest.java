package fr.gouv.datalab.disclosure.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FairBitsTest {

  private final FairBits bits = new FairBits(new Random(8));

  @ParameterizedTest(name = "exp(-{0}/{1})")
  @CsvSource({"0,1", "1,10", "1,1", "3,2", "5,1"})
  void drawsTheExponentialOfAFraction(long numerator, long denominator) {
    int drawn = 0;
    for (int i = 0; i < 40_000; i++) {
      drawn += bits.bernoulliExp(Ratio.of(numerator, denominator)) ? 1 : 0;
    }
    assertThat(drawn / 40_000.0)
        .isCloseTo(Math.exp(-(double) numerator / denominator), within(0.012));
  }

  @Test
  void drawsEachNumberBelowABoundAsOften() {
    int[] counts = new int[7];
    for (int i = 0; i < 70_000; i++) {
      counts[bits.below(BigInteger.valueOf(7)).intValueExact()]++;
    }
    for (int count : counts) {
      assertThat(count).isBetween(9_500, 10_500);
    }
  }

  @Test
  void drawsBelowBoundsOfAnyLength() {
    BigInteger bound = BigInteger.ONE.shiftLeft(90).add(BigInteger.ONE);
    boolean high = false;
    for (int i = 0; i < 100; i++) {
      BigInteger drawn = bits.below(bound);
      assertThat(drawn).isBetween(BigInteger.ZERO, bound.subtract(BigInteger.ONE));
      high |= drawn.testBit(89);
    }
    assertThat(high).isTrue();
  }
}
