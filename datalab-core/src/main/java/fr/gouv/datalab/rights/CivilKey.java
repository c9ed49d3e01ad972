package fr.gouv.datalab.rights;

import fr.gouv.datalab.civilstatus.LinkSlot;
import fr.gouv.datalab.civilstatus.LinkTokens;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The linkage tokens by which a person is told from others when a row has no number of theirs:
 * names, their sounds, date and place of birth. No likeness, no address, no sex: what is kept of a
 * person who asked to be erased tells as little as the purpose allows.
 *
 * <p>Decision 0021 says what the levels mean and what was measured of them.
 */
public final class CivilKey {
  /** How surely a row names the person. */
  public enum Level {
    /** Another person. */
    NONE,
    /** Born on the same day. */
    BIRTH,
    /**
     * The same day and place of birth, and a first name that sounds alike, or begins alike after
     * the same surname; where a place is not known, first name and surname that sound alike. Twins
     * whose first names begin alike are taken for one another: a person must decide.
     */
    PROBABLE,
    /** The same day and place of birth, name at birth or in use, and all first names. */
    EXACT
  }

  private static final List<LinkSlot> SLOTS =
      List.of(
          LinkSlot.BIRTH,
          LinkSlot.BIRTHPLACE,
          LinkSlot.NAME,
          LinkSlot.NAME_SOUND,
          LinkSlot.FIRST_ALL,
          LinkSlot.FIRST_SOUND,
          LinkSlot.FIRST_START);

  /** Bytes of a key. */
  public static final int WIDTH = 7 * Long.BYTES;

  private final long birth;
  private final long birthplace;
  private final long name;
  private final long nameSound;
  private final long firstAll;
  private final long firstSound;
  private final long firstStart;

  private CivilKey(ByteBuffer bytes) {
    birth = bytes.getLong();
    birthplace = bytes.getLong();
    name = bytes.getLong();
    nameSound = bytes.getLong();
    firstAll = bytes.getLong();
    firstSound = bytes.getLong();
    firstStart = bytes.getLong();
  }

  /** What is kept of a person's {@link LinkTokens}. */
  static byte[] of(byte[] linkTokens) {
    ByteBuffer bytes = ByteBuffer.allocate(WIDTH);
    SLOTS.forEach(slot -> bytes.putLong(LinkTokens.token(linkTokens, slot)));
    return bytes.array();
  }

  /** Reads what {@link #of} made. */
  static CivilKey read(byte[] key) {
    return new CivilKey(ByteBuffer.wrap(key));
  }

  /** What {@link #read} reads. */
  void put(ByteBuffer bytes) {
    bytes.putLong(birth).putLong(birthplace).putLong(name).putLong(nameSound);
    bytes.putLong(firstAll).putLong(firstSound).putLong(firstStart);
  }

  /** Whether names, first names and a date of birth are in it. */
  boolean isWhole() {
    return birth != 0 && name != 0 && firstAll != 0;
  }

  /** The token of the date of birth. */
  long birth() {
    return birth;
  }

  /** How surely a row with these linkage tokens names the person. */
  Level level(byte[] row) {
    if (LinkTokens.token(row, LinkSlot.BIRTH) != birth) {
      return Level.NONE;
    }
    long place = LinkTokens.token(row, LinkSlot.BIRTHPLACE);
    boolean samePlace = place != 0 && place == birthplace;
    if (samePlace
        && LinkTokens.token(row, LinkSlot.FIRST_ALL) == firstAll
        && (LinkTokens.token(row, LinkSlot.NAME) == name
            || LinkTokens.token(row, LinkSlot.USAGE) == name)) {
      return Level.EXACT;
    }
    boolean first = firstSound != 0 && LinkTokens.token(row, LinkSlot.FIRST_SOUND) == firstSound;
    boolean start = firstStart != 0 && LinkTokens.token(row, LinkSlot.FIRST_START) == firstStart;
    boolean surname =
        nameSound != 0
            && (LinkTokens.token(row, LinkSlot.NAME_SOUND) == nameSound
                || LinkTokens.token(row, LinkSlot.USAGE_SOUND) == nameSound);
    boolean placeUnknown = place == 0 || birthplace == 0;
    return samePlace && (first || start && surname) || placeUnknown && first && surname
        ? Level.PROBABLE
        : Level.BIRTH;
  }
}
