package fr.gouv.datalab.rights.spark;

import fr.gouv.datalab.rights.CivilKey;
import fr.gouv.datalab.rights.Handles;
import fr.gouv.datalab.rights.Handles.Handle;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/** Which rows of a dataset name some persons, as conditions on the columns of its table. */
public final class Naming {
  private final Handles handles;
  private final PersonLookup lookup;
  private final CivilKey.Level level;

  /**
   * Conditions on a dataset's table.
   *
   * @param level how surely a civil status must be theirs
   */
  public Naming(Handles handles, PersonLookup lookup, CivilKey.Level level) {
    this.handles = handles;
    this.lookup = lookup;
    this.level = level;
  }

  /** The columns that the conditions read. */
  public List<String> columns() {
    return handles.columnsNaming(lookup.persons());
  }

  private List<Handle> named() {
    return handles.by(lookup.persons());
  }

  private List<Handle> civil() {
    return handles.all().stream().filter(Handle::isCivil).toList();
  }

  /** Whether a row names one of them, in any of its columns. */
  public Column any() {
    return named().stream().map(this::at).reduce(functions.lit(false), Column::or);
  }

  /** The same, in a column that has numbers. */
  Column byNumber() {
    return named().stream()
        .filter(handle -> !handle.isCivil())
        .map(this::at)
        .reduce(functions.lit(false), Column::or);
  }

  /** Whether a row names one of them in that column. */
  Column at(Handle handle) {
    Column column = functions.col(handle.column());
    if (handle.isCivil()) {
      return lookup.reaches(column, level);
    }
    if (!handle.isOfThing()) {
      return lookup.names(column);
    }
    Column holder = functions.lit(true);
    for (Handle civil : civil()) {
      Column tokens = functions.col(civil.column());
      holder = holder.and(tokens.isNull().or(lookup.reaches(tokens, CivilKey.Level.BIRTH)));
    }
    return lookup.namesAlone(column).or(lookup.names(column).and(holder));
  }

  /** Whether a row names one of them and, in another column of the same kind, somebody else. */
  Column shared() {
    Column shared = functions.lit(false);
    for (Handle handle : named()) {
      Column others = functions.lit(false);
      for (Handle other : handles.beside(handle)) {
        others = others.or(functions.col(other.column()).isNotNull().and(functions.not(at(other))));
      }
      shared = shared.or(at(handle).and(others));
    }
    return shared;
  }

  /** The columns that are emptied where a row stays for somebody else. */
  List<Handle> emptied() {
    return named();
  }
}
