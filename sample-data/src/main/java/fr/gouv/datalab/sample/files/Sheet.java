package fr.gouv.datalab.sample.files;

import java.io.Closeable;

/** A table's file while it is written. */
public interface Sheet extends Closeable {
  /** An empty run of records. */
  Rows rows();

  /** Prepares a run of records that {@link #rows()} gave; any thread may call it. */
  Ready prepare(Rows rows);

  /** The physical line of the first record. */
  default long firstLine() {
    return 2;
  }
}
