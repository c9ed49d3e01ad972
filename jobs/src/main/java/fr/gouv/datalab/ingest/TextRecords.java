package fr.gouv.datalab.ingest;

/** Records of a text, which can be cut where one of them starts. */
interface TextRecords extends Records {
  /** Where the record starts, in bytes from where this began to read. */
  long offset();

  /** Where the next record starts. */
  long nextOffset();

  /** The physical line where the next record starts. */
  long nextLine();
}
