package fr.gouv.datalab.registry;

import java.sql.SQLException;

/**
 * The database could not do what was asked: not reachable, locked for too long, full. The
 * transaction was undone; trying again later is safe.
 */
public final class RegistryException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  RegistryException(String sentence, SQLException cause) {
    super(sentence, cause);
  }

  /** The same failure, of whoever still has a registry open that was moved elsewhere. */
  RegistryException afterMove() {
    return new RegistryException(
        "The registry was moved to another database: start this program again, so that it reads"
            + " in datalab.yaml where it is.",
        (SQLException) getCause());
  }
}
