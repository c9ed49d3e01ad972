package fr.gouv.datalab.bridge.sessions.spark;

import fr.gouv.datalab.bridge.queries.ExceededLimitException;
import fr.gouv.datalab.bridge.queries.InvalidQueryException;
import fr.gouv.datalab.bridge.queries.RefusedQueryException;
import fr.gouv.datalab.bridge.queries.StoppedQueryException;
import fr.gouv.datalab.bridge.sessions.Limits;
import fr.gouv.datalab.bridge.sessions.QueryJournal;
import fr.gouv.datalab.bridge.surface.spark.ClosedSurface;
import fr.gouv.datalab.conventions.Article;
import fr.gouv.datalab.refusals.DatalabException;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.tokens.TokenStore;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.spark.sql.catalyst.expressions.Literal;

/**
 * One person at work under one convention, for one of its use cases: the tables that exist for
 * them, and the queries that they run. Shared by all connections of that person under it. Safe for
 * use by many threads.
 *
 * <p>Its tables show the lake as it stood when it was opened, or last {@link #renew renewed}.
 */
public final class Session implements AutoCloseable {
  private final SessionKey key;
  private final QueryJournal.Asker asker;
  private final Supplier<GrantedRoom> opening;
  private final TokenStore tokens;
  private final QueryJournal journal;
  private final Limits limits;
  private final Semaphore queries;
  private final Set<RunningQuery> running = ConcurrentHashMap.newKeySet();
  private final Map<GrantedRoom, Instant> left = new ConcurrentHashMap<>();
  private volatile GrantedRoom room;
  private volatile Instant used;

  Session(
      SessionKey key,
      QueryJournal.Asker asker,
      Supplier<GrantedRoom> opening,
      TokenStore tokens,
      QueryJournal journal,
      Limits limits) {
    this.key = key;
    this.asker = asker;
    this.opening = opening;
    this.tokens = tokens;
    this.journal = journal;
    this.limits = limits;
    this.queries = new Semaphore(limits.queriesOfSession());
    enter(opening.get());
  }

  /** What runs in the room that is left may end there. */
  private synchronized void enter(GrantedRoom opened) {
    if (room != null) {
      left.put(room, Instant.now());
    }
    room = opened;
    used = Instant.now();
  }

  /** Shows what was ingested since its tables were opened; queries that run are not touched. */
  public void renew() {
    if (room.outdated()) {
      enter(opening.get());
    }
  }

  /** Closes the rooms that were left so long ago that no query can still run in them. */
  void closeLeft() {
    Instant before = Instant.now().minus(limits.time());
    left.forEach(
        (old, since) -> {
          if (since.isBefore(before)) {
            old.close();
            left.remove(old);
          }
        });
  }

  /** What it is found by. */
  public SessionKey key() {
    return key;
  }

  /** Who asks, and under what. */
  public QueryJournal.Asker asker() {
    return asker;
  }

  /** The contracts of its tables, each with the granted columns alone. */
  public Collection<GrantedTable> tables() {
    used = Instant.now();
    return room.tables();
  }

  /**
   * Decides on a query: it may run, or is refused.
   *
   * @throws RefusedException when it names what the convention does not grant, or what is not
   *     granted any more
   * @throws RefusedQueryException when it leaves the closed surface
   * @throws InvalidQueryException when it is not SQL over these tables
   */
  public ClosedSurface.Decided decide(String sql, List<Literal> values) {
    return journaled(
        sql,
        surface -> {
          ClosedSurface.Decided decided = surface.decide(surface.admit(sql), values);
          decided.tables().forEach(room::check);
          return decided;
        });
  }

  /**
   * Admits a query, whose parameters need no values yet.
   *
   * @throws RefusedException when it names what the convention does not grant
   * @throws RefusedQueryException when it leaves the closed surface
   */
  public ClosedSurface.Admitted admit(String sql) {
    return journaled(sql, surface -> surface.admit(sql));
  }

  private <T> T journaled(String sql, Function<ClosedSurface, T> decision) {
    used = Instant.now();
    try {
      return inRoom(decision);
    } catch (RefusedException e) {
      journal.refused(asker, sql, e.rule());
      throw e;
    } catch (RefusedQueryException e) {
      journal.refused(asker, sql, e.rule());
      throw e;
    }
  }

  /** Decides, with the convention's article where it is the convention that refuses. */
  private <T> T inRoom(Function<ClosedSurface, T> decision) {
    GrantedRoom now = room;
    try {
      return decision.apply(now.surface());
    } catch (RefusedQueryException e) {
      if (now.absence(e.table()).isEmpty()) {
        throw e.table().isEmpty() ? e : Article.DATA.refuses(asker.convention(), e.getMessage());
      }
      return inNewRoom(e.table(), decision);
    } catch (InvalidQueryException e) {
      throw now.ungranted(e.column())
          .<RuntimeException>map(dataset -> ungranted(e.column(), dataset))
          .orElse(e);
    }
  }

  /** A table that was absent when the session opened may be there now. */
  private <T> T inNewRoom(String table, Function<ClosedSurface, T> decision) {
    GrantedRoom opened = opening.get();
    Optional<DatalabException> still = opened.absence(table);
    if (still.isPresent()) {
      opened.close();
      throw still.get();
    }
    enter(opened);
    return decision.apply(opened.surface());
  }

  private RefusedException ungranted(String column, String dataset) {
    return Article.DATA.refuses(
        asker.convention(),
        asker.convention()
            + " does not grant the column "
            + column
            + " of "
            + dataset
            + ": do without, or have a later version signed with it.");
  }

  /**
   * Throws when what was read of these tables may not be used any more: the token does not stand,
   * or the convention no longer lets them be read.
   */
  public void check(Collection<String> tables) {
    used = Instant.now();
    try {
      tokens.check(key.token());
    } catch (RefusedException e) {
      throw new StoppedQueryException(StoppedQueryException.By.TOKEN, e.getMessage());
    }
    tables.forEach(room::check);
  }

  /** Lets a query begin, if there is room for one more, until {@link #end}. */
  void begin() {
    if (!queries.tryAcquire()) {
      throw new ExceededLimitException(
          "This session runs "
              + limits.queriesOfSession()
              + " queries already: wait for one to end, or cancel one.");
    }
  }

  void running(RunningQuery query) {
    running.add(query);
  }

  void end(RunningQuery query) {
    running.remove(query);
    queries.release();
    used = Instant.now();
  }

  /** The journal of its queries. */
  public QueryJournal journal() {
    return journal;
  }

  Limits limits() {
    return limits;
  }

  /** The queries that run now. */
  public Collection<RunningQuery> running() {
    return List.copyOf(running);
  }

  boolean idleSince(Instant time) {
    return running.isEmpty() && used.isBefore(time);
  }

  /** Stops its queries and gives back what it was granted. */
  @Override
  public void close() {
    running()
        .forEach(
            query ->
                query.stop(
                    new StoppedQueryException(
                        StoppedQueryException.By.SERVER, "The session was closed: ask again.")));
    left.keySet().forEach(GrantedRoom::close);
    room.close();
  }

  @Override
  public String toString() {
    return "Session " + key;
  }
}
