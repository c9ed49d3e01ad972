package fr.gouv.datalab.drafts;

/**
 * International bank account numbers: a country, two check digits, up to thirty characters; with
 * the first four moved to the end and letters counted from 10, the whole is 1 modulo 97 (ISO
 * 13616-1, ISO/IEC 7064 MOD 97-10).
 */
final class Iban {
  private static final int SHORTEST = 15;
  private static final int LONGEST = 34;

  private Iban() {}

  /** Whether a text, spaces aside, is one. */
  static boolean holds(byte[] text, int from, int to) {
    byte[] compact = new byte[LONGEST];
    int length = 0;
    for (int i = from; i < to; i++) {
      byte c = text[i];
      if (c == ' ') {
        continue;
      }
      boolean known = c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
      if (!known || length == LONGEST) {
        return false;
      }
      compact[length++] = (byte) (c >= 'a' ? c - 'a' + 'A' : c);
    }
    if (length < SHORTEST || !isLetter(compact[0]) || !isLetter(compact[1])) {
      return false;
    }
    int rest = 0;
    for (int i = 0; i < length; i++) {
      byte c = compact[(i + 4) % length];
      int value = isLetter(c) ? c - 'A' + 10 : c - '0';
      rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
    }
    return rest == 1 && !isLetter(compact[2]) && !isLetter(compact[3]);
  }

  private static boolean isLetter(byte c) {
    return c >= 'A';
  }
}
