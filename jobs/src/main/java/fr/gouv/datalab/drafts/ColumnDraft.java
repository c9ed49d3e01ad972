package fr.gouv.datalab.drafts;

import fr.gouv.datalab.dialects.ColumnLook;
import fr.gouv.datalab.dialects.ValueForm;
import fr.gouv.datalab.identifiers.IdentifierKind;
import fr.gouv.datalab.ingest.UnknownFile;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the values of one column tell of it, as they pass: their form, of which kinds of identifier
 * they could be, whether they repeat, whether they are few. Memory is bounded. Keeps values only
 * while they may be a list of codes: few, short, and each often met.
 */
final class ColumnDraft {
  private static final int TESTED = 200_000;
  private static final int TRIED = 1_000;
  private static final int CODES = 30;
  private static final int LONGEST_CODE = 24;

  /** A code met fewer times could be of one person. */
  private static final int OFTEN = 11;

  private static final IdentifierKind[] KINDS = {
    IdentifierKind.NIR,
    IdentifierKind.SPI,
    IdentifierKind.SIRET,
    IdentifierKind.SIREN,
    IdentifierKind.VIN,
    IdentifierKind.IMMATRICULATION,
    IdentifierKind.INE,
    IdentifierKind.EMAIL,
    IdentifierKind.TELEPHONE
  };

  private final String header;
  private final ColumnLook look = new ColumnLook();
  private final Distinct distinct = new Distinct();
  private final byte[] normalised = new byte[IdentifierKind.MAX_BYTES];
  private final long[] passed = new long[KINDS.length];
  private Map<String, long[]> codes = new LinkedHashMap<>();
  private long tested;
  private long ibans;
  private long lastCentury;
  private long letters;
  private long spaces;
  private long numbered;
  private long bytes;
  private int shortest = Integer.MAX_VALUE;
  private int longest;
  private long digitsOnly;

  ColumnDraft(String header) {
    this.header = header;
  }

  void take(byte[] text, int from, int to) {
    look.take(text, from, to);
    if (from == to) {
      return;
    }
    int length = to - from;
    bytes += length;
    shortest = Math.min(shortest, length);
    longest = Math.max(longest, length);
    distinct.take(Distinct.hash(text, from, to, 0));
    shape(text, from, to);
    if (codes != null) {
      code(text, from, to);
    }
    lastCentury += isLastCentury(text, from, to) ? 1 : 0;
    if (tested < TESTED) {
      tested++;
      if (tested < TRIED || ibans * 20 > tested) {
        ibans += Iban.holds(text, from, to) ? 1 : 0;
      }
      for (int i = 0; i < KINDS.length; i++) {
        if (tested < TRIED || passed[i] * 20 > tested) {
          passed[i] += KINDS[i].normalise(text, from, to, normalised) >= 0 ? 1 : 0;
        }
      }
    }
  }

  /** Whether a text of ten characters, as dates have, has a year from 1900 to 1999 at one end. */
  private static boolean isLastCentury(byte[] text, int from, int to) {
    return to - from == 10 && (isLastCentury(text, from) || isLastCentury(text, to - 4));
  }

  private static boolean isLastCentury(byte[] text, int at) {
    return text[at] == '1' && text[at + 1] == '9' && text[at + 2] >= '0' && text[at + 3] >= '0';
  }

  private void shape(byte[] text, int from, int to) {
    boolean hasLetter = false;
    boolean hasSpace = false;
    boolean hasDigit = false;
    boolean hasOther = false;
    for (int i = from; i < to; i++) {
      byte c = text[i];
      boolean letter = c < 0 || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
      hasLetter |= letter;
      hasSpace |= c == ' ';
      hasDigit |= c >= '0' && c <= '9';
      hasOther |= !letter && c != ' ' && c != '-' && c != '\'' && (c < '0' || c > '9');
    }
    letters += hasLetter && !hasDigit && !hasOther ? 1 : 0;
    spaces += hasLetter && hasSpace ? 1 : 0;
    numbered += hasLetter && hasSpace && hasDigit ? 1 : 0;
    digitsOnly += hasDigit && !hasLetter && !hasSpace && !hasOther ? 1 : 0;
  }

  private void code(byte[] text, int from, int to) {
    if (to - from > LONGEST_CODE) {
      codes = null;
      return;
    }
    String code = UnknownFile.decoded(Arrays.copyOfRange(text, from, to));
    codes.computeIfAbsent(code, k -> new long[1])[0]++;
    if (codes.size() > CODES) {
      codes = null;
    }
  }

  String header() {
    return header;
  }

  ColumnLook look() {
    return look;
  }

  /** Whether no two rows that were looked at have the same value, and none lacks one. */
  boolean isUnique() {
    return distinct.isUnique() && look.empty() == 0 && look.values() > 1;
  }

  /** Whether so few repeat that these may be mistakes. */
  boolean isNearlyUnique() {
    return distinct.isNearlyUnique() && look.empty() * 200 <= look.values();
  }

  /** How many values the answer to {@link #isUnique} stands on. */
  int uniqueAmong() {
    return distinct.seen();
  }

  /** Whether nearly no value repeats early: an identifier of its own kind, or a free text. */
  boolean isVaried() {
    return codes == null;
  }

  /**
   * The kind of identifier of which most values are, when at least half are.
   *
   * @param kind of identifier
   * @param share of the values that its rule accepts
   */
  record Likely(IdentifierKind kind, double share) {}

  Optional<Likely> identifier() {
    Likely best = null;
    for (int i = 0; i < KINDS.length; i++) {
      double share = tested == 0 ? 0 : (double) passed[i] / tested;
      if (share >= 0.5 && (best == null || share > best.share() + 0.05)) {
        best = new Likely(KINDS[i], share);
      }
    }
    return Optional.ofNullable(best);
  }

  /** The codes of which all values are, when they are few and each is met often. */
  List<String> codes() {
    boolean often =
        codes != null
            && codes.size() > 1
            && codes.values().stream().allMatch(count -> count[0] >= OFTEN);
    return often ? List.copyOf(new TreeMap<>(codes).keySet()) : List.of();
  }

  /** Numbers of bank accounts, most of them, by their key. */
  boolean isIban() {
    return tested > 0 && ibans * 2 >= tested;
  }

  /** Dates of which most are of the last century: births rather than acts. */
  boolean isBirths() {
    return look.form() == ValueForm.DATE && lastCentury * 2 > look.values();
  }

  /** Words without a digit, most of them: names of persons, of places. */
  boolean isWords() {
    return look.values() > 0 && letters * 10 > look.values() * 8 && codes == null;
  }

  /** Words with a number among them, most of them, as addresses have. */
  boolean isAddress() {
    return look.values() > 0 && numbered * 2 > look.values();
  }

  /** Sentences: anybody could be named in them. */
  boolean isFreeText() {
    return look.values() > 0 && codes == null && (spaces * 3 > look.values() || longest > 60);
  }

  /** The number of digits that all values have, or 0. */
  int digits() {
    return digitsOnly == look.values() && shortest == longest && look.values() > 0 ? longest : 0;
  }
}
