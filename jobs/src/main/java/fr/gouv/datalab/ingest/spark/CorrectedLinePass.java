package fr.gouv.datalab.ingest.spark;

import fr.gouv.datalab.ingest.Records;
import fr.gouv.datalab.ingest.RowFormat;
import fr.gouv.datalab.ingest.RowReader;
import fr.gouv.datalab.ingest.TokenizedLayout;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecificInternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Of each record of a correction its own line, and the one that it says it corrects, or null. */
final class CorrectedLinePass implements Pass {
  private static final long serialVersionUID = 1L;
  private static final StructType SCHEMA =
      new StructType().add("rang", DataTypes.LongType).add("ligne", DataTypes.LongType);

  @Override
  public StructType schema() {
    return SCHEMA;
  }

  @Override
  public Task begin(RowFormat format, int file) {
    RowReader line = new RowReader(format.only(format.places(List.of(TokenizedLayout.LINE))));
    SpecificInternalRow row = new SpecificInternalRow(SCHEMA);
    return new Task() {
      @Override
      public int take(Records record) {
        row.setLong(0, record.line());
        if (!line.take(record) || line.check(0) != null) {
          row.setNullAt(1);
        } else {
          row.setLong(1, line.number(0));
        }
        return 1;
      }

      @Override
      public InternalRow row(int i) {
        return row;
      }
    };
  }
}
