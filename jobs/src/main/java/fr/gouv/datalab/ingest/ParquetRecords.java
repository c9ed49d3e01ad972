package fr.gouv.datalab.ingest;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;

/**
 * The rows of a part of a Parquet file, their values as text: numbers with a point, dates as {@code
 * yyyy-MM-dd}, nulls empty. A row's line is its rank in the file.
 */
final class ParquetRecords extends BufferedRecord implements AutoCloseable {
  private final ParquetFileReader reader;
  private final MessageType schema;
  private final int[] places;
  private RecordReader<Group> rows;
  private long left;
  private long line;

  /**
   * Reads the row groups that lie between two bytes.
   *
   * @param header names of the fields, in lower case
   * @param firstLine rank of the first row, from 1
   */
  ParquetRecords(FileSource source, long offset, long end, List<String> header, long firstLine)
      throws IOException {
    super(header.size());
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration())
            .withCodecFactory(new ParquetCodecs())
            .withRange(offset, end)
            .build();
    reader = ParquetFileReader.open(new SourceInput(source), options);
    schema = reader.getFileMetaData().getSchema();
    List<String> names =
        schema.getFields().stream().map(f -> f.getName().toLowerCase(Locale.ROOT)).toList();
    places = header.stream().mapToInt(names::indexOf).toArray();
    line = firstLine - 1;
  }

  @Override
  public boolean next() throws IOException {
    while (left == 0) {
      PageReadStore pages = reader.readNextRowGroup();
      if (pages == null) {
        return false;
      }
      left = pages.getRowCount();
      rows =
          new ColumnIOFactory()
              .getColumnIO(schema)
              .getRecordReader(pages, new GroupRecordConverter(schema));
    }
    left--;
    line++;
    take(rows.read());
    return true;
  }

  private void take(Group row) {
    clear();
    for (int i = 0; i < places.length; i++) {
      if (row.getFieldRepetitionCount(places[i]) > 0) {
        keep(i, text(row, places[i], schema.getType(places[i]).asPrimitiveType()));
      }
    }
  }

  private static byte[] text(Group row, int at, PrimitiveType type) {
    if (type.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation decimal) {
      return ascii(new BigDecimal(unscaled(row, at, type), decimal.getScale()).toPlainString());
    }
    return switch (type.getPrimitiveTypeName()) {
      case INT32 ->
          type.getLogicalTypeAnnotation() instanceof DateLogicalTypeAnnotation
              ? ascii(LocalDate.ofEpochDay(row.getInteger(at, 0)).toString())
              : ascii(Integer.toString(row.getInteger(at, 0)));
      case INT64 -> ascii(Long.toString(row.getLong(at, 0)));
      case BOOLEAN -> ascii(Boolean.toString(row.getBoolean(at, 0)));
      case FLOAT -> floating(Float.toString(row.getFloat(at, 0)));
      case DOUBLE -> floating(Double.toString(row.getDouble(at, 0)));
      case INT96 -> ascii("INT96");
      case BINARY, FIXED_LEN_BYTE_ARRAY -> row.getBinary(at, 0).getBytes();
    };
  }

  private static BigInteger unscaled(Group row, int at, PrimitiveType type) {
    return switch (type.getPrimitiveTypeName()) {
      case INT32 -> BigInteger.valueOf(row.getInteger(at, 0));
      case INT64 -> BigInteger.valueOf(row.getLong(at, 0));
      default -> new BigInteger(row.getBinary(at, 0).getBytes());
    };
  }

  /** Without an exponent; what is not a number stays what it is, and breaks its column's type. */
  private static byte[] floating(String shortest) {
    try {
      return ascii(new BigDecimal(shortest).toPlainString());
    } catch (NumberFormatException e) {
      return ascii(shortest);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public long line() {
    return line;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
