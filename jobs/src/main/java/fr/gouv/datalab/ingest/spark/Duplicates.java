package fr.gouv.datalab.ingest.spark;

import java.util.Iterator;
import java.util.TreeMap;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.classic.SparkSession;
import org.roaringbitmap.RoaringBitmap;
import scala.reflect.ClassTag$;

/**
 * The lines of a delivery whose key an earlier row has: a compressed bitmap for each file, at most
 * one bit for each line.
 */
final class Duplicates {
  /** No line at all. */
  static final Duplicates NONE = new Duplicates(new TreeMap<>());

  private final TreeMap<Integer, RoaringBitmap> lines;
  private Broadcast<TreeMap<Integer, RoaringBitmap>> sent;

  private Duplicates(TreeMap<Integer, RoaringBitmap> lines) {
    this.lines = lines;
  }

  /** The lines of rows that have a file's number and a line. */
  static Duplicates of(Iterator<Row> rows) {
    TreeMap<Integer, RoaringBitmap> lines = new TreeMap<>();
    while (rows.hasNext()) {
      Row row = rows.next();
      lines.computeIfAbsent(row.getInt(0), file -> new RoaringBitmap()).add(row.getInt(1));
    }
    return lines.isEmpty() ? NONE : new Duplicates(lines);
  }

  /** Sent once to every machine; null when there is no line. */
  Broadcast<TreeMap<Integer, RoaringBitmap>> broadcast(SparkSession session) {
    if (lines.isEmpty()) {
      return null;
    }
    if (sent == null) {
      sent = session.sparkContext().broadcast(lines, ClassTag$.MODULE$.apply(TreeMap.class));
    }
    return sent;
  }
}
