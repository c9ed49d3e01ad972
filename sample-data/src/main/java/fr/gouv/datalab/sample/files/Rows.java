package fr.gouv.datalab.sample.files;

/**
 * A run of records in the form of the file, made by one thread and appended to the file in its
 * turn.
 */
public interface Rows {
  /** Appends a record. */
  void add(Row row);

  /** Physical lines so far; for a file without lines, records. */
  long lines();
}
