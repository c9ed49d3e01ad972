package fr.gouv.datalab.sample.files;

import java.io.IOException;
import java.nio.file.Path;

/** A CSV file in its table's dialect. */
public final class CsvSheet implements Sheet {
  private final Table table;
  private final Output output;

  /** A new file below the directory, with its header. */
  public CsvSheet(Path directory, Table table) throws IOException {
    this.table = table;
    this.output = Output.create(directory.resolve(table.fileName(Format.CSV)));
    output.prepare(CsvRows.header(table)).append();
  }

  @Override
  public Rows rows() {
    return new CsvRows(table.dialect());
  }

  @Override
  public Ready prepare(Rows rows) {
    return output.prepare(((CsvRows) rows).bytes());
  }

  @Override
  public void close() throws IOException {
    output.close();
  }
}
