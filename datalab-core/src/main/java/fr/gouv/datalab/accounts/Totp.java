package fr.gouv.datalab.accounts;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One-time codes by time (RFC 6238 over RFC 4226): six digits, SHA-1, thirty seconds, as every
 * authenticator application understands them. The code before and the code after are taken too.
 */
public final class Totp {
  private static final int STEP = 30;
  private static final int DIGITS = 6;
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  private Totp() {}

  /** The step of a time: it goes up by one each thirty seconds. */
  public static long step(Instant time) {
    return Math.floorDiv(time.getEpochSecond(), STEP);
  }

  /** The code of a secret at a step. */
  public static String code(byte[] secret, long step) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secret, "RAW"));
      byte[] counter = new byte[8];
      for (int i = 7; i >= 0; i--) {
        counter[i] = (byte) (step >>> (8 * (7 - i)));
      }
      byte[] hash = mac.doFinal(counter);
      int at = hash[hash.length - 1] & 0xF;
      int number =
          (hash[at] & 0x7F) << 24
              | (hash[at + 1] & 0xFF) << 16
              | (hash[at + 2] & 0xFF) << 8
              | hash[at + 3] & 0xFF;
      String digits = Integer.toString(number % 1_000_000);
      return "0".repeat(DIGITS - digits.length()) + digits;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JDK has HmacSHA1.", e);
    }
  }

  /**
   * The step whose code was given, when it is a fresh one.
   *
   * @param last the step of the last code that was taken: none is taken twice
   */
  static OptionalLong matching(byte[] secret, String code, Instant now, long last) {
    String given = code == null ? "" : code.replace(" ", "");
    OptionalLong found = OptionalLong.empty();
    for (long step = step(now) - 1; step <= step(now) + 1; step++) {
      boolean same =
          java.security.MessageDigest.isEqual(
              code(secret, step).getBytes(java.nio.charset.StandardCharsets.US_ASCII),
              given.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      if (same && step > last) {
        found = OptionalLong.of(step);
      }
    }
    return found;
  }

  /** A secret as applications take it by hand: base 32 (RFC 4648), in groups of four. */
  public static String readable(byte[] secret) {
    StringBuilder text = new StringBuilder();
    int bits = 0;
    int held = 0;
    for (byte b : secret) {
      held = held << 8 | b & 0xFF;
      bits += 8;
      while (bits >= 5) {
        text.append(BASE32.charAt(held >>> (bits - 5) & 31));
        bits -= 5;
      }
    }
    if (bits > 0) {
      text.append(BASE32.charAt(held << (5 - bits) & 31));
    }
    return text.toString().replaceAll("(.{4})(?=.)", "$1 ");
  }

  /** The address that an application reads from a QR code. */
  public static String address(String person, byte[] secret) {
    return "otpauth://totp/Datalab:"
        + java.net.URLEncoder.encode(person, java.nio.charset.StandardCharsets.UTF_8)
            .replace("+", "%20")
        + "?secret="
        + readable(secret).replace(" ", "")
        + "&issuer=Datalab";
  }
}
