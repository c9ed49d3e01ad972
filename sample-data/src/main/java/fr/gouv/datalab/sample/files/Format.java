package fr.gouv.datalab.sample.files;

import java.io.IOException;
import java.nio.file.Path;

/** The two forms in which the files can be written. */
public enum Format {
  /** As administrations send them, each in its own dialect, with textual defects. */
  CSV,
  /**
   * Typed columns; a defect that only a text can have (a wrong number of fields, a number that is
   * none) cannot be there.
   */
  PARQUET;

  /** A new file of a table in this form, below the directory. */
  public Sheet sheet(Path directory, Table table) throws IOException {
    return switch (this) {
      case CSV -> new CsvSheet(directory, table);
      case PARQUET -> new ParquetSheet(directory, table);
    };
  }
}
