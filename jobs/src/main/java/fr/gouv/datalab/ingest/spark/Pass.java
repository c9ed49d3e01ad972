package fr.gouv.datalab.ingest.spark;

import fr.gouv.datalab.ingest.Records;
import fr.gouv.datalab.ingest.RowFormat;
import java.io.Serializable;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/** One reading of a delivery: what rows it makes of each record. Sent to the tasks. */
interface Pass extends Serializable {
  /** Columns of the rows. */
  StructType schema();

  /** Begins to read one file, or a part of it, in one task. */
  Task begin(RowFormat format, int file);

  /** The reading of one task. Not thread-safe. */
  interface Task {
    /** Takes a record, and says how many rows it makes. */
    int take(Records record);

    /** One of the rows of the last record; to be used up before the next is asked for. */
    InternalRow row(int i);

    /** Says that there is no record left: called once, when all were taken. */
    default void end() {}
  }
}
