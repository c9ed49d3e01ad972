package fr.gouv.datalab.producer;

import java.io.Closeable;
import java.io.IOException;

/**
 * A tokenised file in the making. Its manifest's place is kept free, and filled when every other
 * byte is there.
 */
interface TokenOutput extends Closeable {
  /** A sink for the rows of one thread. */
  RowSink sink();

  /** Turns what a sink gave into what the file takes; in the thread of the sink. */
  byte[] packed(byte[] rows) throws IOException;

  /** Appends rows, in the order of the file. */
  void write(byte[] packed) throws IOException;

  /** Says that all rows are there, and gives the SHA-256 of every byte but the manifest's. */
  String content() throws IOException;

  /** Writes the manifest's line, and forces the file to disk. */
  void manifest(byte[] line) throws IOException;
}
