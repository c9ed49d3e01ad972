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
}
