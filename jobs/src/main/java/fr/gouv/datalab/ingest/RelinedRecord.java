package fr.gouv.datalab.ingest;

/** A corrected record, in the place of the line that it corrects. Not thread-safe. */
public final class RelinedRecord implements Records {
  private Records corrected;
  private long line;

  /** Takes a record and the line in whose place it stands. */
  public RelinedRecord of(Records record, long at) {
    corrected = record;
    line = at;
    return this;
  }

  @Override
  public boolean next() {
    throw new UnsupportedOperationException("One record at a time.");
  }

  @Override
  public int fields() {
    return corrected.fields();
  }

  @Override
  public byte[] buffer() {
    return corrected.buffer();
  }

  @Override
  public int from(int field) {
    return corrected.from(field);
  }

  @Override
  public int to(int field) {
    return corrected.to(field);
  }

  @Override
  public boolean hasDoubledQuotes(int field) {
    return corrected.hasDoubledQuotes(field);
  }

  @Override
  public boolean malformed() {
    return corrected.malformed();
  }

  @Override
  public long line() {
    return line;
  }
}
