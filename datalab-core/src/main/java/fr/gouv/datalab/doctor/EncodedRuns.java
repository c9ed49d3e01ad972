package fr.gouv.datalab.doctor;

import java.util.function.BiConsumer;

/** Looks inside runs of base64 and of hexadecimal text, at every alignment. */
final class EncodedRuns {
  private static final int SHORTEST = 12;
  private static final int LONGEST = 1 << 16;
  private static final int OVERLAP = 128;
  private static final byte[] BASE64 = new byte[256];
  private static final byte[] HEX = new byte[256];

  static {
    java.util.Arrays.fill(BASE64, (byte) -1);
    java.util.Arrays.fill(HEX, (byte) -1);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (int i = 0; i < 64; i++) {
      BASE64[alphabet.charAt(i)] = (byte) i;
    }
    BASE64['-'] = 62;
    BASE64['_'] = 63;
    for (int i = 0; i < 16; i++) {
      HEX["0123456789abcdef".charAt(i)] = (byte) i;
      HEX["0123456789ABCDEF".charAt(i)] = (byte) i;
    }
  }

  private final Needles needles;
  private final BiConsumer<Kind, Long> found;
  private final byte[] run = new byte[LONGEST];
  private int length;
  private boolean hex = true;
  private long offset;

  EncodedRuns(Needles needles, BiConsumer<Kind, Long> found) {
    this.needles = needles;
    this.found = found;
  }

  void feed(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      int b = bytes[i] & 0xFF;
      offset++;
      if (BASE64[b] >= 0) {
        run[length++] = (byte) b;
        hex &= HEX[b] >= 0;
        if (length == LONGEST) {
          decode();
          System.arraycopy(run, LONGEST - OVERLAP, run, 0, OVERLAP);
          length = OVERLAP;
        }
      } else if (length > 0) {
        end();
      }
    }
  }

  void end() {
    decode();
    length = 0;
    hex = true;
  }

  private void decode() {
    if (length < SHORTEST) {
      return;
    }
    for (int start = 0; start < 4; start++) {
      scan(base64(start));
    }
    if (hex) {
      scan(hexadecimal(0));
      scan(hexadecimal(1));
    }
  }

  private void scan(byte[] decoded) {
    ByteScanner scanner = new ByteScanner(needles, (kind, at) -> found.accept(kind, offset));
    scanner.feed(decoded, 0, decoded.length);
    scanner.end();
  }

  private byte[] base64(int start) {
    byte[] decoded = new byte[Math.max(0, (length - start) * 6 / 8)];
    int bits = 0;
    int count = 0;
    int at = 0;
    for (int i = start; i < length; i++) {
      bits = (bits << 6) | BASE64[run[i]];
      count += 6;
      if (count >= 8) {
        count -= 8;
        decoded[at++] = (byte) (bits >> count);
      }
    }
    return decoded;
  }

  private byte[] hexadecimal(int start) {
    byte[] decoded = new byte[(length - start) / 2];
    for (int i = 0; i < decoded.length; i++) {
      decoded[i] = (byte) (HEX[run[start + 2 * i]] << 4 | HEX[run[start + 2 * i + 1]]);
    }
    return decoded;
  }
}
