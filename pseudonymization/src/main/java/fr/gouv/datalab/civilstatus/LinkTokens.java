package fr.gouv.datalab.civilstatus;

import fr.gouv.datalab.civilstatus.LinkSlot.Domain;
import fr.gouv.datalab.pseudonyms.Tokenizer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/**
 * Encodes a civil status and an address as the {@link LinkSlot}s' tokens: {@value #WIDTH} bytes, 64
 * bits per slot, big endian, 0 for what is missing. Two rows of the same person, spelled in two
 * ways, agree in most tokens; no value can be read from them, nor computed without the key.
 *
 * <p>Each token is AES-256-CMAC, under a key derived from the linkage key, of the domain's number
 * and the normalised value, cut to 64 bits; a likeness is a {@link Likeness} of such values of
 * pairs of letters. What each slot reveals is said at the slot.
 *
 * <p>Thread-safe; about 2 &micro;s and one allocation, the result, per row.
 */
public final class LinkTokens {
  /** Bytes of all tokens of a person. */
  public static final int WIDTH = 256;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final ThreadLocal<Encoder> encoders;

  private LinkTokens(byte[] key) {
    encoders = ThreadLocal.withInitial(() -> new Encoder(new KeyedBlocks(key)));
  }

  /** An encoder under the tokenizer's linkage key. */
  public static LinkTokens of(Tokenizer tokenizer) {
    return new LinkTokens(KeyedBlocks.key(tokenizer));
  }

  /**
   * The tokens of one person.
   *
   * @param valuesByRoleOrdinal a value for each {@link CivilStatus}, at its ordinal; null or blank
   *     where missing, as is a value that cannot be read; a shorter array lacks the last ones
   * @return {@value #WIDTH} bytes
   */
  public byte[] encode(String[] valuesByRoleOrdinal) {
    byte[] tokens = new byte[WIDTH];
    encoders.get().encode(valuesByRoleOrdinal, tokens);
    return tokens;
  }

  /**
   * The token of what names a row in its file, whatever it is: to tell whether two are the same,
   * and nothing else.
   */
  public long ofId(byte[] id) {
    return encoders.get().ofId(id);
  }

  /** The token of a slot, 0 when it is missing. */
  public static long token(byte[] tokens, LinkSlot slot) {
    return (long) LONG.get(tokens, slot.offset());
  }

  /** What one thread works with. */
  private static final class Encoder {
    private static final int LONGEST = 120;
    private static final int WORDS = 12;
    private static final int TIES = 255;
    private static final int IDS = 254;
    private static final Set<String> STREET_TYPES =
        Set.of(
            "RUE",
            "R",
            "AVENUE",
            "AV",
            "AVE",
            "BOULEVARD",
            "BD",
            "BLD",
            "BVD",
            "PLACE",
            "PL",
            "CHEMIN",
            "CHE",
            "CH",
            "CHEM",
            "ROUTE",
            "RTE",
            "ALLEE",
            "ALL",
            "ALLEES",
            "IMPASSE",
            "IMP",
            "SQUARE",
            "SQ",
            "QUAI",
            "COURS",
            "LOTISSEMENT",
            "LOT",
            "RESIDENCE",
            "RES",
            "SENTIER",
            "SENTE",
            "PASSAGE",
            "PAS",
            "HAMEAU",
            "HAM",
            "DE",
            "DU",
            "DES",
            "LA",
            "LE",
            "LES",
            "D",
            "L",
            "STREET",
            "ST",
            "ROAD",
            "RD",
            "CLOSE",
            "CRESCENT",
            "CRES",
            "DRIVE",
            "DR",
            "LANE",
            "COURT",
            "CT",
            "CIRCUIT",
            "CCT",
            "PARADE",
            "TERRACE",
            "TCE",
            "WAY",
            "CIRCLE");
    private static final byte[][] LEFT_OUT = table(STREET_TYPES);

    private final KeyedBlocks blocks;
    private final Likeness likeness = new Likeness();
    private final Likeness likeness2 = new Likeness();
    private final BirthDate date = new BirthDate();
    private final byte[] text = new byte[LONGEST];
    private final byte[] other = new byte[LONGEST + 4];
    private final int[] starts = new int[WORDS + 1];
    private final int[] messages = new int[LinkSlot.values().length];
    private final long tie;
    private final long tie2;
    private int nameFrom;
    private int nameCount;
    private int firstFrom;
    private int firstCount;
    private int streetFrom;
    private int streetCount;
    private int communeFrom;
    private int communeCount;

