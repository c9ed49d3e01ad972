package fr.gouv.datalab.conventions;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The bytes that parties sign. Their canonical form has no byte order mark, LF at the end of each
 * line and one at the end of the text: a file that only went through another editor is the same.
 */
final class Document {
  private final byte[] bytes;

  private Document(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The canonical form of a file's bytes; bytes that are not UTF-8 are left for the reader. */
  static Document canonical(byte[] file) {
    // Latin-1 maps each byte to one character and back, whatever the bytes are.
    String text = new String(file, StandardCharsets.ISO_8859_1);
    String mark = "\u00EF\u00BB\u00BF";
    text = text.startsWith(mark) ? text.substring(mark.length()) : text;
    text = text.replace("\r\n", "\n").replaceFirst("\n+\\z", "") + "\n";
    return new Document(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Bytes as the registry keeps them. */
  static Document kept(byte[] bytes) {
    return new Document(bytes.clone());
  }

  byte[] bytes() {
    return bytes.clone();
  }

  /** What each party signs: 32 bytes. */
  byte[] digest() {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  String sha256() {
    return HexFormat.of().formatHex(digest());
  }

  boolean same(Document other) {
    return Arrays.equals(bytes, other.bytes);
  }
}
