package fr.gouv.datalab.registry;

import fr.gouv.datalab.home.RegistryPlace;
import fr.gouv.datalab.refusals.BadDataException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ServiceLoader;
import java.util.Set;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.migration.JavaMigration;

/**
 * Brings the schema to the version this program knows, by Flyway's migrations in {@code
 * db/migration} and those that must compute, which are offered as services. Asks for the version by
 * one query first, so that Flyway is loaded only when there is something to do.
 */
final class Migrations {

  /** The number of the last migration. */
  static final int LATEST = 22;

  private Migrations() {}

  static void apply(DataSource source, RegistryPlace place) {
    if (version(source) >= LATEST) {
      return;
    }
    if (Databases.isPostgresql(place)) {
      sortsByCode(source);
    }
    Flyway.configure()
        .dataSource(source)
        .locations("classpath:db/migration")
        .javaMigrations(
            ServiceLoader.load(JavaMigration.class).stream()
                .map(ServiceLoader.Provider::get)
                .toArray(JavaMigration[]::new))
        .validateMigrationNaming(true)
        .load()
        .migrate();
  }

  /**
   * Times and names must sort as SQLite sorts them, by their bytes: a language's own order would
   * put 12:00:00.5 before 12:00:00, and hash a list differently on another machine.
   */
  private static void sortsByCode(DataSource source) {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select datcollate, pg_encoding_to_char(encoding) from pg_database"
                    + " where datname = current_database()")) {
      row.next();
      if (!Set.of("C", "POSIX", "C.UTF-8", "C.utf8").contains(row.getString(1))
          || !"UTF8".equals(row.getString(2))) {
        throw new BadDataException(
            "The registry's database must be in UTF-8 and sort by character code: create it by"
                + " `createdb --template=template0 --encoding=UTF8 --locale=C.UTF-8 NAME`.");
      }
    } catch (SQLException e) {
      throw new RegistryException("The registry cannot be reached: " + e.getMessage(), e);
    }
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
