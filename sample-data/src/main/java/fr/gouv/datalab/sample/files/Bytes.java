package fr.gouv.datalab.sample.files;

import java.util.Arrays;

/** A growing array of bytes that encodes text as it goes. For one thread. */
public final class Bytes {

  /** The two encodings of the files. */
  public enum Encoding {
    UTF_8,
    WINDOWS_1252
  }

  private final Encoding encoding;
  private byte[] array = new byte[1 << 16];
  private int length;

  /** Empty. */
  public Bytes(Encoding encoding) {
    this.encoding = encoding;
  }

  /** The array, of which the first {@link #length()} bytes count. */
  public byte[] array() {
    return array;
  }

  /** How many bytes count. */
  public int length() {
    return length;
  }

  /** Appends one ASCII character. */
  public Bytes ascii(char c) {
    if (length == array.length) {
      array = Arrays.copyOf(array, 2 * length);
    }
    array[length++] = (byte) c;
    return this;
  }

  /** Appends text. */
  public Bytes text(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        ascii(c);
      } else {
        encode(c);
      }
    }
    return this;
  }

  /** Appends a number with at least so many digits. */
  public Bytes number(long value, int width) {
    long rest = value;
    if (rest < 0) {
      ascii('-');
      rest = -rest;
    }
    int digits = 1;
    long power = 1;
    while (digits < width || rest / power >= 10) {
      power *= 10;
      digits++;
    }
    for (; power > 0; power /= 10) {
      ascii((char) ('0' + rest / power % 10));
    }
    return this;
  }

  private void encode(char c) {
    if (encoding == Encoding.UTF_8) {
      if (c < 0x800) {
        ascii((char) (0xC0 | c >> 6)).ascii((char) (0x80 | c & 0x3F));
      } else {
        ascii((char) (0xE0 | c >> 12))
            .ascii((char) (0x80 | c >> 6 & 0x3F))
            .ascii((char) (0x80 | c & 0x3F));
      }
      return;
    }
    switch (c) {
      case '€' -> ascii((char) 0x80);
      case '’' -> ascii((char) 0x92);
      case 'Œ' -> ascii((char) 0x8C);
      case 'œ' -> ascii((char) 0x9C);
      case 'Ÿ' -> ascii((char) 0x9F);
      default -> {
        if (c < 0xA0 || c > 0xFF) {
          throw new IllegalArgumentException(
              "A character of the sample does not exist in Windows-1252: U+"
                  + Integer.toHexString(c));
        }
        ascii(c);
      }
    }
  }
}
