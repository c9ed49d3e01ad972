package fr.gouv.datalab.ingest.spark;

import fr.gouv.datalab.ingest.RowFormat;
import fr.gouv.datalab.ingest.RowReader;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Values of a record as Spark has them. Texts are slices of the reader's own bytes: the row is to
 * be used up before the next record is read.
 */
final class TypedValues {
  private enum Form {
    INT,
    LONG,
    BOOLEAN,
    DECIMAL,
    TEXT
  }

  private final int[] places;
  private final Form[] forms;
  private final int[] precisions;
  private final int[] scales;

  /** The values of the columns at these places; -1 for one that the files do not have. */
  TypedValues(RowFormat format, int[] places) {
    this.places = places.clone();
    forms = new Form[places.length];
    precisions = new int[places.length];
    scales = new int[places.length];
    for (int i = 0; i < places.length; i++) {
      if (places[i] < 0) {
        continue;
      }
      forms[i] = form(format.typeOf(places[i]));
      precisions[i] = format.precisionOf(places[i]);
      scales[i] = format.scaleOf(places[i]);
    }
  }

  private static Form form(String type) {
    return switch (type) {
      case "integer", "date" -> Form.INT;
      case "long" -> Form.LONG;
      case "boolean" -> Form.BOOLEAN;
      default -> type.startsWith("decimal") ? Form.DECIMAL : Form.TEXT;
    };
  }

  /** Writes them all, side by side. */
  void write(RowReader reader, InternalRow row, int from) {
    for (int i = 0; i < places.length; i++) {
      write(i, reader, row, from + i);
    }
  }

  /** Writes one of them. */
  void write(int i, RowReader reader, InternalRow row, int to) {
    int at = places[i];
    if (at < 0 || reader.isAbsent(at)) {
      row.setNullAt(to);
      return;
    }
    switch (forms[i]) {
      case INT -> row.setInt(to, (int) reader.number(at));
      case LONG -> row.setLong(to, reader.number(at));
      case BOOLEAN -> row.setBoolean(to, reader.number(at) == 1);
      case DECIMAL ->
          row.update(to, Decimal.createUnsafe(reader.number(at), precisions[i], scales[i]));
      case TEXT -> row.update(to, slice(reader, at));
    }
  }

  private static UTF8String slice(RowReader reader, int at) {
    return UTF8String.fromBytes(reader.text(at), reader.from(at), reader.to(at) - reader.from(at));
  }
}
