package fr.gouv.datalab.civilstatus;

/**
 * A code shared by words that sound alike in French, and by most misspellings of a word: its first
 * sound and its consonants, in the manner of Soundex, with the letters grouped as French reads them
 * ({@code PH} as {@code F}, {@code C} before {@code E} as {@code S}, {@code GN} as {@code N}, mute
 * endings left out). English names pass too; what matters is that both files are read alike.
 */
final class FrenchSound {
  private FrenchSound() {}

  /**
   * Codes the letters of one word.
   *
   * @param word capitals, from {@code from} to {@code to}
   * @param out where the code goes, from its head; never longer than the word plus one
   * @return the code's length, at least 1 for a word that is not empty
   */
  static int code(byte[] word, int from, int to, byte[] out) {
    int end = audible(word, from, to);
    int length = 0;
    byte last = 0;
    for (int i = from; i < end; i++) {
      byte letter = word[i];
      byte next = i + 1 < end ? word[i + 1] : 0;
      byte sound;
      switch (letter) {
        case 'A', 'E', 'I', 'O', 'U', 'Y' -> {
          sound = length == 0 ? initial(letter) : 0;
          if (length > 0) {
            last = 0;
          }
        }
        case 'H' -> sound = 0;
        case 'B' -> sound = 'B';
        case 'P' -> {
          if (next == 'H') {
            sound = 'F';
            i++;
          } else {
            sound = 'P';
          }
        }
        case 'C' -> {
          if (next == 'H') {
            sound = 'J';
            i++;
          } else {
            sound = (byte) (soft(next) ? 'S' : 'K');
          }
        }
        case 'K' -> sound = 'K';
        case 'Q' -> {
          sound = 'K';
          if (next == 'U') {
            i++;
          }
        }
        case 'S' -> {
          if (next == 'H') {
            sound = 'J';
            i++;
          } else if (next == 'C' && i + 2 < end && word[i + 2] == 'H') {
            sound = 'J';
            i += 2;
          } else {
            sound = 'S';
          }
        }
        case 'Z' -> sound = 'S';
        case 'X' -> sound = 'S';
        case 'G' -> {
          if (next == 'N') {
            sound = 'N';
            i++;
          } else {
            sound = (byte) (soft(next) ? 'J' : 'G');
          }
        }
        case 'J' -> sound = 'J';
        case 'D', 'T' -> sound = 'T';
        case 'M', 'N' -> sound = 'N';
        case 'F' -> sound = 'F';
        case 'V', 'W' -> sound = 'V';
        default -> sound = letter;
      }
      if (sound != 0 && sound != last) {
        out[length++] = sound;
      }
      if (sound != 0) {
        last = sound;
      }
    }
    if (length == 0 && to > from) {
      out[length++] = word[from];
    }
    return length;
  }

  private static byte initial(byte vowel) {
    return vowel == 'Y' ? (byte) 'I' : vowel;
  }

  private static boolean soft(byte next) {
    return next == 'E' || next == 'I' || next == 'Y';
  }

  /** The end without mute letters: a final E, and S, T, D, X, Z, P after it or another sound. */
  private static int audible(byte[] word, int from, int to) {
    int end = to;
    while (end - from > 3) {
      byte last = word[end - 1];
      if (last == 'S' || last == 'T' || last == 'D' || last == 'X' || last == 'Z' || last == 'P') {
        end--;
      } else {
        break;
      }
    }
    return end;
  }
}
