package fr.gouv.datalab.ingest.spark;

import fr.gouv.datalab.ingest.Chunk;
import fr.gouv.datalab.ingest.RowFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.Partition;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.util.TaskCompletionListener;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag$;

/**
 * The rows that a pass makes of a delivery, one partition for each chunk. Its text in plans and
 * logs is its name alone.
 */
final class RowsRdd extends RDD<InternalRow> {
  private static final long serialVersionUID = 1L;

  private record Place(int index, Chunk chunk) implements Partition {
    private static final long serialVersionUID = 1L;
  }

  private final ArrayList<Chunk> chunks;
  private final TreeMap<Integer, RowFormat> formats;
  private final Pass pass;

  /**
   * The rows of these chunks.
   *
   * @param formats the format of each file, by its place in the delivery
   */
  RowsRdd(SparkContext context, List<Chunk> chunks, Map<Integer, RowFormat> formats, Pass pass) {
    super(
        context,
        CollectionConverters.asScala(List.<org.apache.spark.Dependency<?>>of()).toSeq(),
        ClassTag$.MODULE$.apply(InternalRow.class));
    this.chunks = new ArrayList<>(chunks);
    this.formats = new TreeMap<>(formats);
    this.pass = pass;
    setName("delivery");
  }

  @Override
  public Partition[] getPartitions() {
    Partition[] partitions = new Partition[chunks.size()];
    for (int i = 0; i < partitions.length; i++) {
      partitions[i] = new Place(i, chunks.get(i));
    }
    return partitions;
  }

  @Override
  public Iterator<InternalRow> compute(Partition partition, TaskContext context) {
    Chunk chunk = ((Place) partition).chunk;
    RowFormat format = formats.get(chunk.file());
    RecordRows rows = new RecordRows(chunk, format, pass.begin(format, chunk.file()));
    TaskCompletionListener close = done -> rows.close();
    context.addTaskCompletionListener(close);
    return CollectionConverters.asScala(rows);
  }
}
