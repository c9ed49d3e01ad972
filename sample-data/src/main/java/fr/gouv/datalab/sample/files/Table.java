package fr.gouv.datalab.sample.files;

import java.util.List;

/**
 * A file to write: the dataset it belongs to, where it goes, how it is written, and its columns in
 * order.
 *
 * @param path below the output directory, without extension
 * @param key first column of the dataset's unique key
 */
public record Table(
    String dataset, String path, Dialect dialect, String key, List<Column> columns) {

  /** Position of a column; the name must be one of the table's. */
  public int position(String column) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(column)) {
        return i;
      }
    }
    throw new IllegalArgumentException("The table " + dataset + " has no column " + column + ".");
  }

  /** Path of the file in the format, with its extensions. */
  public String fileName(Format format) {
    return path + (format == Format.PARQUET ? ".parquet" : dialect.gzip() ? ".csv.gz" : ".csv");
  }
}
