package fr.gouv.datalab.registry;

import fr.gouv.datalab.home.Home;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * Homes for tests that use the registry. Their registry is SQLite, and PostgreSQL when the tests
 * are run with {@code -Ddatalab.test.registry=postgresql}: the same tests hold on both.
 */
public final class Homes {
  private Homes() {}

  /** Whether this run is the one on PostgreSQL. */
  public static boolean onPostgresql() {
    return "postgresql".equals(System.getProperty("datalab.test.registry"));
  }

  /** A home with an empty registry. */
  public static Home in(Path directory) {
    Home home = Home.of(directory);
    boolean fresh = !home.exists();
    home.init();
    if (fresh && onPostgresql()) {
      Assumptions.assumeTrue(PostgresServer.isInstalled(), "PostgreSQL is not installed");
      PostgresServer server = PostgresServer.running();
      server.configure(home.path(), server.database());
    }
    return home;
  }
}
