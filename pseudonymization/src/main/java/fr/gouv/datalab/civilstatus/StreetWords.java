package fr.gouv.datalab.civilstatus;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The words of a street that do not tell it from others: its type, in full or cut as on an address,
 * and articles; in French, and in English for the public data on which linkage is measured.
 */
final class StreetWords {
  private static final String FRENCH =
      """
      RUE R AVENUE AV AVE BOULEVARD BD BLD BVD PLACE PL CHEMIN CHE CH CHEM ROUTE RTE
      ALLEE ALL ALLEES IMPASSE IMP SQUARE SQ QUAI COURS LOTISSEMENT LOT RESIDENCE RES
      SENTIER SENTE PASSAGE PAS HAMEAU HAM DE DU DES LA LE LES D L
      """;
  private static final String ENGLISH =
      """
      STREET ST ROAD RD CLOSE CRESCENT CRES DRIVE DR LANE COURT CT CIRCUIT CCT PARADE
      TERRACE TCE WAY CIRCLE
      """;

  private static final int LONGEST = 11;
  private static final byte[][] TABLE =
      table(
          Stream.of(FRENCH, ENGLISH)
              .flatMap(words -> Stream.of(words.strip().split("\\s+")))
              .sorted()
              .toList());

  private StreetWords() {}

  /** Whether a word of folded letters is left out; nothing is allocated. */
  static boolean leaveOut(byte[] text, int from, int to) {
    if (to - from > LONGEST) {
      return false;
    }
    for (int at = hash(text, from, to); TABLE[at] != null; at = at + 1 & TABLE.length - 1) {
      if (Arrays.equals(TABLE[at], 0, TABLE[at].length, text, from, to)) {
        return true;
      }
    }
    return false;
  }

  private static int hash(byte[] word, int from, int to) {
    int hash = 7;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + word[i];
    }
    return (hash ^ hash >>> 9) & 255;
  }

  private static byte[][] table(List<String> words) {
    byte[][] table = new byte[256][];
    for (String word : words) {
      byte[] letters = word.getBytes(StandardCharsets.US_ASCII);
      int at = hash(letters, 0, letters.length);
      while (table[at] != null) {
        at = at + 1 & table.length - 1;
      }
      table[at] = letters;
    }
    return table;
  }
}
