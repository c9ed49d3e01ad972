package fr.gouv.datalab.doctor;

import java.util.function.Consumer;

/**
 * Finds identifiers made of letters and digits: NIR, SPI, VIN and plates, whose characters single
 * separators may stand between.
 */
final class Symbols {
  private static final int RING = 32;
  private static final int SHORTEST_PLATE = 5;
  private static final int LONGEST_PLATE = 9;

  private final Needles needles;
  private final Consumer<Kind> found;
  private final byte[] ring = new byte[RING];
  private int run;
  private int digits;
  private int nirCharacters;
  private int separators;
  private int word;
  private int previousWord;
  private int wordBefore;

  Symbols(Needles needles, Consumer<Kind> found) {
    this.needles = needles;
    this.found = found;
  }

  void put(int symbol) {
    boolean digit = symbol >= '0' && symbol <= '9';
    if (!digit && digits > 0 || symbol < 0) {
      checkNumbers();
    }
    if (symbol < 0) {
      endWord();
      separators++;
      if (symbol == Folding.END || separators > 1) {
        reset();
      }
      return;
    }
    separators = 0;
    ring[run++ & (RING - 1)] = (byte) symbol;
    word++;
    digits = digit ? digits + 1 : 0;
    nirCharacters = digit || symbol == 'A' || symbol == 'B' ? nirCharacters + 1 : 0;
    if (run >= Needles.VIN_LENGTH && needles.isVin(last(Needles.VIN_LENGTH))) {
      found.accept(Kind.VIN);
    }
  }

  private void checkNumbers() {
    if (digits >= Needles.SPI_LENGTH && needles.isSpi(last(Needles.SPI_LENGTH))) {
      found.accept(Kind.SPI);
    }
    if (nirCharacters >= Needles.NIR_LENGTH && needles.isNir(last(Needles.NIR_LENGTH))) {
      found.accept(Kind.NIR);
    }
  }

  private void endWord() {
    if (word == 0) {
      return;
    }
    checkPlate(word);
    if (previousWord > 0) {
      checkPlate(word + previousWord);
      if (wordBefore > 0) {
        checkPlate(word + previousWord + wordBefore);
      }
    }
    wordBefore = previousWord;
    previousWord = word;
    word = 0;
  }

  private void checkPlate(int length) {
    if (length >= SHORTEST_PLATE && length <= LONGEST_PLATE && needles.isPlate(last(length))) {
      found.accept(Kind.PLATE);
    }
  }

  private long last(int length) {
    long h = 0;
    for (int i = run - length; i < run; i++) {
      h = Folding.step(h, ring[i & (RING - 1)]);
    }
    return Folding.mix(h, length);
  }

  private void reset() {
    run = 0;
    digits = 0;
    nirCharacters = 0;
    word = 0;
    previousWord = 0;
    wordBefore = 0;
  }
}
