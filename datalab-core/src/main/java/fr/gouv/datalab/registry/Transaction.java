package fr.gouv.datalab.registry;

import fr.gouv.datalab.home.Home;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One transaction of the registry, open while the {@link Work} runs and not after. Used by one
 * thread. Instants and dates are stored as ISO-8601 text, which sorts in time order.
 */
public final class Transaction {
  /** To the millisecond always: without its zeros, a whole second would sort after its parts. */
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

  private final Line line;
  private final Home home;
  private final Instant now;
  private final Map<String, Runnable> afterCommit = new LinkedHashMap<>();

  Transaction(Line line, Home home, Instant now) {
    this.line = line;
    this.home = home;
    this.now = now;
  }

  /** The home whose registry this is. */
  public Home home() {
    return home;
  }

  /** The time of this transaction: the same for everything in it. */
  public Instant now() {
    return now;
  }

  /** A moment as tables have it, for a comparison that a statement makes. */
  public static String text(Instant time) {
    return TIME.format(time);
  }

  void begin(String statement) {
    try (Line.Loan loan = line.take(statement)) {
      loan.statement().execute();
      loan.done();
    } catch (SQLException e) {
      throw new RegistryException("The registry could not be read: " + e.getMessage(), e);
    }
  }

  /**
   * Runs a statement that changes rows.
   *
   * @param sql with a {@code ?} for each value
   * @param values text, numbers, bytes, {@code null}, or anything whose {@code toString} is stored
   * @return how many rows it changed
   */
  public int update(String sql, Object... values) {
    try (Line.Loan loan = line.take(sql)) {
      bind(loan.statement(), values);
      int rows = loan.statement().executeUpdate();
      loan.done();
      return rows;
    } catch (SQLException e) {
      throw new RegistryException("The registry could not be changed: " + e.getMessage(), e);
    }
  }

  /** All rows of a query, in its order. */
  public <T> List<T> list(String sql, RowReader<T> reader, Object... values) {
    List<T> list = new ArrayList<>();
    each(sql, row -> list.add(reader.read(row)), values);
    return list;
  }

  /** What is done with each row of a query. */
  @FunctionalInterface
  public interface RowVisitor {

    /** Takes the row on which the cursor stands; must not move the cursor. */
    void visit(ResultSet row) throws SQLException;
  }

  /** Goes through the rows of a query, in its order, without keeping them. */
  public void each(String sql, RowVisitor visitor, Object... values) {
    try (Line.Loan loan = line.take(sql)) {
      bind(loan.statement(), values);
      try (ResultSet rows = loan.statement().executeQuery()) {
        while (rows.next()) {
          visitor.visit(rows);
        }
      }
      loan.done();
    } catch (SQLException e) {
      throw new RegistryException("The registry could not be read: " + e.getMessage(), e);
    }
  }

  /** The first row of a query, if it has one. */
  public <T> Optional<T> first(String sql, RowReader<T> reader, Object... values) {
    return list(sql, reader, values).stream().findFirst();
  }

  /** The only number of a query such as {@code select count(*) ...}. */
  public long number(String sql, Object... values) {
    return first(sql, row -> row.getLong(1), values).orElse(0L);
  }

  /**
   * Runs something once this transaction is durable; at most once for a name. It is not run when
   * the transaction is undone, nor if the process dies first.
   */
  public void afterCommit(String name, Runnable action) {
    afterCommit.putIfAbsent(name, action);
  }

  void committed() {
    afterCommit.values().forEach(Runnable::run);
  }

  private static void bind(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      if (value instanceof byte[] bytes) {
        statement.setBytes(i + 1, bytes);
      } else if (value instanceof Long || value instanceof Integer) {
        statement.setLong(i + 1, ((Number) value).longValue());
      } else if (value instanceof Instant time) {
        statement.setString(i + 1, text(time));
      } else if (value == null) {
        statement.setNull(i + 1, Types.NULL);
      } else {
        statement.setString(i + 1, value.toString());
      }
    }
  }
}
