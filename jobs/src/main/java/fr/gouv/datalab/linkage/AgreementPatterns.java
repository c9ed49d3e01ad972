package fr.gouv.datalab.linkage;

import fr.gouv.datalab.civilstatus.LinkSlot;

/**
 * Compares the tokens of two persons to one number: the levels of all {@link Comparison}s in mixed
 * radix. There are a few thousand patterns in practice, whatever the number of pairs.
 */
public final class AgreementPatterns {
  /** Bits out of 128 that two sketches of similar names share, and of very similar ones. */
  private static final int ALIKE = 82;

  private static final int VERY_ALIKE = 94;

  /** Bits out of 64 that two sketches of similar streets or communes share. */
  private static final int ALIKE_64 = 46;

  private static final int NAME = LinkSlot.NAME.ordinal();
  private static final int NAME_SOUND = LinkSlot.NAME_SOUND.ordinal();
  private static final int USAGE = LinkSlot.USAGE.ordinal();
  private static final int USAGE_SOUND = LinkSlot.USAGE_SOUND.ordinal();
  private static final int NAME_LIKENESS = LinkSlot.NAME_LIKENESS.ordinal();
  private static final int FIRST = LinkSlot.FIRST.ordinal();
  private static final int SECOND = LinkSlot.SECOND.ordinal();
  private static final int FIRST_SOUND = LinkSlot.FIRST_SOUND.ordinal();
  private static final int FIRST_START = LinkSlot.FIRST_START.ordinal();
  private static final int FIRST_ALL = LinkSlot.FIRST_ALL.ordinal();
  private static final int FIRST_LIKENESS = LinkSlot.FIRST_LIKENESS.ordinal();
  private static final int SEX = LinkSlot.SEX.ordinal();
  private static final int BIRTH = LinkSlot.BIRTH.ordinal();
  private static final int ANY_ORDER = LinkSlot.BIRTH_ANY_ORDER.ordinal();
  private static final int YEAR_MONTH = LinkSlot.BIRTH_YEAR_MONTH.ordinal();
  private static final int YEAR_DAY = LinkSlot.BIRTH_YEAR_DAY.ordinal();
  private static final int MONTH_DAY = LinkSlot.BIRTH_MONTH_DAY.ordinal();
  private static final int BIRTHPLACE = LinkSlot.BIRTHPLACE.ordinal();
  private static final int HOUSE = LinkSlot.HOUSE.ordinal();
  private static final int STREET = LinkSlot.STREET.ordinal();
  private static final int STREET_LIKENESS = LinkSlot.STREET_LIKENESS.ordinal();
  private static final int COMPLEMENT = LinkSlot.COMPLEMENT.ordinal();
  private static final int COMMUNE = LinkSlot.COMMUNE.ordinal();
  private static final int COMMUNE_NAME = LinkSlot.COMMUNE_NAME.ordinal();
  private static final int COMMUNE_LIKENESS = LinkSlot.COMMUNE_LIKENESS.ordinal();
  private static final int POSTCODE = LinkSlot.POSTCODE.ordinal();
  private static final int REGION = LinkSlot.REGION.ordinal();
  private static final int TELEPHONE = LinkSlot.TELEPHONE.ordinal();
  private static final int EMAIL = LinkSlot.EMAIL.ordinal();
  private static final int IDENTIFIER = LinkSlot.IDENTIFIER.ordinal();

  private static final int[] UNIT = units();

  private AgreementPatterns() {}

  /**
   * The pattern of two persons. Symmetric.
   *
   * @param left a token for each {@link LinkSlot}, at its ordinal
   * @param right likewise
   */
  public static int compare(long[] left, long[] right) {
    boolean swapped = swapped(left, right);
    int pattern = UNIT[0] * (swapped ? 6 : name(left, right));
    pattern += UNIT[1] * (swapped ? 0 : firstNames(left, right));
    pattern += UNIT[2] * equal(left, right, SEX);
    pattern += UNIT[3] * birth(left, right);
    pattern += UNIT[4] * equal(left, right, BIRTHPLACE);
    pattern += UNIT[5] * address(left, right);
    pattern += UNIT[6] * equal(left, right, COMPLEMENT);
    pattern += UNIT[7] * equal(left, right, REGION);
    pattern += UNIT[8] * contact(left, right);
    pattern += UNIT[9] * equal(left, right, IDENTIFIER);
    return pattern;
  }

  /** The level of one comparison in a pattern, 0 when it is missing. */
  public static int level(int pattern, Comparison comparison) {
    return pattern / UNIT[comparison.ordinal()] % comparison.radix();
  }

  private static int[] units() {
    Comparison[] all = Comparison.values();
    int[] units = new int[all.length];
    int unit = 1;
    for (int c = 0; c < all.length; c++) {
      units[c] = unit;
      unit = Math.multiplyExact(unit, all[c].radix());
    }
    return units;
  }