    Encoder(KeyedBlocks blocks) {
      this.blocks = blocks;
      int message = blocks.add(TIES, text, 0, 0);
      blocks.run();
      tie = blocks.high(message);
      tie2 = blocks.low(message);
    }

    long ofId(byte[] id) {
      blocks.clear();
      int message = blocks.add(IDS, id, 0, id.length);
      blocks.run();
      return blocks.high(message);
    }

    void encode(String[] values, byte[] out) {
      blocks.clear();
      Arrays.fill(messages, -1);
      nameCount = firstCount = streetCount = communeCount = 0;
      surname(value(values, CivilStatus.nomNaissance));
      usage(value(values, CivilStatus.nomUsage));
      firstNames(value(values, CivilStatus.prenoms));
      sex(value(values, CivilStatus.sexe));
      birth(value(values, CivilStatus.dateNaissance));
      code(LinkSlot.BIRTHPLACE, value(values, CivilStatus.communeNaissance));
      street(value(values, CivilStatus.numeroVoie), value(values, CivilStatus.voie));
      code(LinkSlot.COMPLEMENT, value(values, CivilStatus.complement));
      commune(value(values, CivilStatus.commune));
      code(LinkSlot.COMMUNE, value(values, CivilStatus.codeCommune));
      code(LinkSlot.POSTCODE, value(values, CivilStatus.codePostal));
      code(LinkSlot.REGION, value(values, CivilStatus.region));
      telephone(value(values, CivilStatus.telephone));
      email(value(values, CivilStatus.email));
      code(LinkSlot.IDENTIFIER, value(values, CivilStatus.identifiant));
      blocks.run();
      for (int slot = 0; slot < messages.length; slot++) {
        if (messages[slot] >= 0) {
          put(out, slot, blocks.high(messages[slot]));
        }
      }
      sketch(out, LinkSlot.NAME_LIKENESS, LinkSlot.NAME_LIKENESS_2, nameFrom, nameCount);
      sketch(out, LinkSlot.FIRST_LIKENESS, LinkSlot.FIRST_LIKENESS_2, firstFrom, firstCount);
      sketch(out, LinkSlot.STREET_LIKENESS, null, streetFrom, streetCount);
      sketch(out, LinkSlot.COMMUNE_LIKENESS, null, communeFrom, communeCount);
    }

    private static String value(String[] values, CivilStatus role) {
      int at = role.ordinal();
      return at < values.length && values[at] != null ? values[at] : "";
    }

    private void surname(String name) {
      int length = joinedName(name);
      if (length > 0) {
        message(LinkSlot.NAME, text, 0, length);
        sound(LinkSlot.NAME_SOUND, 0, length);
        nameFrom = pairs(Domain.LETTERS, 0, length);
        nameCount = pairCount(length);
      }
    }

    private void usage(String name) {
      int length = joinedName(name);
      if (length > 0) {
        message(LinkSlot.USAGE, text, 0, length);
        sound(LinkSlot.USAGE_SOUND, 0, length);
      }
    }

    /** Letters without spaces: LE NORMAND is LENORMAND; SAINT- and SAINTE- at the head are ST. */
    private int joinedName(String name) {
      int length = name.isEmpty() ? 0 : Letters.joined(text, Letters.fold(name, text));
      if (length > 5
          && text[0] == 'S'
          && text[1] == 'A'
          && text[2] == 'I'
          && text[3] == 'N'
          && text[4] == 'T') {
        System.arraycopy(text, 5, text, 2, length - 5);
        text[1] = 'T';
        length -= 3;
      }
      return length;
    }

    private void firstNames(String names) {
      int length = names.isEmpty() ? 0 : Letters.fold(names, text);
      if (length == 0) {
        return;
      }
      int count = words(length);
      int first = wordEnd(0);
      message(LinkSlot.FIRST, text, 0, first);
      sound(LinkSlot.FIRST_SOUND, 0, first);
      message(LinkSlot.FIRST_START, text, 0, Math.min(3, first));
      firstFrom = pairs(Domain.LETTERS, 0, first);
      firstCount = pairCount(first);
      if (count > 1) {
        message(LinkSlot.SECOND, text, starts[1], wordEnd(1));
      }
      message(LinkSlot.FIRST_ALL, other, 0, sorted(count));
    }

