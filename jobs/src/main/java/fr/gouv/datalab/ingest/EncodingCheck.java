package fr.gouv.datalab.ingest;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Watches the bytes of a file go by and says in which encodings they can be read. UTF-8 is checked
 * strictly (no overlong form, no surrogate); Windows-1252 by its five undefined bytes.
 */
final class EncodingCheck extends FilterInputStream {
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long SPACES = 0x2020202020202020L;

  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private int marked;
  private boolean utf8 = true;
  private boolean windows1252 = true;
  private boolean ascii = true;
  private boolean binary;
  private long zeros;
  private long bytes;
  private boolean accents;
  private int lead;
  private int pending;
  private int least;
  private int greatest;

  EncodingCheck(InputStream in) {
    super(in);
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    int read = super.read(bytes, from, length);
    int end = from + Math.max(read, 0);
    this.bytes += Math.max(read, 0);
    for (int i = from; i < end && marked >= 0 && marked < MARK.length; i++) {
      marked = bytes[i] == MARK[marked] ? marked + 1 : -1;
    }
    int i = from;
    while (i < end) {
      if (pending == 0 && i + Long.BYTES <= end && isPrintable((long) EIGHT.get(bytes, i))) {
        i += Long.BYTES;
      } else {
        check(bytes[i++]);
      }
    }
    return read;
  }

  /** Whether eight bytes are ASCII, and none is a control character. */
  private static boolean isPrintable(long eight) {
    return (eight & HIGH_BITS) == 0 && (eight - SPACES & HIGH_BITS) == 0;
  }

  private void check(byte b) {
    if (b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t') {
      binary = true;
      zeros += b == 0 ? 1 : 0;
    }
    if (b < 0 || pending > 0) {
      high(b & 0xFF);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  private void high(int b) {
    ascii = false;
    windows1252 &= !Windows1252.isUndefined((byte) b);
    if (pending > 0) {
      boolean goesOn = b >= least && b <= greatest;
      accents |= goesOn && lead == 0xC3;
      pending = goesOn ? pending - 1 : 0;
      least = 0x80;
      greatest = 0xBF;
      if (goesOn || b < 0x80) {
        utf8 &= goesOn;
        return;
      }
      utf8 = false;
    }
    lead = b;
    if (b >= 0xC2 && b <= 0xDF) {
      expect(1, 0x80, 0xBF);
    } else if (b >= 0xE0 && b <= 0xEF) {
      expect(2, b == 0xE0 ? 0xA0 : 0x80, b == 0xED ? 0x9F : 0xBF);
    } else if (b >= 0xF0 && b <= 0xF4) {
      expect(3, b == 0xF0 ? 0x90 : 0x80, b == 0xF4 ? 0x8F : 0xBF);
    } else {
      utf8 = false;
    }
  }

  private void expect(int bytes, int from, int to) {
    pending = bytes;
    least = from;
    greatest = to;
  }

  /** Whether it starts with the mark that UTF-8 files may start with. */
  boolean hasMark() {
    return marked == MARK.length;
  }

  /** Whether all of it is UTF-8. */
  boolean isUtf8() {
    return utf8 && pending == 0;
  }

  /** Whether it has accents of UTF-8 and, elsewhere, bytes that UTF-8 does not have. */
  boolean isMixed() {
    return accents && !isUtf8();
  }

  /** Whether it has a zero beside most of its characters, as UTF-16 without a mark has. */
  boolean looksUtf16() {
    return zeros * 3 > bytes;
  }

  /** Whether all of it could be Windows-1252. */
  boolean isWindows1252() {
    return windows1252;
  }

  /** Whether all of it is ASCII, and so in every encoding. */
  boolean isAscii() {
    return ascii;
  }

  /** Whether a control character was seen that no text has. */
  boolean isBinary() {
    return binary;
  }
}
