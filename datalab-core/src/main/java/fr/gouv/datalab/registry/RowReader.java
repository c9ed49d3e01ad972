package fr.gouv.datalab.registry;

import java.sql.ResultSet;
import java.sql.SQLException;

/** Reads one row of a result into a value. */
@FunctionalInterface
public interface RowReader<T> {

  /** The value of the row on which the cursor stands; must not move the cursor. */
  T read(ResultSet row) throws SQLException;
}
