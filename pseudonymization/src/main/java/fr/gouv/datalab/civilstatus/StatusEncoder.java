package fr.gouv.datalab.civilstatus;

import fr.gouv.datalab.civilstatus.LinkSlot.Domain;
import java.util.Arrays;

/**
 * Encodes one person after another for {@link LinkTokens}: the work of one thread, whose buffers
 * serve every row. Texts are folded to letters, digits and single spaces before anything is said.
 */
final class StatusEncoder {
  private static final int LONGEST = 120;
  private static final int TIES = 255;
  private static final int IDS = 254;
  private static final LinkSlot[] SLOTS = LinkSlot.values();

  private final KeyedBlocks blocks;
  private final Likeness likeness = new Likeness();
  private final Likeness likeness2 = new Likeness();
  private final BirthDate date = new BirthDate();
  private final byte[] text = new byte[LONGEST];
  private final byte[] other = new byte[LONGEST + 4];
  private final Words words = new Words(text);
  private final int[] messages = new int[SLOTS.length];
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

  /** An encoder under a key. */
  StatusEncoder(KeyedBlocks blocks) {
    this.blocks = blocks;
    int message = blocks.add(TIES, text, 0, 0);
    blocks.run();
    tie = blocks.high(message);
    tie2 = blocks.low(message);
  }

  /** As {@link LinkTokens#ofId}. */
  long ofId(byte[] id) {
    blocks.clear();
    int message = blocks.add(IDS, id, 0, id.length);
    blocks.run();
    return blocks.high(message);
  }

  /** Puts the tokens of one person, whose values are as {@link LinkTokens#encode} takes them. */
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
    for (LinkSlot slot : SLOTS) {
      int message = messages[slot.ordinal()];
      if (message >= 0) {
        LinkTokens.put(out, slot, blocks.high(message));
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
    int count = words.find(length);
    int first = words.end(0);
    message(LinkSlot.FIRST, text, 0, first);
    sound(LinkSlot.FIRST_SOUND, 0, first);
    message(LinkSlot.FIRST_START, text, 0, Math.min(3, first));
    firstFrom = pairs(Domain.LETTERS, 0, first);
    firstCount = pairCount(first);
    if (count > 1) {
      message(LinkSlot.SECOND, text, words.start(1), words.end(1));
    }
    message(LinkSlot.FIRST_ALL, other, 0, words.sorted(other));
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
    int count = words.find(length);
    int to = 0;
    for (int word = 0; word < count; word++) {
      int start = words.start(word);
      int size = words.end(word) - start;
      if (!StreetWords.leaveOut(text, start, start + size)) {
        System.arraycopy(text, start, other, to, size);
        to += size;
      }
    }
    if (to == 0) {
      return Letters.joined(text, length);
    }
    System.arraycopy(other, 0, text, 0, to);
    return to;
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
    LinkTokens.put(out, slot, likeness.majority(tie));
    if (second != null) {
      LinkTokens.put(out, second, likeness2.majority(tie2));
    }
  }
}
