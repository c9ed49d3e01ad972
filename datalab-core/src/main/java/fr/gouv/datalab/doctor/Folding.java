package fr.gouv.datalab.doctor;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;

/**
 * How clear values are compared, whatever their dress: letters without case and accents, digits,
 * and nothing else. A hash of folded characters is a polynomial modulo 2^64, mixed at the end.
 */
final class Folding {
  /** What separates words but does not end an identifier: {@code 1 85 05}, {@code AB-123-CD}. */
  static final int SEPARATOR = -1;

  /** What ends everything. */
  static final int END = -2;

  private static final byte[] WINDOWS_1252 = new byte[256];

  static {
    for (int b = 0xC0; b < 0x100; b++) {
      WINDOWS_1252[b] = letter((char) b);
    }
    WINDOWS_1252[0x8A] = 'S';
    WINDOWS_1252[0x8C] = 'O';
    WINDOWS_1252[0x8E] = 'Z';
    WINDOWS_1252[0x9A] = 'S';
    WINDOWS_1252[0x9C] = 'O';
    WINDOWS_1252[0x9E] = 'Z';
    WINDOWS_1252[0x9F] = 'Y';
  }

  private Folding() {}

  /** The folded ASCII letter or digit of an ASCII byte, {@link #SEPARATOR} or {@link #END}. */
  static int ascii(int b) {
    if (b >= 'a' && b <= 'z') {
      return b - 32;
    }
    if ((b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9')) {
      return b;
    }
    return switch (b) {
      case ' ', '-', '.', '\'', '_', '\t' -> SEPARATOR;
      default -> END;
    };
  }

  /** The folded letter of a character of two UTF-8 bytes, or {@link #END}. */
  static int utf8(int lead, int next) {
    int code = ((lead & 0x1F) << 6) | (next & 0x3F);
    if (code == 0xA0) {
      return SEPARATOR;
    }
    byte letter = code < 0x250 ? letter((char) code) : 0;
    return letter == 0 ? END : letter;
  }

  /** The folded letter of one byte of Windows-1252 above 127, or {@link #END}. */
  static int windows1252(int b) {
    if (b == 0xA0) {
      return SEPARATOR;
    }
    return WINDOWS_1252[b] == 0 ? END : WINDOWS_1252[b];
  }

  /** A clear value as the scanner sees it: folded letters and digits only. */
  static byte[] fold(String value) {
    StringBuilder folded = new StringBuilder();
    for (String word : words(value)) {
      folded.append(word);
    }
    return folded.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** The folded words of a clear value. */
  static String[] words(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < bytes.length; i++) {
      int b = bytes[i] & 0xFF;
      int c =
          b < 0x80
              ? ascii(b)
              : b >= 0xC2 && b < 0xE0 && i + 1 < bytes.length ? utf8(b, bytes[++i]) : END;
      text.append(c < 0 ? ' ' : (char) c);
    }
    String trimmed = text.toString().trim();
    return trimmed.isEmpty() ? new String[0] : trimmed.split(" +");
  }

  static long hash(byte[] folded) {
    long h = 0;
    for (byte b : folded) {
      h = step(h, b);
    }
    return mix(h, folded.length);
  }

  static long step(long h, int c) {
    return h * 0x100000001B3L + c;
  }

  static long mix(long h, int length) {
    long x = h ^ (0x9E3779B97F4A7C15L * length);
    x = (x ^ (x >>> 31)) * 0xBF58476D1CE4E5B9L;
    return x ^ (x >>> 29);
  }

  /** The hash of two words that stand side by side. */
  static long pair(long first, long second) {
    return mix(first * 0xD6E8FEB86659FD93L + second, 2);
  }

  private static byte letter(char c) {
    if (c == 'Œ' || c == 'œ') {
      return 'O';
    }
    String base =
        Normalizer.normalize(String.valueOf(c), Normalizer.Form.NFD).toUpperCase(Locale.ROOT);
    char first = base.charAt(0);
    return first >= 'A' && first <= 'Z' ? (byte) first : c == 'Æ' || c == 'æ' ? (byte) 'A' : 0;
  }
}
