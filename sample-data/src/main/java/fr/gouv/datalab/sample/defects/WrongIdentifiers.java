package fr.gouv.datalab.sample.defects;

/**
 * How sound identifiers become wrong: a key off by one, a letter among digits, a letter that does
 * not exist, a character too few.
 */
public final class WrongIdentifiers {
  private WrongIdentifiers() {}

  /** The last digit changed, or typed as a letter. */
  public static String key(String sound, long bits) {
    int last = sound.length() - 1;
    char c = sound.charAt(last);
    return sound.substring(0, last) + (bits % 4 == 0 ? 'X' : c == '9' ? '0' : (char) (c + 1));
  }

  /** A plate with a letter that plates do not have, or cut short. */
  public static String plate(String sound, long bits) {
    return bits % 2 == 0
        ? "AI-" + Long.remainderUnsigned(bits >>> 8, 900) + "-UO"
        : sound.substring(0, 4) + "?";
  }

  /** A VIN that lost a character. */
  public static String vin(String sound, long bits) {
    int at = (int) Long.remainderUnsigned(bits, 16);
    return sound.substring(0, at) + sound.substring(at + 1);
  }
}
