package fr.gouv.datalab.ingest;

import fr.gouv.datalab.catalogue.Column;
import fr.gouv.datalab.catalogue.ColumnType;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.catalogue.Identity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The columns of a tokenised file: those that the lake has, identifiers as tokens, then for each
 * row the line it had in the file in clear and, where the producer's stage refused it, why; then
 * the linkage tokens and the sealed content of each identity. No column of a direct identifier.
 *
 * @param contract of the dataset
 */
public record TokenizedLayout(Contract contract) {
  /** Between the fields of a tokenised CSV, whatever the contract's own dialect. */
  static final char SEPARATOR = ',';

  /** The line, or the rank, that the row had in the file in clear. */
  public static final String LINE = "_ligne";

  /** The rule that the row broke at the producer's, empty for a good one. */
  public static final String RULE = "_regle";

  /** The column at which it did. */
  public static final String COLUMN = "_colonne";

  /** Why, in French, without the value. */
  public static final String REASON = "_motif";

  /** Before the name of an identity: its linkage tokens. */
  public static final String LINK = "_lien_";

  /** Before the name of an identity: its number in the lot, 4 bytes, and its sealed content. */
  public static final String SEALED = "_scelle_";

  /** One column of the file. */
  public record Field(String name, ColumnType type, Optional<Column> column) {}

  /** All columns, in their order. */
  public List<Field> fields() {
    List<Field> fields = new ArrayList<>();
    for (Column column : contract.lakeColumns()) {
      fields.add(new Field(column.name(), column.type(), Optional.of(column)));
    }
    fields.add(new Field(LINE, new ColumnType.Long(), Optional.empty()));
    for (String name : List.of(RULE, COLUMN, REASON)) {
      fields.add(new Field(name, new ColumnType.Text(), Optional.empty()));
    }
    for (Identity identity : contract.identities()) {
      if (identity.linkage()) {
        fields.add(new Field(LINK + identity.name(), new ColumnType.Text(), Optional.empty()));
      }
      fields.add(new Field(SEALED + identity.name(), new ColumnType.Text(), Optional.empty()));
    }
    return fields;
  }

  /** What a reader must know of them. */
  ArrayList<ColumnFormat> columns() {
    ArrayList<ColumnFormat> columns = new ArrayList<>();
    for (Field field : fields()) {
      columns.add(
          field
              .column()
              .map(ColumnFormat::tokenized)
              .orElseGet(() -> ColumnFormat.technical(field.name(), field.type().toString())));
    }
    return columns;
  }
}
