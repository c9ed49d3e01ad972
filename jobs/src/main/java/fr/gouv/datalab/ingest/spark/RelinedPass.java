package fr.gouv.datalab.ingest.spark;

import fr.gouv.datalab.ingest.Records;
import fr.gouv.datalab.ingest.RelinedRecord;
import fr.gouv.datalab.ingest.RowFormat;
import fr.gouv.datalab.ingest.RowReader;
import fr.gouv.datalab.ingest.TokenizedLayout;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/**
 * The records of a correction, each in the place of the line that it says it corrects, in {@value
 * TokenizedLayout#LINE}.
 */
final class RelinedPass implements Pass {
  private static final long serialVersionUID = 1L;

  private final Pass pass;
  private final int corrected;

  /**
   * A pass over corrected records.
   *
   * @param corrected place of the file that they correct
   */
  RelinedPass(Pass pass, int corrected) {
    this.pass = pass;
    this.corrected = corrected;
  }

  @Override
  public StructType schema() {
    return pass.schema();
  }

  @Override
  public Task begin(RowFormat format, int file) {
    Task task = pass.begin(format, corrected);
    RowReader line =
        new RowReader(format.only(format.places(java.util.List.of(TokenizedLayout.LINE))));
    RelinedRecord relined = new RelinedRecord();
    return new Task() {
      @Override
      public int take(Records record) {
        if (!line.take(record) || line.check(0) != null) {
          throw new IllegalStateException("A correction changed while it was read.");
        }
        return task.take(relined.of(record, line.number(0)));
      }

      @Override
      public InternalRow row(int i) {
        return task.row(i);
      }

      @Override
      public void end() {
        task.end();
      }
    };
  }
}