    private void sex(String sex) {
      if (sex.isEmpty()) {
        return;
      }
      char c = Character.toUpperCase(sex.charAt(0));
      if (c == 'M' || c == 'H' || c == '1' || c == 'F' || c == '2' || c == 'W') {
        text[0] = (byte) (c == 'F' || c == '2' || c == 'W' ? 'F' : 'M');
        message(LinkSlot.SEX, text, 0, 1);
      }
    }

    private void birth(String birth) {
      if (birth.isEmpty() || !date.read(birth)) {
        return;
      }
      numbers(LinkSlot.BIRTH, date.year, date.month, date.day);
      numbers(
          LinkSlot.BIRTH_ANY_ORDER,
          date.year,
          Math.min(date.month, date.day),
          Math.max(date.month, date.day));
      numbers(LinkSlot.BIRTH_YEAR_MONTH, date.year, date.month, 0);
      numbers(LinkSlot.BIRTH_YEAR_DAY, date.year, date.day, 0);
      numbers(LinkSlot.BIRTH_MONTH_DAY, 0, date.month, date.day);
    }

    private void numbers(LinkSlot slot, int year, int one, int two) {
      text[0] = (byte) (year / 100);
      text[1] = (byte) (year % 100);
      text[2] = (byte) one;
      text[3] = (byte) two;
      message(slot, text, 0, 4);
    }

    /** A code: letters and digits; four digits are five whose zero at the head was lost. */
    private void code(LinkSlot slot, String code) {
      int length = code.isEmpty() ? 0 : Letters.joined(text, Letters.fold(code, text));
      if (length == 4 && slot != LinkSlot.IDENTIFIER && allDigits(length)) {
        System.arraycopy(text, 0, text, 1, length++);
        text[0] = '0';
      }
      message(slot, text, 0, length);
    }

    private boolean allDigits(int length) {
      for (int i = 0; i < length; i++) {
        if (text[i] < '0' || text[i] > '9') {
          return false;
        }
      }
      return true;
    }

    private void street(String number, String street) {
      int house = number.isEmpty() ? 0 : Letters.joined(text, Letters.fold(number, text));
      message(LinkSlot.HOUSE, text, 0, house);
      int length = street.isEmpty() ? 0 : Letters.fold(street, text);
      if (length == 0) {
        return;
      }
      int from = 0;
      if (text[0] >= '0' && text[0] <= '9') {
        from = numberEnd(length);
        System.arraycopy(text, 0, other, 0, from);
        if (house == 0) {
          message(LinkSlot.HOUSE, other, 0, Letters.joined(other, from));
        }
        from = Math.min(from + 1, length);
      }
      System.arraycopy(text, from, text, 0, length - from);
      length = telling(length - from);
      if (length > 0) {
        sound(LinkSlot.STREET, 0, length);
        streetFrom = pairs(Domain.STREET_LETTERS, 0, length);
        streetCount = pairCount(length);
      }
    }

    /** Where the number at the head of a street ends, with its BIS or letter. */
    private int numberEnd(int length) {
      int end = wordEndAfter(0, length);
      int next = wordEndAfter(Math.min(end + 1, length), length);
      int size = next - end - 1;
      boolean suffix =
          size == 1 && text[end + 1] <= 'C'
              || size == 3
                  && (text[end + 1] == 'B' && text[end + 2] == 'I' && text[end + 3] == 'S'
                      || text[end + 1] == 'T' && text[end + 2] == 'E' && text[end + 3] == 'R');
      return suffix && next < length ? next : end;
    }

    private int wordEndAfter(int from, int length) {
      int end = from;
      while (end < length && text[end] != ' ') {
        end++;
      }
      return end;
    }

    /** Leaves types and articles of streets out, and spaces, unless nothing would be left. */
    private int telling(int length) {
      int count = words(length);
      int to = 0;
      for (int word = 0; word < count; word++) {
        int end = wordEnd(word);
        if (!leftOut(starts[word], end)) {
          System.arraycopy(text, starts[word], other, to, end - starts[word]);
          to += end - starts[word];
        }
      }
      if (to == 0) {
        return Letters.joined(text, length);
      }
      System.arraycopy(other, 0, text, 0, to);
      return to;
    }

