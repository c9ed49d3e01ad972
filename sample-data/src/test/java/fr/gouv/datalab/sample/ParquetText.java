package fr.gouv.datalab.sample;

import java.io.BufferedWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;

/** A Parquet file as the text that an administration would have sent, one line for each record. */
final class ParquetText {
  private final char separator;
  private final DateTimeFormatter dates;

  private ParquetText(char separator, boolean isoDates) {
    this.separator = separator;
    this.dates = DateTimeFormatter.ofPattern(isoDates ? "uuuu-MM-dd" : "dd/MM/uuuu");
  }

  static void write(Path parquet, Path text, char separator, boolean isoDates) throws IOException {
    new ParquetText(separator, isoDates).write(parquet, text);
  }

  private void write(Path parquet, Path text) throws IOException {
    CSVFormat format =
        CSVFormat.RFC4180.builder().setDelimiter(separator).setRecordSeparator('\n').get();
    try (ParquetFileReader file =
            ParquetFileReader.open(
                new LocalInputFile(parquet),
                ParquetReadOptions.builder(new PlainParquetConfiguration()).build());
        BufferedWriter out = Files.newBufferedWriter(text, StandardCharsets.UTF_8);
        CSVPrinter printer = new CSVPrinter(out, format)) {
      MessageType schema = file.getFileMetaData().getSchema();
      printer.printRecord(schema.getFields().stream().map(field -> field.getName()));
      MessageColumnIO columns = new ColumnIOFactory().getColumnIO(schema);
      for (PageReadStore pages = file.readNextRowGroup();
          pages != null;
          pages = file.readNextRowGroup()) {
        RecordReader<Group> records =
            columns.getRecordReader(pages, new GroupRecordConverter(schema));
        for (long i = 0; i < pages.getRowCount(); i++) {
          printer.printRecord(fields(schema, records.read()));
        }
      }
    }
  }

  private List<String> fields(MessageType schema, Group record) {
    List<String> fields = new ArrayList<>();
    for (int i = 0; i < schema.getFieldCount(); i++) {
      boolean present = record.getFieldRepetitionCount(i) > 0;
      fields.add(present ? text(schema.getType(i).asPrimitiveType(), record, i) : "");
    }
    return fields;
  }

  private String text(PrimitiveType type, Group record, int i) {
    LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
    return switch (type.getPrimitiveTypeName()) {
      case BINARY -> record.getString(i, 0).replace('\n', ' ');
      case INT32 -> LocalDate.ofEpochDay(record.getInteger(i, 0)).format(dates);
      case BOOLEAN -> record.getBoolean(i, 0) ? "oui" : "non";
      case INT64 ->
          logical instanceof DecimalLogicalTypeAnnotation decimal
              ? BigDecimal.valueOf(record.getLong(i, 0), decimal.getScale())
                  .toPlainString()
                  .replace('.', separator == ';' ? ',' : '.')
              : Long.toString(record.getLong(i, 0));
      default -> throw new IllegalArgumentException("The sample has no " + type + ".");
    };
  }
}
