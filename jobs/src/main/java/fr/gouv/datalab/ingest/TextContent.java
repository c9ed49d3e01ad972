package fr.gouv.datalab.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;

/**
 * What every byte of a file says: the hash by which it is known, and how its text can be read.
 *
 * @param sha256 of the bytes as delivered, lower-case hexadecimal
 * @param encoding of its text, decompressed
 */
record TextContent(String sha256, EncodingCheck encoding) {
  private static final int BUFFER = 1 << 16;

  /** Reads the whole file once. */
  static TextContent of(FileSource source, boolean gzip) throws IOException {
    MessageDigest digest = digest();
    try (InputStream raw = new DigestInputStream(source.open(0), digest)) {
      EncodingCheck encoding = new EncodingCheck(gzip ? new GZIPInputStream(raw, BUFFER) : raw);
      drain(encoding);
      drain(raw);
      return new TextContent(HexFormat.of().formatHex(digest.digest()), encoding);
    }
  }

  private static void drain(InputStream in) throws IOException {
    byte[] buffer = new byte[BUFFER];
    while (in.read(buffer, 0, buffer.length) >= 0) {
      continue;
    }
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
