package fr.gouv.datalab.ingest;

import fr.gouv.datalab.catalogue.Column;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.catalogue.Repair;
import fr.gouv.datalab.catalogue.Sensitivity;
import fr.gouv.datalab.quality.Remark;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Which identifiers lack zeros in front where the contract does not allow to give them back: they
 * are told to the producer, and stay as they are.
 */
final class LostZeros {
  private LostZeros() {}

  /** What the head of a CSV file shows of it. */
  static List<Remark> of(Contract contract, Head head, RowFormat format) {
    List<ColumnFormat> columns = new ArrayList<>();
    List<Column> ofFile = contract.fileColumns();
    for (int i = 0; i < ofFile.size(); i++) {
      ColumnFormat column = format.columns().get(i);
      int width = column.width() == 0 ? width(ofFile.get(i)) : 0;
      if (width > 0) {
        columns.add(column.withWidth(width));
      }
    }
    if (columns.isEmpty()) {
      return List.of();
    }
    RowFormat some = format.with(columns);
    RowReader reader = new RowReader(some);
    long[] lost = new long[columns.size()];
    RecordSplitter records = head.records(format.separator());
    try {
      for (int i = 0; i < Head.RECORDS && records.next(); i++) {
        if (i > 0 && reader.take(records)) {
          for (int r = 0; r < reader.repairs(); r++) {
            lost[reader.repaired(r)]++;
          }
        }
      }
    } catch (IOException e) {
      // The head ends inside a record: what was seen before it counts.
      columns = List.copyOf(columns);
    }
    List<Remark> remarks = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      if (lost[i] > 0) {
        remarks.add(
            new Remark(Remark.Kind.LOST_ZEROS, columns.get(i).name(), lost[i], "leading-zeros"));
      }
    }
    return remarks;
  }

  private static int width(Column column) {
    return column.sensitivity() instanceof Sensitivity.Identifier identifier
        ? Repair.width(identifier.kind()).orElse(0)
        : 0;
  }
}
