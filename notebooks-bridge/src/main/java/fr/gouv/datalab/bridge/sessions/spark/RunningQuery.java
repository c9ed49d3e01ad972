package fr.gouv.datalab.bridge.sessions.spark;

import fr.gouv.datalab.bridge.queries.ExceededLimitException;
import fr.gouv.datalab.bridge.queries.InvalidQueryException;
import fr.gouv.datalab.bridge.queries.QueryException;
import fr.gouv.datalab.bridge.queries.RefusedQueryException;
import fr.gouv.datalab.bridge.queries.StoppedQueryException;
import fr.gouv.datalab.bridge.streams.spark.ResultStream;
import fr.gouv.datalab.bridge.surface.spark.ClosedSurface;
import fr.gouv.datalab.bridge.surface.spark.DataFailure;
import fr.gouv.datalab.refusals.DatalabException;
import fr.gouv.datalab.refusals.RefusedException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.UnionLoopRef;
import scala.collection.Iterator;

/**
 * A query from its first record in the journal to its last: it runs within the limits, and as long
 * as its token stands and its tables may be read. One thread takes its batches; any may stop it.
 */
public final class RunningQuery implements AutoCloseable {
  private static final long CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Sessions sessions;
  private final Session session;
  private final Set<String> tables;
  private final ResultStream stream;
  private final long journaled;
  private final long deadline;
  private volatile long checked = System.nanoTime();
  private volatile long rows;
  private volatile String outcome = "stopped by client";
  private boolean closed;

  private RunningQuery(
      Sessions sessions,
      Session session,
      String sql,
      ClosedSurface.Decided decided,
      BufferAllocator memory,
      Executor threads,
      int partitions) {
    this.sessions = sessions;
    this.session = session;
    this.tables = decided.tables();
    refuseTooMuch(optimised(decided));
    this.deadline = System.nanoTime() + session.limits().time().toNanos();
    sessions.begin();
    boolean begun = false;
    try {
      session.begin();
      begun = true;
    } finally {
      if (!begun) {
        sessions.end();
      }
    }
    this.journaled = session.journal().began(session.asker(), sql, tables);
    this.stream = ResultStream.start(decided.execution(), memory, threads, partitions);
  }

  /**
   * Starts a query that was decided on.
   *
   * @param memory parent of what its batches take
   * @param partitions how many of it may run at once
   * @throws ExceededLimitException when it would go over a limit
   */
  public static RunningQuery start(
      Sessions sessions,
      Session session,
      String sql,
      ClosedSurface.Decided decided,
      BufferAllocator memory,
      Executor threads,
      int partitions) {
    RunningQuery query =
        new RunningQuery(sessions, session, sql, decided, memory, threads, partitions);
    session.running(query);
    return query;
  }

  /** Constants are computed here, and may fail as rows may. */
  private static LogicalPlan optimised(ClosedSurface.Decided decided) {
    try {
      return decided.execution().optimizedPlan();
    } catch (RuntimeException e) {
      throw DataFailure.of(e).<RuntimeException>map(told -> told).orElse(e);
    }
  }

  private void refuseTooMuch(LogicalPlan plan) {
    java.math.BigInteger bytes = java.math.BigInteger.ZERO;
    for (Iterator<?> i = plan.collectLeaves().iterator(); i.hasNext(); ) {
      LogicalPlan leaf = (LogicalPlan) i.next();
      // What a recursion made is no file, and Spark bounds its steps and rows itself.
      if (!(leaf instanceof UnionLoopRef)) {
        bytes = bytes.add(leaf.stats().sizeInBytes().bigInteger());
      }
    }
    long most = session.limits().scannedBytes();
    if (bytes.compareTo(java.math.BigInteger.valueOf(most)) > 0) {
      throw new ExceededLimitException(
          "The query would read about "
              + bytes
              + " bytes and the limit is "
              + most
              + ": read fewer tables, or fewer columns of them.");
    }
  }

  /** The columns of every batch. */
  public Schema schema() {
    return stream.schema();
  }

  /** The memory of the batches. */
  public BufferAllocator memory() {
    return stream.allocator();
  }

  /**
   * The next batch, once there is one; the caller closes it.
   *
   * @return empty at the end of the result
   * @throws QueryException why there is no more of it
   * @throws RefusedException when the convention no longer lets it be read
   */
  public Optional<ArrowRecordBatch> next() {
    try {
      check();
      Optional<ArrowRecordBatch> batch = stream.next();
      batch.ifPresentOrElse(this::count, () -> outcome = "complete");
      return batch;
    } catch (RuntimeException e) {
      RuntimeException told = told(e);
      outcome = outcome(told);
      throw told;
    }
  }

  private void count(ArrowRecordBatch batch) {
    rows += batch.getLength();
    if (rows > session.limits().rows()) {
      rows -= batch.getLength();
      batch.close();
      throw new ExceededLimitException(
          "The result has more than "
              + session.limits().rows()
              + " rows, which is the limit: aggregate, or take a part.");
    }
  }

  /**
   * Throws the reason for which the query was stopped, if it was.
   *
   * @throws QueryException as {@link #next} would
   */
  public void throwIfStopped() {
    try {
      check();
      stream.throwIfStopped();
    } catch (RuntimeException e) {
      RuntimeException told = told(e);
      outcome = outcome(told);
      throw told;
    }
  }

  /** Stops the query if it may not go on; called often, and while nothing moves. */
  public void check() {
    long now = System.nanoTime();
    if (now - checked < CHECK_NANOS) {
      return;
    }
    checked = now;
    try {
      if (now - deadline > 0) {
        throw new StoppedQueryException(
            StoppedQueryException.By.CLOCK,
            "The query ran for "
                + session.limits().time().toSeconds()
                + " s, which is the limit: ask for less.");
      }
      session.check(tables);
    } catch (QueryException | DatalabException reason) {
      stop(reason);
    }
  }

  /** Ends the query now, for that reason, which its client is told. */
  public void stop(RuntimeException reason) {
    stream.stop(reason);
  }

  /**
   * What a person is told of a failure: the house's own sentence where one is at its root, else
   * Spark's before any value is put into it.
   */
  private RuntimeException told(RuntimeException failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof QueryException || t instanceof DatalabException) {
        return (RuntimeException) t;
      }
    }
    try {
      session.check(tables);
    } catch (QueryException | DatalabException reason) {
      return reason;
    }
    return DataFailure.of(failure).<RuntimeException>map(e -> e).orElse(failure);
  }

  private static String outcome(RuntimeException told) {
    if (told instanceof RefusedException refused) {
      return "refused by " + refused.rule();
    }
    if (told instanceof RefusedQueryException refused) {
      return "refused by " + refused.rule();
    }
    if (told instanceof StoppedQueryException stopped) {
      return "stopped by " + stopped.by().name().toLowerCase(Locale.ROOT);
    }
    return told instanceof ExceededLimitException
        ? "over a limit"
        : told instanceof InvalidQueryException ? "invalid on the data" : "failed";
  }

  /** Ends the query if it has not ended, and journals how it did. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    stream.close();
    session.end(this);
    sessions.end();
    session.journal().ended(session.asker(), journaled, rows, outcome);
  }
}
