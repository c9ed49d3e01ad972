package fr.gouv.datalab.usecases;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A table proposed for release.
 *
 * @param name file name of the table, without extension
 * @param title French title
 * @param from view that holds the finest cells; or, where {@code unit} is given, the units
 * @param unit column of the view that says which unit a row is of: then it is the engine that
 *     counts units, each once, and keys their records
 * @param population whom the table counts
 * @param hierarchies views ({@code code,parent,label}) that give a hierarchy file of the
 *     specification, by file name; a file that is not named here is looked for in the use case's
 *     folder, then among the reference files
 * @param register view whose columns are dimensions of this table or of others, and whose rows are
 *     the codes that everyone knows to go together; where there is one
 * @param columns what its columns are, for readers
 * @param spec the protection specification, as text
 */
public record Output(
    String name,
    String title,
    String from,
    Optional<String> unit,
    Population population,
    Map<String, String> hierarchies,
    Optional<String> register,
    List<Column> columns,
    String spec) {
  public Output {
    hierarchies = Map.copyOf(hierarchies);
    columns = List.copyOf(columns);
  }

  /**
   * A column, as a report names it.
   *
   * @param name in the table
   * @param label in French
   * @param unit of a figure, or empty
   * @param ordered whether its codes have an order of their own
   * @param codes labels of its codes, where no hierarchy gives them
   */
  public record Column(
      String name, String label, String unit, boolean ordered, Map<String, String> codes) {
    public Column {
      codes = Map.copyOf(codes);
    }
  }
}
