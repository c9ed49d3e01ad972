package fr.gouv.datalab.producer;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * Work on the parts of something, side by side, whose results come out in the order of the parts.
 * At most twice as many parts as threads are held at once, whatever their number. What a thread
 * throws is thrown by {@link #give} or {@link #finish}.
 *
 * @param <R> what a part becomes
 */
final class OrderedWork<R> implements AutoCloseable {
  /** Work on one part. */
  interface Part<R> {
    R done() throws IOException;
  }

  /** Takes the results, in order, in the thread that gives the parts. */
  interface Taker<R> {
    void take(R result) throws IOException;
  }

  private final ExecutorService threads;
  private final int most;
  private final Taker<R> taker;
  private final ArrayDeque<Future<R>> running = new ArrayDeque<>();

  OrderedWork(int threads, Taker<R> taker) {
    this.threads = Executors.newFixedThreadPool(threads);
    this.most = 2 * threads;
    this.taker = taker;
  }

  /** How many parts may be held at once, the one that is being prepared included. */
  int held() {
    return most + 1;
  }

  /** Gives one part; waits for the oldest result when there are enough. */
  void give(Part<R> part) throws IOException {
    while (running.size() >= most || !running.isEmpty() && running.peek().isDone()) {
      takeOldest();
    }
    running.add(threads.submit(part::done));
  }

  /** Waits for all. */
  void finish() throws IOException {
    while (!running.isEmpty()) {
      takeOldest();
    }
  }

  private void takeOldest() throws IOException {
    try {
      taker.take(running.remove().get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted.", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      if (e.getCause() instanceof RuntimeException unforeseen) {
        throw unforeseen;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Something that each thread has of its own. */
  static <T> ThreadLocal<T> own(Supplier<T> maker) {
    return ThreadLocal.withInitial(maker);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
