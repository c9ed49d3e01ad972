package fr.gouv.datalab.ingest;

import java.util.Base64;

/**
 * Bytes in the fields of a tokenised file: tokens in lower-case hexadecimal, everything longer in
 * base64; in Parquet, as they are.
 */
public final class TokenText {
  private static final byte[] DIGITS = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  private TokenText() {}

  /** Writes the hexadecimal digits of bytes, and says where they end. */
  public static int hex(byte[] bytes, int from, int to, byte[] out, int at) {
    for (int i = from; i < to; i++) {
      out[at++] = DIGITS[bytes[i] >> 4 & 0xF];
      out[at++] = DIGITS[bytes[i] & 0xF];
    }
    return at;
  }

  /**
   * Reads a token, or the mark of an identifier that was not valid.
   *
   * @param binary whether the text is the bytes themselves
   * @return how many bytes were written to {@code out}, or -1 when it is neither
   */
  static int decode(byte[] text, int from, int to, boolean binary, byte[] out) {
    int size = binary ? to - from : (to - from) / 2;
    if (size > out.length || !binary && (to - from) % 2 != 0) {
      return -1;
    }
    if (binary) {
      System.arraycopy(text, from, out, 0, size);
      return size;
    }
    for (int i = 0; i < size; i++) {
      int high = digit(text[from + 2 * i]);
      int low = digit(text[from + 2 * i + 1]);
      if (high < 0 || low < 0) {
        return -1;
      }
      out[i] = (byte) (high << 4 | low);
    }
    return size;
  }

  private static int digit(byte c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  }

  /**
   * The bytes of a field that holds a token or a mark; null when it is absent or neither.
   *
   * @param format of the file
   */
  public static byte[] token(RowReader row, int at, RowFormat format) {
    byte[] out = new byte[row.to(at) - row.from(at)];
    int size =
        decode(row.text(at), row.from(at), row.to(at), format.form() == FileForm.PARQUET, out);
    return size <= 0 ? null : java.util.Arrays.copyOf(out, size);
  }

  /** The bytes of a longer field; null when it is absent. */
  public static byte[] bytes(RowReader row, int at, RowFormat format) {
    if (row.isAbsent(at)) {
      return null;
    }
    byte[] text = java.util.Arrays.copyOfRange(row.text(at), row.from(at), row.to(at));
    return format.form() == FileForm.PARQUET ? text : Base64.getDecoder().decode(text);
  }
}
