package fr.gouv.datalab.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A person's or the system's demand that this process end (Ctrl-C, {@code SIGTERM}). The process
 * waits for what serves to close, half a minute at most. Thread-safe.
 */
public final class Interruption {
  private static final int PATIENCE_SECONDS = 30;

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);

  private Interruption() {}

  /** What serves until it is asked to end. */
  @FunctionalInterface
  public interface Service {
    /** Opens, calls {@link Interruption#await}, and closes. */
    void serve(Interruption interruption) throws InterruptedException;
  }

  /** Serves until this process is asked to end, and holds its end until all is closed. */
  public static void serve(Service service) throws InterruptedException {
    Interruption interruption = new Interruption();
    Runtime.getRuntime().addShutdownHook(new Thread(interruption::ask));
    try {
      service.serve(interruption);
    } finally {
      interruption.ended.countDown();
    }
  }

  /** Returns when this process was asked to end. */
  public void await() throws InterruptedException {
    asked.await();
  }

  private void ask() {
    asked.countDown();
    try {
      ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
