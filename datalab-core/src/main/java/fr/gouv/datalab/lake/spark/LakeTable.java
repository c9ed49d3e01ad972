package fr.gouv.datalab.lake.spark;

import fr.gouv.datalab.lake.Families;
import fr.gouv.datalab.lake.LakeAccess;
import io.delta.tables.DeltaTable;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.functions;

/**
 * One Delta table of the lake. Every row carries the delivery it came with, in {@link #DELIVERY},
 * so that a delivery can be hidden, counted and taken back whole.
 *
 * <p>No value stands in the table's log: Delta keeps no minimum or maximum, and nothing is
 * partitioned.
 */
public final class LakeTable {
  /** The column that names the delivery of a row. */
  public static final String DELIVERY = "_livraison";

  private final SparkSession engine;
  private final LakeAccess access;
  private final String uri;
  private final Families families;

  /**
   * Names a table, which need not exist.
   *
   * @param uri the table's directory, on any Hadoop file system
   */
  public LakeTable(SparkSession engine, LakeAccess access, String uri, Families families) {
    this.engine = engine;
    this.access = access;
    this.uri = uri;
    this.families = families;
  }

  /** The address of a dataset's table under a root: {@code a.b} is {@code root/a/b}. */
  public static String address(String root, String dataset) {
    return (root.endsWith("/") ? root : root + "/") + dataset.replace('.', '/');
  }

  /** Whether the table was ever written. */
  public boolean exists() {
    return DeltaTable.isDeltaTable(LakeSession.reading(engine, access), uri);
  }

  /** The rows, in a session that may open what the access grants. */
  public Dataset<Row> read() {
    return LakeSession.reading(engine, access).read().format("delta").load(uri);
  }

  /**
   * Appends the rows of one delivery in one commit, and says how many it wrote.
   *
   * @param rows makes the rows, without {@link #DELIVERY}, in the session that writes
   */
  public long append(String delivery, Function<SparkSession, Dataset<Row>> rows) {
    SparkSession session = LakeSession.reading(engine, access);
    Dataset<Row> made = rows.apply(session).withColumn(DELIVERY, functions.lit(delivery));
    LakeSession.writes(session, families, List.of(made.columns()));
    made.write()
        .format("delta")
        .mode("append")
        .option("mergeSchema", "true")
        .option("delta.dataSkippingNumIndexedCols", "0")
        .save(uri);
    return rowsOfLastCommit(session);
  }

  private long rowsOfLastCommit(SparkSession session) {
    Row last = DeltaTable.forPath(session, uri).history(1).select("operationMetrics").head();
    Map<String, String> metrics = last.getJavaMap(0);
    return Long.parseLong(metrics.getOrDefault("numOutputRows", "0"));
  }

  /** Takes back every row of a delivery. Does nothing when it has none, or there is no table. */
  public void takeBack(String delivery) {
    if (exists()) {
      SparkSession session = LakeSession.reading(engine, access);
      LakeSession.writes(session, families, List.of(read().columns()));
      DeltaTable.forPath(session, uri).delete(functions.col(DELIVERY).equalTo(delivery));
    }
  }
}
