package fr.gouv.datalab.vault;

import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A file of any length sealed to one recipient: its content is AES-256-GCM by segments of a
 * mebibyte (streaming AEAD of Hoang, Reyhanitabar, Rogaway and Vizár, <i>Online
 * Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance</i>, CRYPTO 2015, as Tink has it)
 * under a key of its own, which is wrapped by HPKE to the recipient. Neither side holds more than a
 * segment in memory, and segments cannot be changed, moved, added or cut off.
 *
 * <p>Layout: {@code datalab/sealed/1\n}; the label's length (4 bytes) and the label (UTF-8, in
 * clear, bound to everything that follows); the wrapped key (80 bytes); the content.
 *
 * <p>A {@link Writing} leaves the wrapped key out: until {@link #complete} puts it in, the file is
 * noise for everyone, the recipient included. What decides that it may go out keeps the 80 bytes,
 * and so decides alone, whatever is on disk.
 */
public final class SealedFile {
  private static final byte[] MAGIC = "datalab/sealed/1\n".getBytes(StandardCharsets.US_ASCII);
  private static final int KEY_BYTES = 32;
  private static final int WRAPPED_BYTES = 32 + KEY_BYTES + 16;
  private static final int SEGMENT_BYTES = 1 << 20;
  private static final int LONGEST_LABEL = 1 << 16;

  private SealedFile() {}

  /**
   * Begins a file, in place of what is there.
   *
   * @param label in clear at its head: what it is, never whom it is about
   */
  public static Writing write(Path file, String label, Recipient recipient) throws IOException {
    return new Writing(file, label, recipient);
  }

  /** A file being sealed. For one thread. */
  public static final class Writing implements AutoCloseable {
    private final Path file;
    private final byte[] wrapped;
    private final MessageDigest sha256 = sha256();
    private final OutputStream content;
    private boolean open = true;

    private Writing(Path file, String label, Recipient recipient) throws IOException {
      this.file = file;
      byte[] head = head(label);
      byte[] key = new byte[KEY_BYTES];
      new SecureRandom().nextBytes(key);
      wrapped = recipient.wrap(key, head);
      OutputStream raw =
          new BufferedOutputStream(
              Files.newOutputStream(
                  file,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.TRUNCATE_EXISTING,
                  StandardOpenOption.WRITE),
              SEGMENT_BYTES);
      raw.write(head);
      raw.write(new byte[WRAPPED_BYTES]);
      sha256.update(head);
      sha256.update(wrapped);
      try {
        content = streaming(key).newEncryptingStream(new DigestOutputStream(raw, sha256), head);
      } catch (GeneralSecurityException e) {
        raw.close();
        throw new IllegalStateException("This Java lacks AES-256.", e);
      } finally {
        Arrays.fill(key, (byte) 0);
      }
    }

    /** Where the content goes; closing it ends nothing. */
    public OutputStream content() {
      return new java.io.FilterOutputStream(content) {
        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
          out.write(bytes, from, length);
        }

        @Override
        public void close() {
          // The writing itself is closed by finish().
        }
      };
    }

    /** Ends the content and makes it durable. */
    public Sealed finish() throws IOException {
      close();
      try (var channel = java.nio.channels.FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      return new Sealed(wrapped.clone(), HexFormat.of().formatHex(sha256.digest()));
    }

    @Override
    public void close() throws IOException {
      if (open) {
        open = false;
        content.close();
      }
    }
  }

  /**
   * What opens a finished file to its recipient.
   *
   * @param wrapped the wrapped key, for {@link #complete}
   * @param sha256 of the whole file once it is complete, in hexadecimal
   */
  public record Sealed(byte[] wrapped, String sha256) {}

  /** Puts the wrapped key into a finished file, durably. Doing it again changes nothing. */
  public static void complete(Path file, byte[] wrapped) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rwd")) {
      bytes.seek(MAGIC.length);
      bytes.seek(MAGIC.length + Integer.BYTES + (long) bytes.readInt());
      bytes.write(wrapped);
    }
  }

  /**
   * Opens a file.
   *
   * @return its content; reading it throws {@link IOException} at the first segment that was
   *     altered
   * @throws EnvelopeException when it is not such a file, is not complete, or was sealed to someone
   *     else
   */
  public static InputStream open(Path file, RecipientPair recipient) throws IOException {
    DataInputStream bytes =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), SEGMENT_BYTES));
    boolean opened = false;
    try {
      byte[] head = head(label(bytes));
      byte[] wrapped = bytes.readNBytes(WRAPPED_BYTES);
      InputStream content =
          streaming(recipient.unwrap(wrapped, head)).newDecryptingStream(bytes, head);
      opened = true;
      return content;
    } catch (GeneralSecurityException e) {
      throw new EnvelopeException(
          "The file "
              + file.getFileName()
              + " does not open with this key: it was sealed to another recipient, or altered.",
          e);
    } finally {
      if (!opened) {
        bytes.close();
      }
    }
  }

  /**
   * The label at the head of a file. It proves nothing until the content opens.
   *
   * @throws EnvelopeException when it is not a sealed file
   */
  public static String label(Path file) throws IOException {
    try (DataInputStream bytes = new DataInputStream(Files.newInputStream(file))) {
      return label(bytes);
    }
  }

  private static String label(DataInputStream bytes) throws IOException {
    byte[] magic = bytes.readNBytes(MAGIC.length);
    byte[] length = bytes.readNBytes(Integer.BYTES);
    if (Arrays.equals(magic, MAGIC) && length.length == Integer.BYTES) {
      int label = ByteBuffer.wrap(length).getInt();
      if (label >= 0 && label <= LONGEST_LABEL) {
        byte[] text = bytes.readNBytes(label);
        if (text.length == label) {
          return new String(text, StandardCharsets.UTF_8);
        }
      }
    }
    throw new EnvelopeException("This is not a file that a datalab sealed.", null);
  }

  private static byte[] head(String label) {
    byte[] text = label.getBytes(StandardCharsets.UTF_8);
    if (text.length > LONGEST_LABEL) {
      throw new IllegalArgumentException("The label is too long.");
    }
    return ByteBuffer.allocate(MAGIC.length + Integer.BYTES + text.length)
        .put(MAGIC)
        .putInt(text.length)
        .put(text)
        .array();
  }

  private static AesGcmHkdfStreaming streaming(byte[] key) throws GeneralSecurityException {
    return new AesGcmHkdfStreaming(key, "HmacSha256", KEY_BYTES, SEGMENT_BYTES, 0);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java lacks SHA-256.", e);
    }
  }
}
