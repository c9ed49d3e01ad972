package fr.gouv.datalab.registry;

import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.home.RegistryPlace;
import fr.gouv.datalab.refusals.IntegrityException;
import fr.gouv.datalab.refusals.UsageException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;

/**
 * Moves the registry of a home from SQLite to PostgreSQL: all of it or nothing.
 *
 * <p>While it copies, nobody writes: it holds the writers' turn of the old registry. Every row goes
 * in one transaction of the new one, which ends only when its tables have as many rows and its
 * journal, computed anew, the same root. Then the old registry is closed for good to whoever still
 * has it open, since an act written there would be lost, and last the home's configuration names
 * the new one. Killed before the new one is whole, nothing has changed; killed after, the same
 * command ends what it began.
 */
public final class RegistryMove {
  /** The table that gives writers their turn; without it, a registry takes no more acts. */
  static final String TURN = "registry_turn";

  /** What it is called once the registry was moved. */
  static final String CLOSED = "registry_moved";

  private final Home home;
  private final RegistryPlace from;
  private final RegistryPlace to;
  private final Work<String> root;

  /**
   * What was moved.
   *
   * @param rows of each table
   * @param root of the journal, in hexadecimal: the same before and after
   */
  public record Moved(Map<String, Long> rows, String root) {
    /** Copies the rows. */
    public Moved {
      rows = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(rows));
    }
  }

  /**
   * A move that is not made yet.
   *
   * @param root computes the journal's root from its records, in either registry
   * @throws UsageException when it is not from SQLite to PostgreSQL
   */
  public RegistryMove(Home home, RegistryPlace to, Work<String> root) {
    this.home = home.require();
    this.from = home.configuration().registry();
    this.to = to;
    this.root = root;
    home.requireUnsettledRegistry();
    if (!Databases.isPostgresql(to)) {
      throw new UsageException("A registry is moved to PostgreSQL: jdbc:postgresql://HOST/NAME.");
    }
  }

  /**
   * Makes it.
   *
   * @throws IntegrityException when what is in the new database is not what is in the old one;
   *     nothing was changed
   */
  public Moved make() {
    try (Connection old = connection(from)) {
      boolean closed = new Tables(old).names().contains(CLOSED);
      if (!closed) {
        Migrations.apply(Databases.at(from), from);
      }
      Migrations.apply(Databases.at(to), to);
      try (Connection fresh = connection(to)) {
        Moved moved = moved(old, fresh, closed ? CLOSED : TURN);
        home.settleRegistry(to);
        return moved;
      }
    } catch (SQLException e) {
      throw new RegistryException("The registry could not be moved: " + e.getMessage(), e);
    }
  }

  /**
   * Copies, verifies, and closes the old one.
   *
   * @param turn what the table of turns is called in the old one: another name says that a move
   *     before this one closed it already
   */
  private Moved moved(Connection old, Connection fresh, String turn) throws SQLException {
    Tables source = new Tables(old);
    Tables target = new Tables(fresh);
    source.hold(turn);
    SortedSet<String> tables = source.names();
    tables.remove(turn);
    Map<String, Long> rows = new LinkedHashMap<>();
    tables.forEach(table -> rows.put(table, source.count(table)));
    String before = root(old);
    if (target.count("journal_record") == 0) {
      for (String table : tables) {
        target.empty(table);
        source.copy(table, table, target);
      }
      target.empty(TURN);
      source.copy(turn, TURN, target);
    }
    verify(rows, before, target, fresh);
    fresh.commit();
    if (turn.equals(TURN)) {
      source.rename(TURN, CLOSED);
    }
    old.commit();
    return new Moved(rows, before);
  }

  private static Connection connection(RegistryPlace place) throws SQLException {
    Connection connection = Databases.at(place).getConnection();
    connection.setAutoCommit(false);
    return connection;
  }

  private void verify(Map<String, Long> rows, String before, Tables target, Connection fresh) {
    for (Map.Entry<String, Long> table : rows.entrySet()) {
      if (target.count(table.getKey()) != table.getValue()) {
        throw another(table.getKey());
      }
    }
    if (!root(fresh).equals(before)) {
      throw another("journal_record");
    }
  }

  private static IntegrityException another(String table) {
    return new IntegrityException(
        "The table "
            + table
            + " of the new database is not that of the registry: nothing was changed here. Give an"
            + " empty database; one that an earlier move filled must be of this same registry, as"
            + " it is now.");
  }

  private String root(Connection connection) {
    return root.in(new Transaction(new Line(connection), home, Instant.EPOCH));
  }
}
