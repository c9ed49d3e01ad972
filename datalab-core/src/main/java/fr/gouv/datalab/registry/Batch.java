package fr.gouv.datalab.registry;

import fr.gouv.datalab.home.Home;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * Works of several threads that the database makes durable together: writing to the disk costs the
 * same for one as for many (group commit; J. Gray and A. Reuter, <i>Transaction Processing</i>,
 * section 9.4.7). Each is undone alone when it fails; none is told that it is done before all are
 * durable. Used by one thread at a time, but for {@link #await()}.
 */
final class Batch {
  private static final int MOST = 64;
  private static final long LONGEST_NANOS = 20_000_000;

  private final Line line;
  private final long opened = System.nanoTime();
  private final CountDownLatch ended = new CountDownLatch(1);
  private int works;
  private volatile SQLException failure;

  Batch(Line line) {
    this.line = line;
  }

  /** Whether it has to be made durable before more joins it. */
  boolean isFull() {
    return works >= MOST || System.nanoTime() - opened > LONGEST_NANOS;
  }

  /** Whether it failed as a whole. */
  boolean isBroken() {
    return failure != null;
  }

  /**
   * Does one more work. When it throws, it alone is undone; the batch is broken where it was the
   * first one, or where the database cannot undo it alone.
   */
  <T> T run(Work<T> work, Transaction transaction) {
    Savepoint before = null;
    boolean done = false;
    try {
      if (works == 0) {
        takeTurn(transaction);
      } else {
        before = line.connection().setSavepoint();
      }
      T result = work.in(transaction);
      if (before != null) {
        line.connection().releaseSavepoint(before);
      }
      works++;
      done = true;
      return result;
    } catch (SQLException e) {
      throw new RegistryException("The registry could not be changed: " + e.getMessage(), e);
    } finally {
      if (!done) {
        undo(before);
      }
    }
  }

  private static void takeTurn(Transaction transaction) {
    try {
      transaction.update("update " + RegistryMove.TURN + " set taken = taken + 1");
    } catch (RegistryException e) {
      throw wasMoved(transaction) ? e.afterMove() : e;
    }
  }

  private static boolean wasMoved(Transaction transaction) {
    try {
      return transaction.number("select count(*) from " + RegistryMove.CLOSED) > 0;
    } catch (RegistryException e) {
      return false;
    }
  }

  private void undo(Savepoint before) {
    try {
      if (before == null) {
        failure = new SQLException("the work failed");
      } else {
        line.connection().rollback(before);
        line.connection().releaseSavepoint(before);
      }
    } catch (SQLException e) {
      failure = e;
    }
  }

  /** A transaction on its line. */
  Transaction transaction(Home home, Instant now) {
    return new Transaction(line, home, now);
  }

  /**
   * Makes all durable, or nothing, and lets those who wait go on.
   *
   * @return its line, when it can serve again
   */
  Optional<Line> end() {
    try {
      if (failure == null) {
        line.connection().commit();
        return Optional.of(line);
      }
    } catch (SQLException e) {
      failure = e;
    } finally {
      ended.countDown();
    }
    line.discard();
    return Optional.empty();
  }

  /**
   * Waits until it ended.
   *
   * @throws RegistryException when nothing of it was kept
   */
  void await() {
    boolean interrupted = false;
    while (true) {
      try {
        ended.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (failure != null) {
      throw new RegistryException(
          "The registry could not commit: " + failure.getMessage(), failure);
    }
  }
}
