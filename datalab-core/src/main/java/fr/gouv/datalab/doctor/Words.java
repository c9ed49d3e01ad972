package fr.gouv.datalab.doctor;

import java.util.function.Consumer;

/**
 * Finds names side by side with first names. Short names would be found by chance in encrypted
 * bytes; they count only where text stands around them, or where their letters are plain and of one
 * case, which chance seldom makes.
 */
final class Words {
  private static final int WIDEST_GAP = 4;
  private static final int LONG_ENOUGH = 12;
  private static final int LONG_ENOUGH_WHEN_PLAIN = 7;
  private static final int SHORTEST = 4;
  private static final int TEXT_BEFORE = 16;

  private final Needles needles;
  private final Consumer<Kind> found;
  private long hash;
  private int length;
  private int capitals;
  private boolean firstCapital;
  private boolean accents;
  private long previous;
  private int previousLength;
  private boolean previousPlain;
  private int gap = WIDEST_GAP + 1;
  private int text = Integer.MAX_VALUE / 2;

  Words(Needles needles, Consumer<Kind> found) {
    this.needles = needles;
    this.found = found;
  }

  void put(int symbol, int raw) {
    boolean letter = symbol >= 'A';
    if (letter) {
      if (length == 0) {
        firstCapital = raw < 'a';
      }
      hash = Folding.step(hash, symbol);
      length++;
      capitals += raw < 'a' ? 1 : 0;
      accents |= raw >= 0x80;
    } else {
      if (length > 0) {
        endWord();
      }
      gap++;
    }
    boolean texty =
        letter || (raw >= 0x20 && raw < 0x7F) || raw == '\n' || raw == '\r' || raw == '\t';
    text = texty ? Math.min(text + 1, Integer.MAX_VALUE / 2) : 0;
  }

  private void endWord() {
    long word = Folding.mix(hash, length);
    boolean plain =
        !accents && (capitals == 0 || capitals == length || (capitals == 1 && firstCapital));
    if (previousLength > 0
        && gap <= WIDEST_GAP
        && credible(plain)
        && needles.isName(previous, word)) {
      found.accept(Kind.NAME);
    }
    previous = word;
    previousLength = length;
    previousPlain = plain;
    gap = 0;
    hash = 0;
    length = 0;
    capitals = 0;
    accents = false;
  }

  private boolean credible(boolean plain) {
    int total = previousLength + length;
    return total >= LONG_ENOUGH
        || (total >= LONG_ENOUGH_WHEN_PLAIN && plain && previousPlain)
        || (total >= SHORTEST && text >= total + gap + TEXT_BEFORE);
  }
}
