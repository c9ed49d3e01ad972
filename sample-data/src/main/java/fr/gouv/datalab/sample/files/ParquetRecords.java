package fr.gouv.datalab.sample.files;

import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/**
 * A table's rows as Parquet records: texts as strings, whole numbers as INT64, decimals as
 * DECIMAL(18, scale), days as DATE, flags as BOOLEAN, all of them optional.
 */
final class ParquetRecords extends WriteSupport<Row> {
  private static final int DECIMAL_DIGITS = 18;

  private final Table table;
  private RecordConsumer consumer;

  ParquetRecords(Table table) {
    this.table = table;
  }

  @Override
  public String getName() {
    return "datalab";
  }

  @Override
  public WriteContext init(Configuration configuration) {
    return context();
  }

  @Override
  public WriteContext init(ParquetConfiguration configuration) {
    return context();
  }

  private WriteContext context() {
    Types.MessageTypeBuilder schema = Types.buildMessage();
    for (Column column : table.columns()) {
      schema.addField(type(column));
    }
    return new WriteContext(schema.named("table"), Map.of());
  }

  private static PrimitiveType type(Column column) {
    return switch (column.type()) {
      case TEXT ->
          optional(PrimitiveTypeName.BINARY)
              .as(LogicalTypeAnnotation.stringType())
              .named(column.name());
      case INTEGER -> optional(PrimitiveTypeName.INT64).named(column.name());
      case DECIMAL ->
          optional(PrimitiveTypeName.INT64)
              .as(LogicalTypeAnnotation.decimalType(column.scale(), DECIMAL_DIGITS))
              .named(column.name());
      case DATE ->
          optional(PrimitiveTypeName.INT32)
              .as(LogicalTypeAnnotation.dateType())
              .named(column.name());
      case FLAG -> optional(PrimitiveTypeName.BOOLEAN).named(column.name());
    };
  }

  private static Types.PrimitiveBuilder<PrimitiveType> optional(PrimitiveTypeName type) {
    return Types.primitive(type, Repetition.OPTIONAL);
  }

  @Override
  public void prepareForWrite(RecordConsumer recordConsumer) {
    this.consumer = recordConsumer;
  }

  @Override
  public void write(Row row) {
    consumer.startMessage();
    for (int i = 0; i < table.columns().size(); i++) {
      if (row.has(i)) {
        Column column = table.columns().get(i);
        consumer.startField(column.name(), i);
        value(column, row, i);
        consumer.endField(column.name(), i);
      }
    }
    consumer.endMessage();
  }

  private void value(Column column, Row row, int i) {
    if ((column.type() == Column.Type.TEXT) != (row.text(i) != null)) {
      throw new IllegalArgumentException(
          "The column " + column.name() + " cannot hold what a text file could.");
    }
    switch (column.type()) {
      case TEXT -> consumer.addBinary(Binary.fromString(row.text(i)));
      case INTEGER, DECIMAL -> consumer.addLong(row.numberAt(i));
      case DATE -> consumer.addInteger(Math.toIntExact(row.numberAt(i)));
      case FLAG -> consumer.addBoolean(row.numberAt(i) == 1);
    }
  }
}
