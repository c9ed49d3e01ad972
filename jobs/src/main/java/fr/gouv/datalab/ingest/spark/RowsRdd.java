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
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.util.TaskCompletionListener;
import org.roaringbitmap.RoaringBitmap;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag$;

/**
 * The rows of a delivery, one partition for each chunk of a file. Its text in plans and logs is its
 * name alone.
 */
final class RowsRdd extends RDD<InternalRow> {
  private static final long serialVersionUID = 1L;

  private record Place(int index, Chunk chunk) implements Partition {
    private static final long serialVersionUID = 1L;
  }

  private final ArrayList<Chunk> chunks;
  private final TreeMap<Integer, RowFormat> formats;
  private final RowsWanted wanted;
  private final Broadcast<TreeMap<Integer, RoaringBitmap>> duplicates;

  /**
   * The rows of these chunks.
   *
   * @param formats the format of each file, by its place in the delivery
   * @param duplicates the lines of rows whose key an earlier row has, by file
   */
  RowsRdd(
      SparkContext context,
      List<Chunk> chunks,
      Map<Integer, RowFormat> formats,
      RowsWanted wanted,
      Broadcast<TreeMap<Integer, RoaringBitmap>> duplicates) {
    super(
        context,
        CollectionConverters.asScala(List.<org.apache.spark.Dependency<?>>of()).toSeq(),
        ClassTag$.MODULE$.apply(InternalRow.class));
    this.chunks = new ArrayList<>(chunks);
    this.formats = new TreeMap<>(formats);
    this.wanted = wanted;
    this.duplicates = duplicates;
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
    RoaringBitmap repeated = duplicates == null ? null : duplicates.value().get(chunk.file());
    Rows rows = new Rows(chunk, formats.get(chunk.file()), wanted, repeated);
    TaskCompletionListener close = done -> rows.close();
    context.addTaskCompletionListener(close);
    return CollectionConverters.asScala(rows);
  }
}
