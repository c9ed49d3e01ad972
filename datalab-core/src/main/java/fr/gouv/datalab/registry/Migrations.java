package fr.gouv.datalab.registry;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * Brings the schema to the version this program knows, by Flyway's migrations in {@code
 * db/migration}. Asks for the version by one query first, so that Flyway is loaded only when there
 * is something to do.
 */
final class Migrations {

  /** The number of the last file in {@code db/migration}. */
  static final int LATEST = 17;

  private Migrations() {}

  static void apply(DataSource source) {
    if (version(source) >= LATEST) {
      return;
    }
    Flyway.configure()
        .dataSource(source)
        .locations("classpath:db/migration")
        .validateMigrationNaming(true)
        .load()
        .migrate();
  }

  private static int version(DataSource source) {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select max(cast(version as integer)) from flyway_schema_history"
                    + " where success")) {
      return rows.next() ? rows.getInt(1) : 0;
    } catch (SQLException e) {
      return 0;
    }
  }
}
