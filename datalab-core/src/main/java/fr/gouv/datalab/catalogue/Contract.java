package fr.gouv.datalab.catalogue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a producer and the datalab agreed on for one dataset, as {@code dataset.yaml} says it.
 *
 * @param dataset its name, {@code producer.noun}
 * @param title French title
 * @param description French sentence
 * @param producer the party that sends it
 * @param legalBasis texts that allow it
 * @param grain what one row is
 * @param retention how long rows are kept
 * @param excludedRights rights of persons that a text excludes, {@link #ERASURE} or {@link
 *     #OPPOSITION}, and that text
 * @param theme codes of the EU's vocabulary of data themes: {@code GOVE}, {@code ECON}...
 * @param keywords for search
 * @param dialect how its files are written
 * @param uniqueKey columns that no two rows share
 * @param columns in the order of the file, derived ones where they are listed
 * @param identities persons whom a row names
 * @param rules conditions between columns
 * @param schemaChanges how the columns of its files may differ from the last ones
 */
public record Contract(
    String dataset,
    String title,
    String description,
    String producer,
    String legalBasis,
    String grain,
    Retention retention,
    Map<String, String> excludedRights,
    List<String> theme,
    List<String> keywords,
    Dialect dialect,
    List<String> uniqueKey,
    List<Column> columns,
    List<Identity> identities,
    List<QualityRule> rules,
    Set<SchemaChange> schemaChanges) {

  /** Before the name of an identity, in the columns that a convention grants. */
  public static final String IDENTITY_PREFIX = "identite:";

  /** The right to erasure (GDPR, art. 17), in {@link #excludedRights}. */
  public static final String ERASURE = "erasure";

  /** The right to object (GDPR, art. 21), in {@link #excludedRights}. */
  public static final String OPPOSITION = "opposition";

  /** Before an identity's name, in a request to open it as the vault keeps it, under a warrant. */
  public static final String VAULT_PREFIX = "coffre:";

  /** Copies the lists. */
  public Contract {
    excludedRights = Map.copyOf(excludedRights);
    theme = List.copyOf(theme);
    keywords = List.copyOf(keywords);
    uniqueKey = List.copyOf(uniqueKey);
    columns = List.copyOf(columns);
    identities = List.copyOf(identities);
    rules = List.copyOf(rules);
    schemaChanges = Set.copyOf(schemaChanges);
  }

  /** The column of that name. */
  public Optional<Column> column(String name) {
    return columns.stream().filter(column -> column.name().equals(name)).findFirst();
  }

  /** The identity of that name. */
  public Optional<Identity> identity(String name) {
    return identities.stream().filter(identity -> identity.name().equals(name)).findFirst();
  }

  /** The columns that a delivered file has, in its order: all but the derived ones. */
  public List<Column> fileColumns() {
    return columns.stream().filter(column -> !column.isDerived()).toList();
  }

  /** The columns that the lake has, identifiers as pseudonyms: all but the direct identifiers. */
  public List<Column> lakeColumns() {
    return columns.stream().filter(Column::isInLake).toList();
  }

  /**
   * Whether a convention may grant that name: a column of the lake, or {@code identite:NAME} for
   * the linkage tokens of an identity.
   */
  public boolean grantable(String name) {
    if (name.startsWith(IDENTITY_PREFIX)) {
      return identity(name.substring(IDENTITY_PREFIX.length()))
          .filter(Identity::linkage)
          .isPresent();
    }
    return column(name).filter(Column::isInLake).isPresent();
  }
}
