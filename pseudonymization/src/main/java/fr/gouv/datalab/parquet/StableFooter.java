package fr.gouv.datalab.parquet;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/**
 * Puts the sets of a Parquet footer in order. parquet-java keeps a column's encodings in a hash set
 * of enumeration constants, whose order changes from one process to the next: the same table, the
 * same bytes but there. The format gives that order no meaning (parquet.thrift, ColumnMetaData).
 */
public final class StableFooter {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  /** The footer's length, four bytes, and the magic. */
  private static final int TAIL = Integer.BYTES + MAGIC.length;

  private StableFooter() {}

  /**
   * Writes the footer of a file again, in order; the pages are not touched. Memory holds the footer
   * alone. A process killed meanwhile leaves a file that no reader opens.
   *
   * @throws IllegalArgumentException when the file has no footer in clear
   */
  public static void order(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long end = channel.size() - TAIL;
      ByteBuffer tail = read(channel, end, TAIL);
      int length = tail.getInt();
      if (!tail.equals(ByteBuffer.wrap(MAGIC))) {
        throw new IllegalArgumentException(file + " is not a Parquet file with a footer in clear.");
      }
      byte[] ordered = ordered(read(channel, end - length, length).array());
      ByteBuffer footer =
          ByteBuffer.allocate(ordered.length + TAIL)
              .order(ByteOrder.LITTLE_ENDIAN)
              .put(ordered)
              .putInt(ordered.length)
              .put(MAGIC)
              .flip();
      channel.truncate(end - length).position(end - length);
      while (footer.hasRemaining()) {
        channel.write(footer);
      }
    }
  }

  private static byte[] ordered(byte[] footer) throws IOException {
    FileMetaData metadata = Util.readFileMetaData(new ByteArrayInputStream(footer));
    for (RowGroup group : metadata.getRow_groups()) {
      for (ColumnChunk chunk : group.getColumns()) {
        ColumnMetaData column = chunk.getMeta_data();
        Collections.sort(column.getEncodings());
        if (column.isSetEncoding_stats()) {
          Collections.sort(column.getEncoding_stats());
        }
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Util.writeFileMetaData(metadata, out);
    return out.toByteArray();
  }

  private static ByteBuffer read(FileChannel channel, long position, int length)
      throws IOException {
    if (position < 0) {
      throw new IllegalArgumentException("A Parquet file has at least " + TAIL + " bytes.");
    }
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    for (long at = position; bytes.hasRemaining(); ) {
      int read = channel.read(bytes, at);
      if (read < 0) {
        throw new EOFException("The Parquet file ends too early.");
      }
      at += read;
    }
    return bytes.flip();
  }
}
