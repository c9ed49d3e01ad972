package fr.gouv.datalab.registry;

import fr.gouv.datalab.refusals.BadDataException;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** How to connect to each of the two databases; everything else is the same SQL. */
final class Databases {

  private Databases() {}

  static DataSource at(String url) {
    if (url.startsWith("jdbc:sqlite:")) {
      return sqlite(url);
    }
    if (url.startsWith("jdbc:postgresql:")) {
      PGSimpleDataSource source = new PGSimpleDataSource();
      source.setUrl(url);
      return source;
    }
    throw new BadDataException(
        "The registry's URL must begin with jdbc:sqlite: or jdbc:postgresql:, see datalab.yaml.");
  }

  private static DataSource sqlite(String url) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout(60_000);
    config.enforceForeignKeys(true);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl(url);
    return source;
  }
}
