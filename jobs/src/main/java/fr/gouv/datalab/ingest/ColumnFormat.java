package fr.gouv.datalab.ingest;

import fr.gouv.datalab.catalogue.Column;
import fr.gouv.datalab.catalogue.Repair;
import fr.gouv.datalab.catalogue.Sensitivity;
import fr.gouv.datalab.identifiers.IdentifierKind;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What a task must know of one column of a contract.
 *
 * @param type as the contract writes it
 * @param kind of identifier, or null
 * @param min least value, or null
 * @param max greatest value, or null
 * @param pattern or null
 * @param width digits of a value whose leading zeros may be given back, or 0
 * @param keepable whether quarantine may keep a value that its own column accepts
 * @param token whether the file has tokens in the place of identifiers
 */
record ColumnFormat(
    String name,
    String type,
    boolean required,
    IdentifierKind kind,
    ArrayList<String> values,
    String min,
    String max,
    String pattern,
    int width,
    boolean keepable,
    boolean token)
    implements Serializable {
  static ColumnFormat of(Column column) {
    IdentifierKind kind =
        column.sensitivity() instanceof Sensitivity.Identifier id ? id.kind() : null;
    return new ColumnFormat(
        column.name(),
        column.type().toString(),
        column.required(),
        kind,
        new ArrayList<>(List.copyOf(column.values())),
        column.min().orElse(null),
        column.max().orElse(null),
        column.pattern().orElse(null),
        column.repair().map(Repair::width).orElse(0),
        kind == null && column.isInLake(),
        false);
  }

  /** The same column in a tokenised file: a token is held against nothing but its width. */
  static ColumnFormat tokenized(Column column) {
    ColumnFormat clear = of(column);
    return clear.kind == null
        ? clear.withWidth(0)
        : new ColumnFormat(
            clear.name,
            clear.type,
            clear.required,
            clear.kind,
            new ArrayList<>(),
            null,
            null,
            null,
            0,
            false,
            true);
  }

  /** A column of a tokenised file that the contract does not have. */
  static ColumnFormat technical(String name, String type) {
    return new ColumnFormat(
        name, type, false, null, new ArrayList<>(), null, null, null, 0, false, false);
  }

  /** The same column, whose values may be given zeros up to a width. */
  ColumnFormat withWidth(int digits) {
    return new ColumnFormat(
        name, type, required, kind, values, min, max, pattern, digits, keepable, token);
  }

  /** Digits after the decimal mark; 0 when the type has none. */
  int scale() {
    return type.startsWith("decimal(") ? argument(1) : 0;
  }

  /** Digits in all. */
  int precision() {
    return type.startsWith("decimal(") ? argument(0) : 18;
  }

  private int argument(int at) {
    return Integer.parseInt(
        type.substring("decimal(".length(), type.length() - 1).split(",")[at].strip());
  }
}
