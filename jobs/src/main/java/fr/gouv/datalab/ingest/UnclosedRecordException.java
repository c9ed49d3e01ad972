package fr.gouv.datalab.ingest;

import java.io.IOException;

/** A record that does not end: most often a quote that was opened and never closed. */
public final class UnclosedRecordException extends IOException {
  private static final long serialVersionUID = 1L;
  private final long line;

  UnclosedRecordException(long line) {
    super("The record that starts at line " + line + " does not end: is a quote never closed?");
    this.line = line;
  }

  /** The physical line where it starts. */
  public long line() {
    return line;
  }
}
