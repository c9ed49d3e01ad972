package fr.gouv.datalab.disclosure.noise;

import fr.gouv.datalab.disclosure.CannotProtectException;

/** The population's budget does not hold what was asked for: nothing was drawn. */
public final class BudgetSpentException extends CannotProtectException {

  private static final long serialVersionUID = 1L;

  BudgetSpentException(String message) {
    super(message);
  }
}
