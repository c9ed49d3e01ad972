package fr.gouv.datalab.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The forms in which a file may be delivered. Only CSV is written in the dialect of the contract;
 * the others have a point before decimals and dates as {@code yyyy-MM-dd}, and are in UTF-8.
 */
public enum FileForm {
  /** Separated fields after a header, RFC 4180. */
  CSV,
  /** One JSON object on each line. */
  JSON_LINES,
  /** Apache Parquet, without nested columns. */
  PARQUET;

  private static final int LOOK = 64;

  /** The form of a file, by its first bytes once decompressed; CSV when nothing says otherwise. */
  static FileForm of(InputStream text) throws IOException {
    byte[] start = text.readNBytes(LOOK);
    if (start.length > 3 && "PAR1".equals(new String(start, 0, 4, StandardCharsets.US_ASCII))) {
      return PARQUET;
    }
    String first = new String(withoutMark(start), StandardCharsets.ISO_8859_1).stripLeading();
    return first.startsWith("{") ? JSON_LINES : CSV;
  }

  /** The same bytes, without the mark that UTF-8 files may start with. */
  public static byte[] withoutMark(byte[] bytes) {
    boolean marked =
        bytes.length >= 3
            && bytes[0] == (byte) 0xEF
            && bytes[1] == (byte) 0xBB
            && bytes[2] == (byte) 0xBF;
    return marked ? Arrays.copyOfRange(bytes, 3, bytes.length) : bytes;
  }
}
