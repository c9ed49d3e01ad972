package fr.gouv.datalab.catalogue;

import java.util.List;
import java.util.Optional;

/**
 * One column of a contract.
 *
 * @param name its name in the file and in the lake
 * @param type of its values once read
 * @param unit of its values: {@code EUR}, {@code année}
 * @param sensitivity what it says of a person
 * @param required whether a row without it is refused
 * @param min least value allowed: a plain decimal number, or an ISO date for a date
 * @param max greatest value allowed, in the same form
 * @param values the only values allowed, in their order; empty when any is
 * @param pattern a regular expression (RE2 and Java alike) that the whole value must match
 * @param derivation how it is computed at entry; such a column is not in the file
 * @param aliases other names under which a file may have it, in lower case
 * @param repair what may be mended in its values
 * @param description in French, for people
 */
public record Column(
    String name,
    ColumnType type,
    Optional<String> unit,
    Sensitivity sensitivity,
    boolean required,
    Optional<String> min,
    Optional<String> max,
    List<String> values,
    Optional<String> pattern,
    Optional<Derivation> derivation,
    List<String> aliases,
    Optional<Repair> repair,
    String description) {

  /** Copies the values and the aliases. */
  public Column {
    values = List.copyOf(values);
    aliases = List.copyOf(aliases);
  }

  /** Whether it is computed at entry, and so not in the delivered file. */
  public boolean isDerived() {
    return derivation.isPresent();
  }

  /** Whether the lake has it: every column but the direct identifiers. */
  public boolean isInLake() {
    return !(sensitivity instanceof Sensitivity.DirectIdentifier);
  }

  /** Whether the lake has a pseudonym in its place. */
  public boolean isIdentifier() {
    return sensitivity instanceof Sensitivity.Identifier;
  }
}
