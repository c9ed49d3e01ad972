package fr.gouv.datalab.lake.spark;

import fr.gouv.datalab.lake.Families;
import fr.gouv.datalab.lake.LakeAccess;
import io.delta.tables.DeltaTable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.functions;

/**
 * Takes rows out of one Delta table for good: out of its present version, then out of every file,
 * by {@link #forgetPast}. The caller holds the dataset's lock, so nobody else writes.
 *
 * <p>Conditions must name no person: Delta writes them into its log, in clear.
 */
public final class TableRewrite {
  private final SparkSession engine;
  private final LakeAccess access;
  private final String uri;
  private final Families families;

  /** The table at an address, which need not exist. */
  public TableRewrite(SparkSession engine, LakeAccess access, String uri, Families families) {
    this.engine = engine;
    this.access = access;
    this.uri = uri;
    this.families = families;
  }

  /** Whether the table was ever written. */
  public boolean exists() {
    return DeltaTable.isDeltaTable(LakeSession.reading(engine, access), uri);
  }

  /** The rows of the present version. */
  public Dataset<Row> rows() {
    return LakeSession.reading(engine, access).read().format("delta").load(uri);
  }

  /** Deletes rows, and says how many. Does nothing when there is no such row, or no table. */
  public long delete(Column condition) {
    long rows = count(condition);
    if (rows > 0) {
      DeltaTable.forPath(writing(), uri).delete(condition);
    }
    return rows;
  }

  /** Changes columns of rows, and says of how many. */
  public long update(Column condition, Map<String, Column> values) {
    long rows = count(condition);
    if (rows > 0) {
      DeltaTable.forPath(writing(), uri).update(condition, values);
    }
    return rows;
  }

  /**
   * Replaces every row of some deliveries, in one commit.
   *
   * @param rows makes the new rows, of the same deliveries, of the table as it is
   */
  public void replace(List<String> deliveries, UnaryOperator<Dataset<Row>> rows) {
    SparkSession session = writing();
    rows.apply(session.read().format("delta").load(uri))
        .write()
        .format("delta")
        .mode("overwrite")
        .option(
            "replaceWhere", LakeTable.DELIVERY + " in ('" + String.join("', '", deliveries) + "')")
        .save(uri);
  }

  /**
   * Deletes the rows that have no match, or empties those that must stay for others.
   *
   * @param kept what rows must match; aliased {@code kept}, the rows {@code old}
   * @param match the condition of a match
   * @param concerned which rows are looked at
   * @param stays which of them are emptied instead of deleted
   * @param empty what is written over these
   * @return how many rows had no match
   */
  public long keepMatched(
      Dataset<Row> kept, String match, String concerned, String stays, Map<String, Column> empty) {
    long rows =
        rows()
            .as("old")
            .where(concerned)
            .join(kept.as("kept"), functions.expr(match), "left_anti")
            .count();
    if (rows > 0) {
      DeltaTable.forPath(writing(), uri)
          .as("old")
          .merge(kept.as("kept"), match)
          .whenNotMatchedBySource("(" + concerned + ") and (" + stays + ")")
          .update(empty)
          .whenNotMatchedBySource(concerned)
          .delete()
          .execute();
    }
    return rows;
  }

  private long count(Column condition) {
    return exists() ? rows().where(condition).count() : 0;
  }

  private SparkSession writing() {
    SparkSession session = LakeSession.reading(engine, access);
    LakeSession.writes(session, families, List.of(rows().columns()));
    return session;
  }

  /**
   * Makes the present version the only one: removes every file that it does not need, what killed
   * writers left included, and the log before it. Who asks for an older version is told that it is
   * not there. A query that still reads an older one ends on the files that it has opened, or fails
   * at the next; it is never given a part for the whole. Idempotent, and safe to be killed in: the
   * log is cut from its oldest file on, once a checkpoint of the present version stands.
   */
  public void forgetPast() {
    if (!exists()) {
      return;
    }
    SparkSession session = writing();
    // Safe here: nobody else writes, so no file is too young to be known to the log.
    session.conf().set("spark.databricks.delta.retentionDurationCheck.enabled", "false");
    // Thousands of tasks, else, to list one directory.
    session.conf().set("spark.sql.sources.parallelPartitionDiscovery.parallelism", "4");
    scala.Option<org.apache.spark.sql.SparkSession> before =
        org.apache.spark.sql.SparkSession.getActiveSession();
    org.apache.spark.sql.SparkSession.setActiveSession(session);
    try {
      // It prints what it removed; standard output is the command's.
      scala.Console.withOut(
          OutputStream.nullOutputStream(), () -> DeltaTable.forPath(session, uri).vacuum(0));
      DeltaLog log = DeltaLog.forTable(session, new Path(uri));
      long version = log.update(false, scala.Option.empty(), scala.Option.empty()).version();
      log.checkpoint();
      cut(session, log.logPath(), version);
    } catch (IOException e) {
      throw new UncheckedIOException("The log of a table of the lake could not be cut.", e);
    } finally {
      if (before.isDefined()) {
        org.apache.spark.sql.SparkSession.setActiveSession(before.get());
      } else {
        org.apache.spark.sql.SparkSession.clearActiveSession();
      }
      DeltaLog.clearCache();
    }
  }

  private static void cut(SparkSession session, Path log, long version) throws IOException {
    FileSystem files = log.getFileSystem(session.sessionState().newHadoopConf());
    String present = String.format("%020d.", version);
    FileStatus[] found = files.listStatus(log);
    if (Arrays.stream(found).noneMatch(f -> isCheckpoint(f.getPath(), present))) {
      throw new IOException("There is no checkpoint of version " + version + ".");
    }
    Arrays.stream(found)
        .filter(file -> !file.getPath().getName().startsWith(present))
        .filter(file -> !file.getPath().getName().equals("_last_checkpoint"))
        .map(FileStatus::getPath)
        .sorted(Comparator.comparing(Path::getName))
        .forEach(
            file -> {
              try {
                files.delete(file, true);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  private static boolean isCheckpoint(Path file, String version) {
    return file.getName().startsWith(version + "checkpoint");
  }
}
