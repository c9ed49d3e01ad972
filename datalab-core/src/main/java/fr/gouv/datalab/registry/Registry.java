package fr.gouv.datalab.registry;

import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.home.RegistryPlace;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;

/**
 * The database of a home: conventions, releases, flows, the journal. SQLite by default, PostgreSQL
 * where {@code datalab.yaml} gives its URL.
 *
 * <p>Safe for use by many threads and many processes. Writers take turns, one transaction at a
 * time, because every act is also a record of the one journal; those that wait for their turn are
 * made durable together. Readers never wait. A process killed in the middle of a transaction leaves
 * nothing of it.
 */
public final class Registry implements AutoCloseable {

  /** A connection idle for longer is asked whether it still stands. */
  private static final Duration TRUSTED = Duration.ofSeconds(10);

  private final Home home;
  private final Clock clock;
  private final DataSource source;
  private final RegistryPlace place;
  private final ConcurrentLinkedDeque<Idle> idle = new ConcurrentLinkedDeque<>();
  private final ReentrantLock turn = new ReentrantLock(true);
  private Batch open;

  private Registry(Home home, Clock clock, DataSource source, RegistryPlace place) {
    this.place = place;
    this.home = home;
    this.clock = clock;
    this.source = source;
  }

  /**
   * Opens the registry of an initialised home, bringing its schema up to date.
   *
   * @throws fr.gouv.datalab.refusals.UsageException if the home was never initialised
   */
  public static Registry open(Home home) {
    return open(home, Clock.systemUTC());
  }

  /** The same, with the clock that dates every act. */
  public static Registry open(Home home, Clock clock) {
    RegistryPlace place = home.require().configuration().registry();
    DataSource source = Databases.at(place);
    Migrations.apply(source, place);
    return new Registry(home, clock, source, place);
  }

  /** The home whose registry this is. */
  public Home home() {
    return home;
  }

  /** The clock that dates every act. */
  public Clock clock() {
    return clock;
  }

  /** The present time, by the registry's clock. */
  public Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /**
   * Runs work that may change rows. What it did is durable when this returns, and undone when it
   * throws. Work must not call this again: it would wait for itself.
   *
   * @throws RegistryException when the database fails; nothing was changed
   */
  public <T> T inTransaction(Work<T> work) {
    if (turn.isHeldByCurrentThread()) {
      throw new IllegalStateException("A transaction is already open on this thread.");
    }
    Transaction transaction;
    Batch batch;
    T result;
    turn.lock();
    try {
      batch = joined();
      transaction = batch.transaction(home, now());
      try {
        result = batch.run(work, transaction);
      } finally {
        if (batch.isBroken() || batch.isFull() || !turn.hasQueuedThreads()) {
          batch.end().ifPresent(this::rest);
          open = null;
        }
      }
    } finally {
      turn.unlock();
    }
    batch.await();
    transaction.committed();
    return result;
  }

  /** The batch that the one before left open because others were waiting, or a new one. */
  private Batch joined() {
    if (open == null) {
      open = new Batch(take());
    }
    return open;
  }

  /** Runs work that only reads, on one consistent state of the database. */
  public <T> T read(Work<T> work) {
    Line line = take();
    return run(
        reading -> {
          Databases.beginsReading(place).ifPresent(reading::begin);
          return work.in(reading);
        },
        new Transaction(line, home, now()),
        line);
  }

  private <T> T run(Work<T> work, Transaction transaction, Line line) {
    boolean done = false;
    try {
      T result = work.in(transaction);
      line.connection().commit();
      done = true;
      rest(line);
      return result;
    } catch (SQLException e) {
      throw new RegistryException("The registry could not commit: " + e.getMessage(), e);
    } finally {
      if (!done) {
        line.discard();
      }
    }
  }

  private record Idle(Line line, long since) {}

  private void rest(Line line) {
    idle.push(new Idle(line, System.nanoTime()));
  }

  private Line take() {
    try {
      for (Idle each = idle.poll(); each != null; each = idle.poll()) {
        if (stands(each)) {
          return each.line();
        }
        each.line().discard();
      }
      Connection connection = source.getConnection();
      connection.setAutoCommit(false);
      return new Line(connection);
    } catch (SQLException e) {
      throw new RegistryException("The registry cannot be reached: " + e.getMessage(), e);
    }
  }

  /** A server may have been restarted since a connection was last used. */
  private boolean stands(Idle each) throws SQLException {
    if (!Databases.isPostgresql(place) || System.nanoTime() - each.since() < TRUSTED.toNanos()) {
      return true;
    }
    Connection connection = each.line().connection();
    boolean valid = connection.isValid(5);
    if (valid) {
      connection.rollback();
    }
    return valid;
  }

  /** Closes its connections. Transactions still running fail. */
  @Override
  public void close() {
    for (Idle each = idle.poll(); each != null; each = idle.poll()) {
      try {
        each.line().connection().close();
      } catch (SQLException e) {
        throw new RegistryException("The registry could not be closed: " + e.getMessage(), e);
      }
    }
  }
}
