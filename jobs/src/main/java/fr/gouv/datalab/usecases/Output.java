package fr.gouv.datalab.usecases;

import java.util.Map;

/**
 * A table proposed for release.
 *
 * @param name file name of the table, without extension
 * @param title French title
 * @param from view that holds the finest cells
 * @param population whom the table counts
 * @param hierarchies views ({@code code,parent,label}) that give a hierarchy file of the
 *     specification, by file name; a file that is not named here is looked for in the use case's
 *     folder, then among the reference files
 * @param spec the protection specification, as text
 */
public record Output(
    String name,
    String title,
    String from,
    Population population,
    Map<String, String> hierarchies,
    String spec) {
  public Output {
    hierarchies = Map.copyOf(hierarchies);
  }
}
