package fr.gouv.datalab.registry;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A connection to the database with the statements that were prepared on it: most work asks what
 * was asked before, and preparing costs more than asking. Used by one thread at a time.
 */
final class Line {
  private static final int MOST = 200;
  private static final int FETCHED = 1_000;

  private final Connection connection;
  private final LinkedHashMap<String, PreparedStatement> prepared =
      new LinkedHashMap<>(64, 0.75f, true);

  Line(Connection connection) {
    this.connection = connection;
  }

  Connection connection() {
    return connection;
  }

  /** Undoes what was not committed, and closes the connection. */
  void discard() {
    try (connection) {
      connection.rollback();
    } catch (SQLException e) {
      // The connection is lost, and with it what was not committed: nothing more to undo.
      Thread.yield();
    }
  }

  /** A statement for one use: nobody else's until it is closed. */
  Loan take(String sql) throws SQLException {
    PreparedStatement known = prepared.remove(sql);
    if (known == null) {
      known = connection.prepareStatement(sql);
      known.setFetchSize(FETCHED);
    }
    return new Loan(sql, known);
  }

  /** A statement on loan. One that failed is not used again. */
  final class Loan implements AutoCloseable {
    private final String sql;
    private final PreparedStatement statement;
    private boolean done;

    private Loan(String sql, PreparedStatement statement) {
      this.sql = sql;
      this.statement = statement;
    }

    PreparedStatement statement() {
      return statement;
    }

    /** It did what it was asked. */
    void done() {
      done = true;
    }

    @Override
    public void close() throws SQLException {
      if (!done) {
        statement.close();
        return;
      }
      statement.clearParameters();
      PreparedStatement twin = prepared.put(sql, statement);
      if (twin != null) {
        twin.close();
      }
      if (prepared.size() > MOST) {
        Map.Entry<String, PreparedStatement> eldest = prepared.entrySet().iterator().next();
        prepared.remove(eldest.getKey());
        eldest.getValue().close();
      }
    }
  }
}
