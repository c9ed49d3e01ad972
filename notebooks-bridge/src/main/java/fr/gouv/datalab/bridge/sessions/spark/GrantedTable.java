package fr.gouv.datalab.bridge.sessions.spark;

import fr.gouv.datalab.catalogue.Column;
import fr.gouv.datalab.catalogue.Contract;
import java.util.List;
import org.apache.spark.sql.types.StructType;

/**
 * A table of a session.
 *
 * @param contract of its dataset, for titles and keys
 * @param columns the granted ones, in the order of the grant
 * @param type of its rows
 */
public record GrantedTable(Contract contract, List<Column> columns, StructType type) {
  /** Copies the columns. */
  public GrantedTable {
    columns = List.copyOf(columns);
  }

  /** Its dotted name, {@code schema.table}. */
  public String name() {
    return contract.dataset();
  }

  /** What stands before the dot. */
  public String schema() {
    return name().substring(0, name().indexOf('.'));
  }

  /** What stands after the dot. */
  public String table() {
    return name().substring(name().indexOf('.') + 1);
  }

  /** The columns that no two rows share; none when one of them is not granted. */
  public List<String> key() {
    List<String> granted = columns.stream().map(Column::name).toList();
    return granted.containsAll(contract.uniqueKey()) ? contract.uniqueKey() : List.of();
  }
}
