package fr.gouv.datalab.bridge.streams.spark;

import fr.gouv.datalab.bridge.streams.Reservoir;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.SimpleFutureAction;
import org.apache.spark.SparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.CollectLimitExec;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.execution.SQLExecution;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.ArrowUtils;
import scala.Option;
import scala.collection.Iterator;
import scala.concurrent.Await;
import scala.concurrent.ExecutionContext;
import scala.concurrent.duration.Duration;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/**
 * The result of one query on its way to its reader: Spark's tasks write Arrow batches, the reader
 * takes them, and whoever is faster waits for the other.
 *
 * <p>Memory stays at about {@link #CAPACITY} bytes and a batch for each of the few partitions that
 * run at once, whatever the size of the result. A result with an order runs one partition at a
 * time, so batches come in that order. One thread takes; any may {@link #stop}.
 */
public final class ResultStream implements AutoCloseable {
  /** Bytes that wait for the reader before the tasks do. */
  public static final long CAPACITY = 8L << 20;

  private static final AtomicLong NUMBERS = new AtomicLong();

  private final QueryExecution execution;
  private final SparkContext context;
  private final Schema schema;
  private final long number = NUMBERS.incrementAndGet();
  private final String name = "bridge-" + ProcessHandle.current().pid() + "-" + number;
  private final Reservoir reservoir = new Reservoir(CAPACITY);
  private final Outlet outlet;
  private boolean left;

  private ResultStream(QueryExecution execution, BufferAllocator parent) {
    this.execution = execution;
    this.context = execution.sparkSession().sparkContext();
    this.schema = schemaOf(execution);
    this.outlet =
        Outlet.open(
            number, reservoir, parent.newChildAllocator(name, 0, parent.getLimit()), schema);
  }

  /**
   * Starts a query.
   *
   * @param parent of the memory that its batches take
   * @param threads runs what waits for Spark; one thread for each result
   * @param partitions how many may run at once
   */
  public static ResultStream start(
      QueryExecution execution, BufferAllocator parent, Executor threads, int partitions) {
    ResultStream stream = new ResultStream(execution, parent);
    threads.execute(() -> stream.run(partitions));
    return stream;
  }

  /** The columns that the batches of a query will have. */
  public static Schema schemaOf(QueryExecution execution) {
    return schemaOf(execution.analyzed().schema());
  }

  /** The columns of rows of that type. */
  public static Schema schemaOf(StructType type) {
    return ArrowUtils.toArrowSchema(type, "UTC", false, false);
  }

  /** The columns of every batch. */
  public Schema schema() {
    return schema;
  }

  /** The memory of the batches; stands until this is closed. */
  public BufferAllocator allocator() {
    return outlet.allocator();
  }

  /**
   * The next batch, once there is one; the caller closes it.
   *
   * @return empty at the end of the result
   * @throws RuntimeException that of {@link #stop}, or why the query failed
   */
  public Optional<ArrowRecordBatch> next() {
    return reservoir.take();
  }

  /** Throws why the result ended before its end, if it did. */
  public void throwIfStopped() {
    reservoir.throwIfFailed();
  }

  /** Ends the result now: {@link #next} throws the reason, and the tasks are cancelled. */
  public void stop(RuntimeException reason) {
    reservoir.fail(reason);
    cancel();
  }

  /** Ends the result, if it has not ended, and gives its memory back once no task uses it. */
  @Override
  public void close() {
    reservoir.close();
    cancel();
    synchronized (this) {
      if (!left) {
        left = true;
        outlet.leave();
      }
    }
  }

  private void cancel() {
    if (!context.isStopped()) {
      context.cancelJobGroupAndFutureJobs(name);
    }
  }

  private void run(int partitions) {
    context.setJobGroup(name, "a query of the bridge", true);
    try {
      SQLExecution.withNewExecutionId(
          execution,
          Option.empty(),
          () -> {
            write(partitions);
            return null;
          });
      reservoir.complete();
    } catch (Throwable failure) {
      reservoir.fail(
          failure instanceof RuntimeException known
              ? known
              : new IllegalStateException("The query ended without its result.", failure));
    } finally {
      context.clearJobGroup();
    }
  }

  private void write(int partitions) {
    if (execution.executedPlan() instanceof CollectLimitExec first
        && first.limit() >= 0
        && first.limit() <= PartitionWriter.ROWS) {
      // reads partition after partition until there are enough rows, and not all of them
      List<InternalRow> rows = List.of(first.executeCollect());
      new PartitionWriter(number).apply(CollectionConverters.asScala(rows.iterator()));
      return;
    }
    Optional<ColumnarScan> scan = ColumnarScan.of(execution.executedPlan());
    if (scan.isPresent()) {
      write(
          scan.get().source().executeColumnar(),
          new ColumnarWriter(number, scan.get()),
          partitions);
    } else {
      write(execution.executedPlan().execute(), new PartitionWriter(number), partitions);
    }
  }

  /**
   * Partitions in their order, a few at once, the next as soon as any has ended: many are empty
   * (parts of a file that no row group begins in), and must keep no core idle beside a full one.
   */
  private <T> void write(RDD<T> rows, AbstractFunction1<Iterator<T>, Long> writer, int partitions) {
    int atOnce = execution.optimizedPlan().outputOrdering().isEmpty() ? partitions : 1;
    Semaphore places = new Semaphore(atOnce);
    Queue<SimpleFutureAction<BoxedUnit>> begun = new ArrayDeque<>();
    for (int partition = 0; partition < rows.getNumPartitions(); partition++) {
      take(places);
      begun.removeIf(ResultStream::isOver);
      if (reservoir.isClosed()) {
        return;
      }
      SimpleFutureAction<BoxedUnit> job = submit(rows, writer, partition);
      job.onComplete(
          ended -> {
            places.release();
            return BoxedUnit.UNIT;
          },
          ExecutionContext.parasitic$.MODULE$);
      begun.add(job);
    }
    begun.forEach(ResultStream::await);
  }

  /** Whether a job has ended; one that failed says so here. */
  private static boolean isOver(SimpleFutureAction<BoxedUnit> job) {
    if (job.isCompleted()) {
      await(job);
      return true;
    }
    return false;
  }

  private static void take(Semaphore places) {
    try {
      places.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The query was interrupted.", e);
    }
  }

  private <T> SimpleFutureAction<BoxedUnit> submit(
      RDD<T> rows, AbstractFunction1<Iterator<T>, Long> writer, int partition) {
    return context.submitJob(
        rows,
        writer,
        CollectionConverters.asScala(List.<Object>of(partition)).toSeq(),
        (index, written) -> BoxedUnit.UNIT,
        () -> BoxedUnit.UNIT);
  }

  private static void await(SimpleFutureAction<BoxedUnit> job) {
    try {
      Await.result(job, Duration.Inf());
    } catch (InterruptedException | TimeoutException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The query was interrupted.", e);
    }
  }
}
