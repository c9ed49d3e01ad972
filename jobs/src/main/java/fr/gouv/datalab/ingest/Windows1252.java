package fr.gouv.datalab.ingest;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Turns Windows-1252 bytes into UTF-8 without a {@code String} between. */
final class Windows1252 {
  /** The character set itself. */
  static final Charset CHARSET = Charset.forName("windows-1252");

  /** UTF-8 of each byte from 0x80. */
  private static final byte[][] HIGH = new byte[128][];

  static {
    for (int i = 0; i < 128; i++) {
      HIGH[i] =
          new String(new byte[] {(byte) (0x80 + i)}, CHARSET).getBytes(StandardCharsets.UTF_8);
    }
  }

  private Windows1252() {}

  /** The five bytes that the encoding leaves without a meaning. */
  static boolean isUndefined(byte b) {
    return switch (b & 0xFF) {
      case 0x81, 0x8D, 0x8F, 0x90, 0x9D -> true;
      default -> false;
    };
  }

  /** Writes the UTF-8 of one byte and says where it ends; {@code out} has room for three. */
  static int append(byte b, byte[] out, int at) {
    if (b >= 0) {
      out[at] = b;
      return at + 1;
    }
    byte[] utf8 = HIGH[b + 128];
    System.arraycopy(utf8, 0, out, at, utf8.length);
    return at + utf8.length;
  }
}
