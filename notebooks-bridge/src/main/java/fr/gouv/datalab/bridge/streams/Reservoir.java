package fr.gouv.datalab.bridge.streams;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;

/**
 * Where the batches of one result wait between the tasks that make them and the wire that takes
 * them.
 *
 * <p>It holds at most about {@code capacity} bytes: a task that brings more waits, so a result of
 * any size passes in constant memory. Batches come out in the order in which they were put. Safe
 * for many putting threads and one taking thread. After {@link #close} every waiting thread returns
 * and every batch still held is released.
 */
public final class Reservoir implements AutoCloseable {

  private final long capacity;
  private final Queue<ArrowRecordBatch> waiting = new ArrayDeque<>();
  private long held;
  private boolean complete;
  private boolean closed;
  private RuntimeException failure;

  /**
   * An empty reservoir.
   *
   * @param capacity bytes held before a task waits; one batch is always accepted
   */
  public Reservoir(long capacity) {
    this.capacity = capacity;
  }

  /**
   * Puts a batch, and waits while the reservoir is full. The batch belongs to the reservoir from
   * here on.
   *
   * @return whether the batch was kept; false when nobody takes batches any more, and the task
   *     should end
   */
  public synchronized boolean put(ArrowRecordBatch batch) {
    long size = batch.computeBodyLength();
    while (!closed && held > 0 && held + size > capacity) {
      if (!await()) {
        close();
      }
    }
    if (closed) {
      batch.close();
      return false;
    }
    waiting.add(batch);
    held += size;
    notifyAll();
    return true;
  }

  /**
   * Takes the next batch, and waits for it.
   *
   * @return the batch, which the caller closes; empty at the end of the result
   * @throws RuntimeException the failure given to {@link #fail}, once
   */
  public synchronized Optional<ArrowRecordBatch> take() {
    while (waiting.isEmpty() && !complete && !closed && failure == null) {
      if (!await()) {
        close();
      }
    }
    if (failure != null) {
      throw failure;
    }
    ArrowRecordBatch next = waiting.poll();
    if (next == null) {
      return Optional.empty();
    }
    held -= next.computeBodyLength();
    notifyAll();
    return Optional.of(next);
  }

  /** Throws the failure given to {@link #fail}, if there is one. */
  public synchronized void throwIfFailed() {
    if (failure != null) {
      throw failure;
    }
  }

  /** Says that no batch will follow. */
  public synchronized void complete() {
    complete = true;
    notifyAll();
  }

  /**
   * Ends the result with a failure, which the taker meets at once; what it has not taken is
   * released.
   */
  public synchronized void fail(RuntimeException cause) {
    if (failure == null && !closed) {
      failure = cause;
    }
    release();
  }

  /** Whether nobody takes batches any more. */
  public synchronized boolean isClosed() {
    return closed || failure != null;
  }

  @Override
  public synchronized void close() {
    closed = true;
    release();
  }

  private void release() {
    waiting.forEach(ArrowRecordBatch::close);
    waiting.clear();
    held = 0;
    notifyAll();
  }

  private boolean await() {
    try {
      wait();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
