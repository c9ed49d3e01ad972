package fr.gouv.datalab.producer;

/**
 * Takes the values of tokenised rows, column after column, as one form of file writes them. Not
 * thread-safe: each thread has its own, and hands over what {@link #take} gives.
 */
interface RowSink {
  /** No value. */
  void absent();

  /** Characters, in UTF-8. */
  void text(byte[] utf8, int from, int to);

  /** A whole number. */
  void integer(long value);

  /** A number with decimals. */
  void decimal(long unscaled, int scale);

  /** A day, since 1970-01-01. */
  void date(long epochDay);

  /** Yes or no. */
  void flag(boolean value);

  /** A token or a mark. */
  void token(byte[] bytes, int from, int to);

  /** Bytes of any length. */
  void bytes(byte[] value);

  /** The row is whole. */
  void end();

  /** All rows since this was last asked, as the file's writer takes them. */
  byte[] take();
}
