package fr.gouv.datalab.ingest.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** Spoils files as transport, spreadsheets, scripts and malice do. */
public final class Mutator {
  private static final byte[][] INSERTED = {
    {'"'},
    {'"', '"'},
    {'\n'},
    {'\r'},
    {'\r', '\n'},
    {0},
    {';'},
    {','},
    {'\t'},
    {'\\'},
    {'\''},
    {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF},
    {(byte) 0xC3},
    {(byte) 0xE9},
    {(byte) 0x81},
    {(byte) 0xFF, (byte) 0xFE},
    {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
    {'{'},
    {'}'},
    {0x1A},
    {'\n', '\n', '\n'},
    {' ', '"'},
    {'"', ' '},
    {(byte) 0xC2, (byte) 0xA0},
    {'P', 'K'},
    "NULL".getBytes(StandardCharsets.US_ASCII),
    "1,23E+13".getBytes(StandardCharsets.US_ASCII),
    "=cmd|' /C calc'!A0".getBytes(StandardCharsets.US_ASCII)
  };

  private Mutator() {}

  /** The file after a few changes. */
  public static byte[] spoil(byte[] file, Random random) {
    byte[] bytes = file;
    boolean parquet = bytes.length > 4 && bytes[0] == 'P' && bytes[1] == 'A' && bytes[2] == 'R';
    for (int n = random.nextInt(6); n >= 0; n--) {
      bytes = parquet ? onceBinary(bytes, random) : once(bytes, random);
    }
    if (random.nextInt(12) == 0) {
      bytes = gzip(bytes);
      if (random.nextInt(3) == 0) {
        bytes = once(bytes, random);
      }
    }
    return bytes;
  }

  private static byte[] once(byte[] b, Random random) {
    int at = b.length == 0 ? 0 : random.nextInt(b.length);
    int to = Math.min(b.length, at + 1 + random.nextInt(40));
    return switch (random.nextInt(13)) {
      case 0 -> replaced(b, at, at, INSERTED[random.nextInt(INSERTED.length)]);
      case 1 ->
          replaced(b, at, Math.min(b.length, at + 1), INSERTED[random.nextInt(INSERTED.length)]);
      case 2 -> replaced(b, at, to, new byte[0]);
      case 3 -> replaced(b, at, at, Arrays.copyOfRange(b, at, to));
      case 4 -> Arrays.copyOf(b, at);
      case 5 -> flipped(b, at, random);
      case 6 -> line(b, at, random.nextBoolean());
      case 7 -> swapped(b, (byte) (random.nextBoolean() ? ';' : ','), (byte) '\t');
      case 8 -> swapped(b, (byte) '\n', (byte) '\r');
      case 9 -> replaced(b, at, at, filled(random));
      case 10 -> text(b, "/", "-", random);
      case 11 -> text(b, "0", "", random);
      default -> joined(b, random);
    };
  }

  /**
   * One change where bytes count and lines do not: half of them in the last part of the file, where
   * Parquet has its footer.
   */
  private static byte[] onceBinary(byte[] b, Random random) {
    int least = random.nextBoolean() ? 0 : b.length / 2;
    int at = b.length == 0 ? 0 : least + random.nextInt(b.length - least);
    int to = Math.min(b.length, at + 1 + random.nextInt(12));
    return switch (random.nextInt(9)) {
      case 0, 1, 2, 3 -> flipped(b, at, random);
      case 4 -> replaced(b, at, to, new byte[to - at]);
      case 5 -> replaced(b, at, to, filledWith((byte) 0xFF, to - at));
      case 6 -> random.nextInt(4) == 0 ? Arrays.copyOf(b, at) : flipped(b, at, random);
      case 7 -> replaced(b, at, to, new byte[0]);
      default -> random.nextBoolean() ? b : replaced(b, at, at, Arrays.copyOfRange(b, at, to));
    };
  }

  private static byte[] filledWith(byte value, int length) {
    byte[] filled = new byte[length];
    Arrays.fill(filled, value);
    return filled;
  }

  private static byte[] replaced(byte[] b, int from, int to, byte[] with) {
    byte[] out = new byte[b.length - (to - from) + with.length];
    System.arraycopy(b, 0, out, 0, from);
    System.arraycopy(with, 0, out, from, with.length);
    System.arraycopy(b, to, out, from + with.length, b.length - to);
    return out;
  }

  private static byte[] flipped(byte[] b, int at, Random random) {
    byte[] out = b.clone();
    if (out.length > 0) {
      out[at] ^= (byte) (1 << random.nextInt(8));
    }
    return out;
  }

  /** The line at a place is gone, or comes twice. */
  private static byte[] line(byte[] b, int at, boolean twice) {
    int from = at;
    while (from > 0 && b[from - 1] != '\n') {
      from--;
    }
    int to = at;
    while (to < b.length && b[to] != '\n') {
      to++;
    }
    to = Math.min(b.length, to + 1);
    return twice
        ? replaced(b, to, to, Arrays.copyOfRange(b, from, to))
        : replaced(b, from, to, new byte[0]);
  }

  private static byte[] swapped(byte[] b, byte from, byte to) {
    byte[] out = b.clone();
    for (int i = 0; i < out.length; i++) {
      out[i] = out[i] == from ? to : out[i];
    }
    return out;
  }

  private static byte[] filled(Random random) {
    byte[] out = new byte[random.nextInt(20) == 0 ? 1 << 21 : 1 + random.nextInt(5000)];
    Arrays.fill(out, (byte) (random.nextBoolean() ? 'x' : '"'));
    return out;
  }

  private static byte[] text(byte[] b, String from, String to, Random random) {
    String text = new String(b, StandardCharsets.ISO_8859_1);
    return (random.nextBoolean() ? text.replace(from, to) : text.replaceFirst(from, to))
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Two files one after the other. */
  private static byte[] joined(byte[] b, Random random) {
    return b.length > 1 << 16
        ? b
        : replaced(
            b, b.length, b.length, Arrays.copyOfRange(b, random.nextInt(b.length + 1), b.length));
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
