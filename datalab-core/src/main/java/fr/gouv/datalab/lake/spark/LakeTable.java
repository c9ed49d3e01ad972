package fr.gouv.datalab.lake.spark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import fr.gouv.datalab.lake.Families;
import fr.gouv.datalab.lake.LakeAccess;
import io.delta.tables.DeltaTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Function;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
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

  private static final ObjectReader JSON = new ObjectMapper().readerFor(JsonNode.class);

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

  /** The rows of an earlier commit. */
  public Dataset<Row> read(long commit) {
    return read(commit, LakeSession.reading(engine, access));
  }

  /** The same, in a session that another access gave. */
  public Dataset<Row> read(long commit, SparkSession session) {
    return session.read().format("delta").option("versionAsOf", commit).load(uri);
  }

  /**
   * Writes a table that does not exist yet, whole, in one commit, and says how many rows it has.
   *
   * @param rows makes the rows, {@link #DELIVERY} included, in the session that writes
   * @param columns of them
   */
  public long create(Function<SparkSession, Dataset<Row>> rows, Column... columns) {
    SparkSession session = LakeSession.reading(engine, access);
    Dataset<Row> made = rows.apply(session).select(columns);
    LakeSession.writes(session, families, List.of(made.columns()));
    made.write()
        .format("delta")
        .mode("errorifexists")
        .option("delta.dataSkippingNumIndexedCols", "0")
        .save(uri);
    return rowsOf(lastCommit(session), session);
  }

  /** The number of the last commit. */
  public long lastCommit() {
    String name = lastCommit(LakeSession.reading(engine, access)).getName();
    return Long.parseLong(name.substring(0, name.indexOf('.')));
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
    Path before = lastCommit(session);
    made.write()
        .format("delta")
        .mode("append")
        .option("mergeSchema", "true")
        .option("delta.dataSkippingNumIndexedCols", "0")
        .save(uri);
    Path last = lastCommit(session);
    // Delta commits nothing when there is no row to append to a table that is there.
    return last.equals(before) ? 0 : rowsOf(last, session);
  }

  /** What the commit itself says it wrote: reading it costs no job. */
  private static long rowsOf(Path last, SparkSession session) {
    try {
      FileSystem files = last.getFileSystem(session.sessionState().newHadoopConf());
      try (InputStream commit = files.open(last);
          MappingIterator<JsonNode> actions = JSON.readValues(commit)) {
        while (actions.hasNext()) {
          JsonNode rows = actions.next().at("/commitInfo/operationMetrics/numOutputRows");
          if (!rows.isMissingNode()) {
            return rows.asLong();
          }
        }
      }
      throw new IOException("The last commit does not say how many rows it wrote.");
    } catch (IOException e) {
      throw new UncheckedIOException("The log of a table of the lake cannot be read.", e);
    }
  }

  /** The last commit, or the log itself when there is none. */
  private Path lastCommit(SparkSession session) {
    Path log = new Path(uri, "_delta_log");
    try {
      FileSystem files = log.getFileSystem(session.sessionState().newHadoopConf());
      Path last = log;
      if (files.exists(log)) {
        for (FileStatus file : files.listStatus(log, LakeTable::isCommit)) {
          last = last == log || file.getPath().compareTo(last) > 0 ? file.getPath() : last;
        }
      }
      return last;
    } catch (IOException e) {
      throw new UncheckedIOException("The log of a table of the lake cannot be read.", e);
    }
  }

  private static boolean isCommit(Path file) {
    return file.getName().matches("\\d{20}\\.json");
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
