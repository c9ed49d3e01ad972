package fr.gouv.datalab.disclosure;

/**
 * Whole numbers modulo the Mersenne prime {@code 2^61 - 1}: exact, a product is two machine
 * multiplications, and two different numbers fall together once in 2^61.
 */
final class Modular {

  static final long PRIME = (1L << 61) - 1;

  private Modular() {}

  /** Any number, from 0 to {@link #PRIME} excluded. */
  static long of(long number) {
    long rest = number % PRIME;
    return rest < 0 ? rest + PRIME : rest;
  }

  static long add(long a, long b) {
    long sum = a + b;
    return sum >= PRIME ? sum - PRIME : sum;
  }

  static long negate(long a) {
    return a == 0 ? 0 : PRIME - a;
  }

  static long multiply(long a, long b) {
    if (a == 1) {
      return b;
    }
    long high = Math.multiplyHigh(a, b);
    long low = a * b;
    long sum = (low & PRIME) + ((high << 3) | (low >>> 61));
    return sum >= PRIME ? sum - PRIME : sum;
  }

  /** Of a number that is not zero, by Fermat. */
  static long inverse(long a) {
    if (a == 1 || a == PRIME - 1) {
      return a;
    }
    long power = 1;
    long square = a;
    for (long bits = PRIME - 2; bits > 0; bits >>= 1) {
      if ((bits & 1) == 1) {
        power = multiply(power, square);
      }
      square = multiply(square, square);
    }
    return power;
  }
}
