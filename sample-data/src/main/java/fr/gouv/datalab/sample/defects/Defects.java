package fr.gouv.datalab.sample.defects;

import fr.gouv.datalab.sample.files.Row;
import fr.gouv.datalab.sample.files.Table;

/** The defects that real deliveries have, each for one column of a table. */
public final class Defects {
  private static final String[] NOT_NUMBERS = {
    "N/A", "12 mille", "1.234.5", "#REF!", "néant", "1,2,3"
  };
  private static final String[] NOT_DATES = {
    "31/02/2023", "00/00/0000", "2023", "12/13/2021", "inconnue"
  };
  private final Table table;

  /** Defects of a table's rows. */
  public Defects(Table table) {
    this.table = table;
  }

  /** A row that lost its last field or gained one. */
  public Defect fields() {
    int expected = table.columns().size();
    return new Defect(
        "colonnes",
        "",
        1.5,
        true,
        (row, bits) ->
            row.fields(bits % 3 == 0 ? expected + 1 : expected - 1 - (int) (bits >>> 60) % 2));
  }

  /** A required value that is missing. */
  public Defect missing(String column) {
    return change("obligatoire", column, false, (row, at, bits) -> row.set(at, ""));
  }

  /** A text where a number, a date or a flag is due. */
  public Defect unreadable(String column) {
    return change("type", column, true, (row, at, bits) -> row.set(at, unreadable(row, at, bits)));
  }

  /** A value that is not in the list. */
  public Defect unlisted(String column, String... values) {
    return change("liste", column, false, (row, at, bits) -> row.set(at, pick(values, bits)));
  }

  /** A number, or a day since 1970-01-01, outside its bounds. */
  public Defect outOfBounds(String column, long value) {
    return change("bornes", column, false, (row, at, bits) -> row.set(at, value));
  }

  /** A text that does not have the shape. */
  public Defect misshapen(String column, String... values) {
    return change("motif", column, false, (row, at, bits) -> row.set(at, pick(values, bits)));
  }

  /** An identifier made wrong. */
  public Defect invalid(String column, Wrong wrong) {
    return change(
        "identifiant", column, false, (row, at, bits) -> row.set(at, wrong.of(row.text(at), bits)));
  }

  /** A commune that lost its leading zero, or its last digit, in a spreadsheet. */
  public Defect shortenedCommune() {
    return change(
        "motif",
        "code_commune",
        false,
        (row, at, bits) ->
            row.set(
                at,
                row.text(at).startsWith("0")
                    ? row.text(at).substring(1)
                    : row.text(at).substring(0, 4)));
  }

  /** A second row with the same key. */
  public Defect duplicate() {
    return new Defect(Defect.DUPLICATE, table.key(), 2, false, (row, bits) -> {});
  }

  /** A rule of the dataset's contract that the change breaks. */
  public Defect rule(String name, String column, Defect.Change change) {
    return new Defect("regle:" + name, column, 1, false, change);
  }

  /** Makes an identifier wrong. */
  @FunctionalInterface
  public interface Wrong {
    /** A wrong form of a sound identifier. */
    String of(String sound, long bits);
  }

  @FunctionalInterface
  private interface ColumnChange {
    void apply(Row row, int column, long bits);
  }

  private Defect change(String rule, String column, boolean textual, ColumnChange change) {
    int at = table.position(column);
    return new Defect(rule, column, 1, textual, (row, bits) -> change.apply(row, at, bits));
  }

  private static String unreadable(Row row, int column, long bits) {
    return switch (row.table().columns().get(column).type()) {
      case DATE -> pick(NOT_DATES, bits);
      case FLAG -> "peut-être";
      default -> pick(NOT_NUMBERS, bits);
    };
  }

  private static String pick(String[] values, long bits) {
    return values[(int) Long.remainderUnsigned(bits, values.length)];
  }
}
