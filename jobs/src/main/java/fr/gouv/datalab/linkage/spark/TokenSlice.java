package fr.gouv.datalab.linkage.spark;

import fr.gouv.datalab.linkage.TokenizedFile;
import java.io.EOFException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Some rows of a {@link TokenizedFile}: what one task reads, at once. */
record TokenSlice(String file, int recordBytes, long first, int rows) implements Serializable {
  private static final int ROWS = 1 << 16;

  /** A file's slices, one a partition; at least one. */
  static JavaRDD<TokenSlice> of(SparkSession session, Path file, int recordBytes) {
    List<TokenSlice> slices = slices(file, recordBytes);
    return new JavaSparkContext(session.sparkContext()).parallelize(slices, slices.size());
  }

  /** The same, as what tasks are given. */
  static List<TokenSlice> slices(Path file, int recordBytes) {
    try {
      long rows = Files.size(file) / recordBytes;
      List<TokenSlice> slices = new ArrayList<>();
      long first = 0;
      do {
        int some = (int) Math.min(ROWS, rows - first);
        slices.add(new TokenSlice(file.toString(), recordBytes, first, some));
        first += some;
      } while (first < rows);
      return slices;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Reads the rows. */
  Rows read() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(rows * recordBytes);
    try (FileChannel channel = FileChannel.open(Path.of(file))) {
      while (bytes.hasRemaining()) {
        if (channel.read(bytes, first * recordBytes + bytes.position()) < 0) {
          throw new EOFException("A file of tokens ends before its time.");
        }
      }
    }
    return new Rows(bytes, recordBytes);
  }

  /** Rows that were read. */
  record Rows(ByteBuffer bytes, int recordBytes) {
    int count() {
      return bytes.capacity() / recordBytes;
    }

    /** A long of a row. */
    long at(int row, int number) {
      return bytes.getLong(row * recordBytes + Long.BYTES * number);
    }

    /** The row's number, as bytes. */
    byte[] id(int row) {
      byte[] id = new byte[Long.BYTES];
      bytes.get(row * recordBytes, id);
      return id;
    }

    long idToken(int row) {
      return at(row, 1);
    }

    ByteBuffer tokens(int row) {
      return bytes.slice(row * recordBytes + 2 * Long.BYTES, TokenizedFile.RECORD - 2 * Long.BYTES);
    }
  }
}
