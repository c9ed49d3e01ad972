package fr.gouv.datalab.ingest;

import java.io.IOException;

/**
 * The records of a file one after the other, whatever its form: each is fields of text, slices of
 * {@link #buffer()} that the next record overwrites. Not thread-safe.
 */
public interface Records {
  /**
   * Goes to the next record.
   *
   * @return whether there was one
   */
  boolean next() throws IOException;

  /** How many fields the record has. */
  int fields();

  /** The bytes that the slices are of. */
  byte[] buffer();

  /** Where a field starts in {@link #buffer()}. */
  int from(int field);

  /** Where a field ends. */
  int to(int field);

  /** Whether the field holds doubled quotes, each standing for one. */
  boolean hasDoubledQuotes(int field);

  /** Whether the record is not of its file's form, so that its fields mean nothing. */
  boolean malformed();

  /** The physical line where the record starts, or its rank where a file has no lines; from 1. */
  long line();
}
