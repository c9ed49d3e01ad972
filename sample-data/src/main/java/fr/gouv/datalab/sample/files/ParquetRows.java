package fr.gouv.datalab.sample.files;

import java.util.ArrayList;
import java.util.List;

/** Records kept until their turn to be encoded. For one thread. */
final class ParquetRows implements Rows {
  private final List<Row> rows = new ArrayList<>();

  @Override
  public void add(Row row) {
    rows.add(row.copy());
  }

  @Override
  public long lines() {
    return rows.size();
  }

  List<Row> all() {
    return rows;
  }
}
