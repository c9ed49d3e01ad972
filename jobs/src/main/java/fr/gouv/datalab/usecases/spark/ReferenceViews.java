package fr.gouv.datalab.usecases.spark;

import fr.gouv.datalab.refusals.BadDataException;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Views made from open reference files: every column is text, an empty field is null. */
final class ReferenceViews {
  private ReferenceViews() {}

  /** The rows of a CSV file (RFC 4180, UTF-8) with a header. */
  static Dataset<Row> of(SparkSession session, String name, String text) {
    CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    try (CSVParser parser = format.parse(new StringReader(text))) {
      StructType schema = new StructType();
      for (String column : parser.getHeaderNames()) {
        schema = schema.add(column, DataTypes.StringType);
      }
      List<Row> rows = new ArrayList<>();
      for (CSVRecord record : parser) {
        Object[] values = new Object[schema.size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = i < record.size() && !record.get(i).isEmpty() ? record.get(i) : null;
        }
        rows.add(RowFactory.create(values));
      }
      return session.createDataFrame(rows, schema);
    } catch (IOException | IllegalArgumentException e) {
      throw new BadDataException(
          "The reference file of " + name + " is not CSV with a header: correct it.", e);
    }
  }
}
