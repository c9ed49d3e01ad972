package fr.gouv.datalab.registry;

import fr.gouv.datalab.home.RegistryPlace;
import fr.gouv.datalab.keys.SecretFile;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.SslMode;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** How to connect to each of the two databases; everything else is the same SQL. */
final class Databases {
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

  /**
   * A waiting writer gives up when SQLite's would, and a writer whose machine vanished gives its
   * turn back within a minute and a half.
   */
  private static final String SESSION =
      "-c lock_timeout=60000 -c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10"
          + " -c tcp_keepalives_count=6";

  private Databases() {}

  /**
   * What makes a transaction read one state of all tables: PostgreSQL must be asked, SQLite does
   * so.
   */
  static Optional<String> beginsReading(RegistryPlace place) {
    return isPostgresql(place)
        ? Optional.of("set transaction isolation level repeatable read, read only")
        : Optional.empty();
  }

  static boolean isPostgresql(RegistryPlace place) {
    return place.url().startsWith("jdbc:postgresql:");
  }

  static DataSource at(RegistryPlace place) {
    return isPostgresql(place) ? postgresql(place) : sqlite(place.url());
  }

  private static DataSource postgresql(RegistryPlace place) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(place.url());
    place.user().ifPresent(source::setUser);
    place.passwordFile().ifPresent(file -> password(source, file));
    source.setApplicationName("datalab");
    source.setConnectTimeout(10);
    source.setTcpKeepAlive(true);
    source.setOptions(SESSION);
    // What the server says of a refused row may quote the row.
    source.setLogServerErrorDetail(false);
    boolean far = !THIS_MACHINE.containsAll(Arrays.asList(source.getServerNames()));
    if (far && !place.url().contains(PGProperty.SSL_MODE.getName() + "=")) {
      source.setSslMode(SslMode.VERIFY_FULL.value);
    }
    return source;
  }

  private static void password(PGSimpleDataSource source, java.nio.file.Path file) {
    char[] password = SecretFile.read(file, "password of the registry");
    source.setPassword(new String(password));
    Arrays.fill(password, ' ');
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