    private boolean leftOut(int from, int to) {
      if (to - from > 11) {
        return false;
      }
      for (int at = hash(text, from, to); LEFT_OUT[at] != null; at = at + 1 & LEFT_OUT.length - 1) {
        if (Arrays.equals(LEFT_OUT[at], 0, LEFT_OUT[at].length, text, from, to)) {
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

    private static byte[][] table(Set<String> words) {
      byte[][] table = new byte[256][];
      for (String word : words.stream().sorted().toList()) {
        byte[] letters = word.getBytes(StandardCharsets.US_ASCII);
        int at = hash(letters, 0, letters.length);
        while (table[at] != null) {
          at = at + 1 & table.length - 1;
        }
        table[at] = letters;
      }
      return table;
    }

    private void commune(String name) {
      int length = name.isEmpty() ? 0 : Letters.joined(text, Letters.fold(name, text));
      if (length > 0) {
        sound(LinkSlot.COMMUNE_NAME, 0, length);
        communeFrom = pairs(Domain.COMMUNE_LETTERS, 0, length);
        communeCount = pairCount(length);
      }
    }

    /** The last nine digits: with or without the country's prefix. */
    private void telephone(String number) {
      int length = 0;
      for (int i = number.length() - 1; i >= 0 && length < 9; i--) {
        char c = number.charAt(i);
        if (c >= '0' && c <= '9') {
          text[length++] = (byte) c;
        }
      }
      message(LinkSlot.TELEPHONE, text, 0, length);
    }

    private void email(String address) {
      int length = 0;
      for (int i = 0; i < address.length() && length < LONGEST - 2; i++) {
        char c = Character.toLowerCase(address.charAt(i));
        if (!Character.isWhitespace(c)) {
          text[length++] = (byte) c;
          if (c > 0x7F) {
            text[length++] = (byte) (c >> 8);
          }
        }
      }
      message(LinkSlot.EMAIL, text, 0, length);
    }

    private void sound(LinkSlot slot, int from, int to) {
      message(slot, other, 0, FrenchSound.code(text, from, to, other));
    }

    private void message(LinkSlot slot, byte[] message, int from, int to) {
      if (to > from) {
        messages[slot.ordinal()] = blocks.add(slot.domain().ordinal(), message, from, to);
      }
    }

    /** Adds the pairs of neighbouring letters of a word, its ends included; gives the first. */
    private int pairs(Domain domain, int from, int to) {
      int end = from + Math.min(to - from, Likeness.MOST);
      int number = -1;
      for (int i = from; i <= end; i++) {
        other[0] = i == from ? (byte) '_' : text[i - 1];
        other[1] = i == end ? (byte) '_' : text[i];
        int added = blocks.add(domain.ordinal(), other, 0, 2);
        number = number < 0 ? added : number;
      }
      return number;
    }

    private static int pairCount(int letters) {
      return Math.min(letters, Likeness.MOST) + 1;
    }

    private void sketch(byte[] out, LinkSlot slot, LinkSlot second, int from, int count) {
      if (count == 0) {
        return;
      }
      likeness.clear();
      likeness2.clear();
      for (int pair = from; pair < from + count; pair++) {
        likeness.vote(blocks.high(pair));
        if (second != null) {
          likeness2.vote(blocks.low(pair));
        }
      }
      put(out, slot.ordinal(), likeness.majority(tie));
      if (second != null) {
        put(out, second.ordinal(), likeness2.majority(tie2));
      }
    }

    private static void put(byte[] out, int slot, long token) {
      LONG.set(out, Long.BYTES * slot, token == 0 ? 1 : token);
    }

    /** Finds the words; gives their number, at most {@value #WORDS}. */
    private int words(int length) {
      int count = 0;
      starts[0] = 0;
      for (int i = 0; i < length && count < WORDS - 1; i++) {
        if (text[i] == ' ') {
          starts[++count] = i + 1;
        }
      }
      starts[++count] = length + 1;
      return count;
    }

    private int wordEnd(int word) {
      return starts[word + 1] - 1;
    }

    /** Writes the words in alphabetic order into {@code other}; gives the length. */
    private int sorted(int count) {
      int length = 0;
      long written = 0;
      for (int n = 0; n < count; n++) {
        int least = -1;
        for (int word = 0; word < count; word++) {
          if ((written >> word & 1) == 0
              && (least < 0
                  || Arrays.compare(
                          text, starts[word], wordEnd(word), text, starts[least], wordEnd(least))
                      < 0)) {
            least = word;
          }
        }
        written |= 1L << least;
        int size = wordEnd(least) - starts[least];
        System.arraycopy(text, starts[least], other, length, size);
        length += size;
        other[length++] = ' ';
      }
      return length;
    }
  }
}