  private static int name(long[] l, long[] r) {
    if (missing(l, r, NAME)) {
      return 0;
    }
    if (l[NAME] == r[NAME]) {
      return 5;
    }
    if (same(l, USAGE, r, NAME) || same(l, NAME, r, USAGE) || same(l, USAGE, r, USAGE)) {
      return 4;
    }
    int likeness = likeness128(l, NAME_LIKENESS, r, NAME_LIKENESS);
    if (same(l, NAME_SOUND, r, NAME_SOUND) || likeness >= VERY_ALIKE) {
      return 3;
    }
    if (likeness >= ALIKE) {
      return 2;
    }
    return same(l, USAGE_SOUND, r, NAME_SOUND) || same(l, NAME_SOUND, r, USAGE_SOUND) ? 4 : 1;
  }

  private static int firstNames(long[] l, long[] r) {
    if (missing(l, r, FIRST)) {
      return 0;
    }
    if (same(l, FIRST_ALL, r, FIRST_ALL)) {
      return l[SECOND] == 0 ? 5 : 6;
    }
    if (l[FIRST] == r[FIRST]) {
      return 5;
    }
    if (same(l, FIRST, r, SECOND) || same(l, SECOND, r, FIRST) || same(l, SECOND, r, SECOND)) {
      return 4;
    }
    int likeness = likeness128(l, FIRST_LIKENESS, r, FIRST_LIKENESS);
    if (same(l, FIRST_SOUND, r, FIRST_SOUND) || likeness >= VERY_ALIKE) {
      return 3;
    }
    return likeness >= ALIKE || same(l, FIRST_START, r, FIRST_START) ? 2 : 1;
  }

  /** Surname in the place of the first name, and the other way round or nearly so. */
  private static boolean swapped(long[] l, long[] r) {
    boolean one = same(l, NAME, r, FIRST);
    boolean two = same(l, FIRST, r, NAME);
    if (!one && !two || l[NAME] == r[NAME]) {
      return false;
    }
    return one && two
        || one && likeness128(l, FIRST_LIKENESS, r, NAME_LIKENESS) >= ALIKE
        || two && likeness128(l, NAME_LIKENESS, r, FIRST_LIKENESS) >= ALIKE
        || one && (l[FIRST] == 0 || r[NAME] == 0)
        || two && (l[NAME] == 0 || r[FIRST] == 0);
  }

  private static int birth(long[] l, long[] r) {
    if (missing(l, r, BIRTH)) {
      return 0;
    }
    if (l[BIRTH] == r[BIRTH]) {
      return 4;
    }
    if (l[ANY_ORDER] == r[ANY_ORDER]) {
      return 3;
    }
    return l[YEAR_MONTH] == r[YEAR_MONTH]
            || l[YEAR_DAY] == r[YEAR_DAY]
            || l[MONTH_DAY] == r[MONTH_DAY]
        ? 2
        : 1;
  }

  private static int address(long[] l, long[] r) {
    boolean streetMissing = missing(l, r, STREET);
    boolean placeMissing =
        missing(l, r, COMMUNE) && missing(l, r, COMMUNE_NAME) && missing(l, r, POSTCODE);
    if (streetMissing && placeMissing) {
      return 0;
    }
    boolean place =
        same(l, POSTCODE, r, POSTCODE)
            || same(l, COMMUNE, r, COMMUNE)
            || same(l, COMMUNE_NAME, r, COMMUNE_NAME)
            || likeness64(l, r, COMMUNE_LIKENESS) >= ALIKE_64 + 4;
    boolean street = same(l, STREET, r, STREET);
    boolean house = same(l, HOUSE, r, HOUSE);
    boolean alike = street || likeness64(l, r, STREET_LIKENESS) >= ALIKE_64;
    if (place) {
      return alike && house ? 7 : street ? 6 : alike ? 5 : 4;
    }
    return alike && house ? 3 : street ? 2 : 1;
  }

  private static int contact(long[] l, long[] r) {
    boolean telephone = !missing(l, r, TELEPHONE);
    boolean email = !missing(l, r, EMAIL);
    if (!telephone && !email) {
      return 0;
    }
    return 1
        + (telephone && l[TELEPHONE] == r[TELEPHONE] ? 1 : 0)
        + (email && l[EMAIL] == r[EMAIL] ? 1 : 0);
  }

  private static int equal(long[] l, long[] r, int slot) {
    return missing(l, r, slot) ? 0 : l[slot] == r[slot] ? 2 : 1;
  }

  private static boolean missing(long[] l, long[] r, int slot) {
    return l[slot] == 0 || r[slot] == 0;
  }

  private static boolean same(long[] l, int leftSlot, long[] r, int rightSlot) {
    long token = l[leftSlot];
    return token != 0 && token == r[rightSlot];
  }

  private static int likeness128(long[] l, int leftSlot, long[] r, int rightSlot) {
    return l[leftSlot] == 0 || r[rightSlot] == 0
        ? 0
        : 128
            - Long.bitCount(l[leftSlot] ^ r[rightSlot])
            - Long.bitCount(l[leftSlot + 1] ^ r[rightSlot + 1]);
  }

  private static int likeness64(long[] l, long[] r, int slot) {
    return missing(l, r, slot) ? 0 : 64 - Long.bitCount(l[slot] ^ r[slot]);
  }
}
