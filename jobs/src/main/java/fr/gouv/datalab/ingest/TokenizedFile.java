package fr.gouv.datalab.ingest;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A file that has a {@link Manifest}: where its line is, and the hash of all other bytes. In a gzip
 * file the line is a member of its own, stored without compression, so that it has one length and
 * can be written last.
 *
 * @param line the manifest's line
 * @param at where it is, in bytes of the file
 * @param length bytes of it, as they are in the file
 */
public record TokenizedFile(byte[] line, long at, int length) {
  private static final byte[] START = Manifest.START.getBytes(StandardCharsets.US_ASCII);
  private static final int LARGEST_FOOTER = 64 << 20;

  /** The gzip member that holds a line; as long for each. */
  public static byte[] member(byte[] line) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out =
        new GZIPOutputStream(bytes) {
          {
            def.setLevel(Deflater.NO_COMPRESSION);
          }
        }) {
      out.write(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Finds the manifest of a file, if it has one. */
  public static Optional<TokenizedFile> find(FileSource source) throws IOException {
    byte[] first;
    try (InputStream in = source.open(0)) {
      first = in.readNBytes(Math.max(START.length, 4));
    }
    if (Arrays.equals(first, START)) {
      try (InputStream in = source.open(0)) {
        return Optional.of(new TokenizedFile(in.readNBytes(Manifest.LENGTH), 0, Manifest.LENGTH));
      }
    }
    if (first.length > 1 && first[0] == 0x1F && first[1] == (byte) 0x8B) {
      return gzip(source);
    }
    boolean parquet =
        first.length >= 4 && "PAR1".equals(new String(first, 0, 4, StandardCharsets.US_ASCII));
    return parquet ? parquet(source) : Optional.empty();
  }

  private static Optional<TokenizedFile> gzip(FileSource source) throws IOException {
    try (InputStream in = new GZIPInputStream(source.open(0))) {
      byte[] line = in.readNBytes(Manifest.LENGTH);
      return line.length == Manifest.LENGTH
              && Arrays.equals(line, 0, START.length, START, 0, START.length)
          ? Optional.of(new TokenizedFile(line, 0, member(line).length))
          : Optional.empty();
    } catch (java.io.EOFException | java.util.zip.ZipException e) {
      return Optional.empty();
    }
  }

  private static Optional<TokenizedFile> parquet(FileSource source) throws IOException {
    long size = source.size();
    if (size < 12) {
      return Optional.empty();
    }
    int length;
    try (InputStream in = source.open(size - 8)) {
      length = ByteBuffer.wrap(in.readNBytes(4)).order(ByteOrder.LITTLE_ENDIAN).getInt();
    }
    if (length <= 0 || length > Math.min(size - 12, LARGEST_FOOTER)) {
      return Optional.empty();
    }
    long from = size - 8 - length;
    byte[] footer;
    try (InputStream in = source.open(from)) {
      footer = in.readNBytes(length);
    }
    for (int at = 0; at + Manifest.LENGTH <= footer.length; at++) {
      if (Arrays.equals(footer, at, at + START.length, START, 0, START.length)) {
        byte[] line = Arrays.copyOfRange(footer, at, at + Manifest.LENGTH);
        return Optional.of(new TokenizedFile(line, from + at, Manifest.LENGTH));
      }
    }
    return Optional.empty();
  }

  /** SHA-256 of every byte of the file but the manifest's, lower-case hexadecimal. */
  public String content(FileSource source) throws IOException {
    MessageDigest digest = sha256();
    try (InputStream in = new BufferedInputStream(source.open(0), 1 << 16)) {
      update(digest, in, at);
      in.skipNBytes(length);
      update(digest, in, Long.MAX_VALUE);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void update(MessageDigest digest, InputStream in, long most) throws IOException {
    byte[] buffer = new byte[1 << 16];
    for (long left = most; left > 0; ) {
      int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
      if (read < 0) {
        return;
      }
      digest.update(buffer, 0, read);
      left -= read;
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
