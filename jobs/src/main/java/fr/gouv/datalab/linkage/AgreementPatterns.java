package fr.gouv.datalab.linkage;

import fr.gouv.datalab.civilstatus.LinkSlot;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Compares the tokens of two persons to one number: the levels of all {@link Comparison}s in mixed
 * radix. There are a few thousand patterns in practice, whatever the number of pairs.
 */
public final class AgreementPatterns {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** Bits out of 128 that two sketches of similar names share, and of very similar ones. */
  private static final int ALIKE = 82;

  private static final int VERY_ALIKE = 94;

  /** Bits out of 64 that two sketches of similar streets or communes share. */
  private static final int ALIKE_64 = 46;

  private static final int NAME = LinkSlot.NAME.offset();
  private static final int NAME_SOUND = LinkSlot.NAME_SOUND.offset();
  private static final int USAGE = LinkSlot.USAGE.offset();
  private static final int USAGE_SOUND = LinkSlot.USAGE_SOUND.offset();
  private static final int NAME_LIKENESS = LinkSlot.NAME_LIKENESS.offset();
  private static final int FIRST = LinkSlot.FIRST.offset();
  private static final int SECOND = LinkSlot.SECOND.offset();
  private static final int FIRST_SOUND = LinkSlot.FIRST_SOUND.offset();
  private static final int FIRST_START = LinkSlot.FIRST_START.offset();
  private static final int FIRST_ALL = LinkSlot.FIRST_ALL.offset();
  private static final int FIRST_LIKENESS = LinkSlot.FIRST_LIKENESS.offset();
  private static final int SEX = LinkSlot.SEX.offset();
  private static final int BIRTH = LinkSlot.BIRTH.offset();
  private static final int ANY_ORDER = LinkSlot.BIRTH_ANY_ORDER.offset();
  private static final int YEAR_MONTH = LinkSlot.BIRTH_YEAR_MONTH.offset();
  private static final int YEAR_DAY = LinkSlot.BIRTH_YEAR_DAY.offset();
  private static final int MONTH_DAY = LinkSlot.BIRTH_MONTH_DAY.offset();
  private static final int BIRTHPLACE = LinkSlot.BIRTHPLACE.offset();
  private static final int HOUSE = LinkSlot.HOUSE.offset();
  private static final int STREET = LinkSlot.STREET.offset();
  private static final int STREET_LIKENESS = LinkSlot.STREET_LIKENESS.offset();
  private static final int COMPLEMENT = LinkSlot.COMPLEMENT.offset();
  private static final int COMMUNE = LinkSlot.COMMUNE.offset();
  private static final int COMMUNE_NAME = LinkSlot.COMMUNE_NAME.offset();
  private static final int COMMUNE_LIKENESS = LinkSlot.COMMUNE_LIKENESS.offset();
  private static final int POSTCODE = LinkSlot.POSTCODE.offset();
  private static final int REGION = LinkSlot.REGION.offset();
  private static final int TELEPHONE = LinkSlot.TELEPHONE.offset();
  private static final int EMAIL = LinkSlot.EMAIL.offset();
  private static final int IDENTIFIER = LinkSlot.IDENTIFIER.offset();

  private static final int[] UNIT = units();

  private AgreementPatterns() {}

  /** The pattern of two persons' tokens. Symmetric. */
  public static int compare(byte[] left, byte[] right) {
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

  private static int name(byte[] l, byte[] r) {
    if (missing(l, r, NAME)) {
      return 0;
    }
    if (at(l, NAME) == at(r, NAME)) {
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

  private static int firstNames(byte[] l, byte[] r) {
    if (missing(l, r, FIRST)) {
      return 0;
    }
    if (same(l, FIRST_ALL, r, FIRST_ALL)) {
      return at(l, SECOND) == 0 ? 5 : 6;
    }
    if (at(l, FIRST) == at(r, FIRST)) {
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
  private static boolean swapped(byte[] l, byte[] r) {
    boolean one = same(l, NAME, r, FIRST);
    boolean two = same(l, FIRST, r, NAME);
    if (!one && !two || at(l, NAME) == at(r, NAME)) {
      return false;
    }
    return one && two
        || one && likeness128(l, FIRST_LIKENESS, r, NAME_LIKENESS) >= ALIKE
        || two && likeness128(l, NAME_LIKENESS, r, FIRST_LIKENESS) >= ALIKE
        || one && (at(l, FIRST) == 0 || at(r, NAME) == 0)
        || two && (at(l, NAME) == 0 || at(r, FIRST) == 0);
  }

  private static int birth(byte[] l, byte[] r) {
    if (missing(l, r, BIRTH)) {
      return 0;
    }
    if (at(l, BIRTH) == at(r, BIRTH)) {
      return 4;
    }
    if (at(l, ANY_ORDER) == at(r, ANY_ORDER)) {
      return 3;
    }
    return at(l, YEAR_MONTH) == at(r, YEAR_MONTH)
            || at(l, YEAR_DAY) == at(r, YEAR_DAY)
            || at(l, MONTH_DAY) == at(r, MONTH_DAY)
        ? 2
        : 1;
  }

  private static int address(byte[] l, byte[] r) {
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

  private static int contact(byte[] l, byte[] r) {
    boolean telephone = !missing(l, r, TELEPHONE);
    boolean email = !missing(l, r, EMAIL);
    if (!telephone && !email) {
      return 0;
    }
    return 1
        + (telephone && at(l, TELEPHONE) == at(r, TELEPHONE) ? 1 : 0)
        + (email && at(l, EMAIL) == at(r, EMAIL) ? 1 : 0);
  }

  private static int equal(byte[] l, byte[] r, int slot) {
    return missing(l, r, slot) ? 0 : at(l, slot) == at(r, slot) ? 2 : 1;
  }

  private static boolean missing(byte[] l, byte[] r, int slot) {
    return at(l, slot) == 0 || at(r, slot) == 0;
  }

  private static boolean same(byte[] l, int leftSlot, byte[] r, int rightSlot) {
    long token = at(l, leftSlot);
    return token != 0 && token == at(r, rightSlot);
  }

  private static int likeness128(byte[] l, int leftSlot, byte[] r, int rightSlot) {
    return at(l, leftSlot) == 0 || at(r, rightSlot) == 0
        ? 0
        : 128
            - Long.bitCount(at(l, leftSlot) ^ at(r, rightSlot))
            - Long.bitCount(at(l, leftSlot + 8) ^ at(r, rightSlot + 8));
  }

  private static int likeness64(byte[] l, byte[] r, int slot) {
    return missing(l, r, slot) ? 0 : 64 - Long.bitCount(at(l, slot) ^ at(r, slot));
  }

  private static long at(byte[] tokens, int offset) {
    return (long) LONG.get(tokens, offset);
  }
}
