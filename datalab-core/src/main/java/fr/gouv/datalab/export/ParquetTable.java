package fr.gouv.datalab.export;

import fr.gouv.datalab.parquet.StableFooter;
import fr.gouv.datalab.releases.PublishedTable;
import fr.gouv.datalab.releases.TableSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/**
 * A published table as Parquet: dimensions and status as text, figures as whole numbers where all
 * of them are, else as doubles; a suppressed figure is null.
 */
final class ParquetTable {
  private ParquetTable() {}

  static void write(PublishedTable table, Path file) throws IOException {
    TableSpec spec = table.spec();
    List<String> figures = spec.figures();
    Types.MessageTypeBuilder fields = Types.buildMessage();
    for (TableSpec.Dimension dimension : spec.dimensions()) {
      text(fields, dimension.column());
    }
    for (int i = 0; i < figures.size(); i++) {
      fields.optional(type(table, i)).named(figures.get(i));
    }
    text(fields, "status");
    MessageType schema = fields.named("table");
    try (ParquetWriter<Group> out =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withConf(new PlainParquetConfiguration())
            .withType(schema)
            .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
            .build()) {
      for (PublishedTable.Cell cell : table.cells()) {
        out.write(row(schema, table, cell));
      }
    }
    StableFooter.order(file);
  }

  private static void text(Types.MessageTypeBuilder fields, String name) {
    fields.required(PrimitiveTypeName.BINARY).as(LogicalTypeAnnotation.stringType()).named(name);
  }

  private static PrimitiveTypeName type(PublishedTable table, int figure) {
    return whole(table, figure) ? PrimitiveTypeName.INT64 : PrimitiveTypeName.DOUBLE;
  }

  /** Whether every published figure of a column is a whole number. */
  static boolean whole(PublishedTable table, int figure) {
    return table.cells().stream()
        .filter(PublishedTable.Cell::published)
        .allMatch(cell -> cell.figures().get(figure).matches("-?\\d{1,18}"));
  }

  private static Group row(MessageType schema, PublishedTable table, PublishedTable.Cell cell) {
    Group row = new SimpleGroup(schema);
    int column = 0;
    for (String code : cell.codes()) {
      row.add(column++, code);
    }
    for (String figure : cell.figures()) {
      if (cell.published()) {
        if (schema.getType(column).asPrimitiveType().getPrimitiveTypeName()
            == PrimitiveTypeName.INT64) {
          row.add(column, Long.parseLong(figure));
        } else {
          row.add(column, Double.parseDouble(figure));
        }
      }
      column++;
    }
    row.add(column, cell.published() ? "v" : "c");
    return row;
  }
}
