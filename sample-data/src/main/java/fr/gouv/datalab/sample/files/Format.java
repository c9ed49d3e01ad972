package fr.gouv.datalab.sample.files;

/** The two forms in which the files can be written. */
public enum Format {
  /** As administrations send them, each in its own dialect, with textual defects. */
  CSV,
  /**
   * Typed columns; a defect that only a text can have (a wrong number of fields, a number that is
   * none) cannot be there.
   */
  PARQUET
}
