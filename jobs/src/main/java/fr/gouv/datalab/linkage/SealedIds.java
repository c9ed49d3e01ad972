package fr.gouv.datalab.linkage;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The ids of a file's rows, by row number from 1, aside from the linkage and unreadable to it:
 * pages of {@value #PAGE} ids under AES-256-GCM (NIST SP 800-38D), whose key this object alone has
 * and that ends with it. The nonce is the page's number: a page is written once.
 *
 * <p>Written from the first row to the last, then read in any order. Of one thread.
 */
public final class SealedIds implements Closeable {
  private static final int PAGE = 32;
  private static final int TAG_BITS = 128;

  private final Path file;
  private final SecretKey key;
  private final Cipher cipher;
  private final ByteArrayOutputStream page = new ByteArrayOutputStream();
  private OutputStream out;
  private FileChannel in;
  private long[] ends = new long[64];
  private int pages;
  private long rows;
  private int opened = -1;
  private byte[] plain;

  /** Draws a key; the file is made anew. */
  public SealedIds(Path file) throws IOException {
    byte[] drawn = new byte[32];
    new SecureRandom().nextBytes(drawn);
    this.file = file;
    this.key = new SecretKeySpec(drawn, "AES");
    Arrays.fill(drawn, (byte) 0);
    try {
      this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java lacks AES-GCM.", e);
    }
    this.out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
  }

  /** Adds the next row's id. */
  public void add(byte[] id) throws IOException {
    page.write(id.length >>> 8);
    page.write(id.length);
    page.writeBytes(id);
    if (++rows % PAGE == 0) {
      seal();
    }
  }

  private void seal() throws IOException {
    byte[] sealed = crypt(Cipher.ENCRYPT_MODE, pages, page.toByteArray());
    page.reset();
    out.write(sealed);
    if (pages == ends.length) {
      ends = Arrays.copyOf(ends, 2 * pages);
    }
    ends[pages] = (pages == 0 ? 0 : ends[pages - 1]) + sealed.length;
    pages++;
  }

  /** Ends the writing; rows may be asked for from now on. */
  public void written() throws IOException {
    if (rows % PAGE != 0) {
      seal();
    }
    out.close();
    in = FileChannel.open(file);
  }

  /**
   * The id of a row.
   *
   * @param row from 1
   */
  public String get(long row) throws IOException {
    int number = (int) ((row - 1) / PAGE);
    if (number != opened) {
      long from = number == 0 ? 0 : ends[number - 1];
      ByteBuffer sealed = ByteBuffer.allocate((int) (ends[number] - from));
      while (sealed.hasRemaining() && in.read(sealed, from + sealed.position()) >= 0) {
        // Reads on.
      }
      plain = crypt(Cipher.DECRYPT_MODE, number, sealed.array());
      opened = number;
    }
    int at = 0;
    for (long skipped = (row - 1) % PAGE; skipped > 0; skipped--) {
      at += 2 + length(at);
    }
    return new String(plain, at + 2, length(at), StandardCharsets.UTF_8);
  }

  private int length(int at) {
    return (plain[at] & 0xFF) << 8 | plain[at + 1] & 0xFF;
  }

  private byte[] crypt(int mode, int number, byte[] bytes) {
    byte[] nonce = ByteBuffer.allocate(12).putInt(8, number).array();
    try {
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      return cipher.doFinal(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The ids in " + file + " were altered.", e);
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
    if (in != null) {
      in.close();
    }
  }
}
