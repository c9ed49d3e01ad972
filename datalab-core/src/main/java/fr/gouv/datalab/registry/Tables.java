package fr.gouv.datalab.registry;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** The tables of one database, whole: names, counts, all rows. Used by one thread. */
final class Tables {
  private static final int LOT = 1_000;

  private final Connection connection;

  Tables(Connection connection) {
    this.connection = connection;
  }

  /** The tables of a SQLite registry, by name; the schema's own history is not one of them. */
  SortedSet<String> names() {
    SortedSet<String> names = new TreeSet<>();
    run(
        "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'"
            + " and name <> 'flyway_schema_history'",
        rows -> {
          while (rows.next()) {
            names.add(rows.getString(1));
          }
        });
    return names;
  }

  long count(String table) {
    long[] count = new long[1];
    run(
        "select count(*) from " + table,
        rows -> {
          rows.next();
          count[0] = rows.getLong(1);
        });
    return count[0];
  }

  void empty(String table) {
    change("delete from " + table);
  }

  /** Changes a row to what it is: from here on, nobody else writes. */
  void hold(String table) {
    change("update " + table + " set taken = taken");
  }

  void rename(String table, String name) {
    change("alter table " + table + " rename to " + name);
  }

  /** Copies all rows of a table into the one of that name of another database. */
  void copy(String table, String into, Tables target) {
    List<Column> columns = target.columns(into);
    List<String> names = columns.stream().map(Column::name).toList();
    String list = String.join(", ", names);
    String insert =
        "insert into "
            + into
            + " ("
            + list
            + ") values ("
            + String.join(", ", names.stream().map(name -> "?").toList())
            + ")";
    run(
        "select " + list + " from " + table,
        rows -> {
          try (PreparedStatement statement = target.connection.prepareStatement(insert)) {
            int waiting = 0;
            while (rows.next()) {
              bind(rows, columns, statement);
              statement.addBatch();
              if (++waiting == LOT) {
                statement.executeBatch();
                waiting = 0;
              }
            }
            statement.executeBatch();
          }
        });
  }

  private record Column(String name, int type) {}

  private List<Column> columns(String table) {
    List<Column> columns = new ArrayList<>();
    run(
        "select * from " + table + " where 1 = 0",
        rows -> {
          ResultSetMetaData meta = rows.getMetaData();
          for (int i = 1; i <= meta.getColumnCount(); i++) {
            columns.add(new Column(meta.getColumnName(i), meta.getColumnType(i)));
          }
        });
    return columns;
  }

  private static void bind(ResultSet rows, List<Column> columns, PreparedStatement statement)
      throws SQLException {
    for (int i = 0; i < columns.size(); i++) {
      int at = i + 1;
      if (rows.getObject(at) == null) {
        statement.setNull(at, Types.NULL);
        continue;
      }
      switch (columns.get(i).type()) {
        case Types.BIGINT, Types.INTEGER -> statement.setLong(at, rows.getLong(at));
        case Types.BINARY, Types.VARBINARY -> statement.setBytes(at, rows.getBytes(at));
        case Types.VARCHAR -> statement.setString(at, rows.getString(at));
        default ->
            throw new SQLException(
                "The column " + columns.get(i).name() + " has a type that no registry has.");
      }
    }
  }

  private void change(String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    } catch (SQLException e) {
      throw new RegistryException("The registry could not be changed: " + e.getMessage(), e);
    }
  }

  /** What is done with the rows of a query. */
  private interface Reading {
    void of(ResultSet rows) throws SQLException;
  }

  private void run(String sql, Reading reading) {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      reading.of(rows);
    } catch (SQLException e) {
      throw new RegistryException("The registry could not be read: " + e.getMessage(), e);
    }
  }
}
