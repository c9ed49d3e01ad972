package fr.gouv.datalab.sample.files;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * One gzip member (RFC 1952) whose deflate blocks are compressed apart: each piece ends with a
 * synchronising flush, so pieces made by several threads stand one after another as if one thread
 * had compressed them. The bytes depend on the pieces alone.
 */
final class GzipOutput implements Output {
  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 255};
  private static final byte[] LAST_BLOCK = {3, 0};
  private final OutputStream stream;
  private final CRC32 checksum = new CRC32();
  private long length;

  GzipOutput(OutputStream stream) throws IOException {
    this.stream = stream;
    stream.write(HEADER);
  }

  @Override
  public Ready prepare(Bytes bytes) {
    Deflater deflater = new Deflater(4, true);
    try {
      deflater.setInput(bytes.array(), 0, bytes.length());
      byte[] deflated = new byte[bytes.length() / 2 + 1024];
      int size = 0;
      while (true) {
        size += deflater.deflate(deflated, size, deflated.length - size, Deflater.SYNC_FLUSH);
        if (size < deflated.length) {
          byte[] ready = deflated;
          int length = size;
          return () -> append(bytes, ready, length);
        }
        deflated = Arrays.copyOf(deflated, 2 * deflated.length);
      }
    } finally {
      deflater.end();
    }
  }

  private void append(Bytes original, byte[] deflated, int size) throws IOException {
    checksum.update(original.array(), 0, original.length());
    length += original.length();
    stream.write(deflated, 0, size);
  }

  @Override
  public void close() throws IOException {
    try (stream) {
      stream.write(LAST_BLOCK);
      littleEndian(checksum.getValue());
      littleEndian(length);
    }
  }

  private void littleEndian(long value) throws IOException {
    for (int shift = 0; shift < 32; shift += 8) {
      stream.write((int) (value >>> shift));
    }
  }
}
