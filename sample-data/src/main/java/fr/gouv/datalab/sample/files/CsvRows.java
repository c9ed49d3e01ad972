package fr.gouv.datalab.sample.files;

import java.time.LocalDate;

/**
 * Rows written in a table's dialect, one after another (RFC 4180, but for the separator). For one
 * thread.
 */
public final class CsvRows implements Rows {
  private final Dialect dialect;
  private final Bytes bytes;
  private long lines;

  /** No row yet. */
  public CsvRows(Dialect dialect) {
    this.dialect = dialect;
    this.bytes = new Bytes(dialect.encoding());
  }

  /** The header line, after the byte order mark if the dialect has one. */
  public static Bytes header(Table table) {
    Bytes header = new Bytes(table.dialect().encoding());
    if (table.dialect().byteOrderMark()) {
      header.text("\uFEFF");
    }
    String separator = "";
    for (Column column : table.columns()) {
      header.text(separator).text(column.name());
      separator = String.valueOf(table.dialect().separator());
    }
    return header.ascii('\n');
  }

  @Override
  public void add(Row row) {
    for (int i = 0; i < row.fields(); i++) {
      if (i > 0) {
        bytes.ascii(dialect.separator());
      }
      if (row.has(i)) {
        if (row.text(i) == null) {
          number(row.table().columns().get(i), row.numberAt(i));
        } else {
          quoted(row.text(i));
        }
      }
    }
    bytes.ascii('\n');
    lines++;
  }

  @Override
  public long lines() {
    return lines;
  }

  /** What was written. */
  public Bytes bytes() {
    return bytes;
  }

  private void number(Column column, long value) {
    switch (column.type()) {
      case INTEGER -> bytes.number(value, 1);
      case DECIMAL -> decimal(value, column.scale());
      case DATE -> date(LocalDate.ofEpochDay(value));
      case FLAG -> bytes.text(value == 1 ? "oui" : "non");
      case TEXT ->
          throw new IllegalArgumentException(
              "The column " + column.name() + " holds text, not a number.");
    }
  }

  private void decimal(long value, int scale) {
    long power = 1;
    for (int i = 0; i < scale; i++) {
      power *= 10;
    }
    if (value < 0) {
      bytes.ascii('-');
    }
    bytes
        .number(Math.abs(value) / power, 1)
        .ascii(dialect.decimalMark())
        .number(Math.abs(value) % power, scale);
  }

  private void date(LocalDate day) {
    if (dialect.isoDates()) {
      bytes
          .number(day.getYear(), 4)
          .ascii('-')
          .number(day.getMonthValue(), 2)
          .ascii('-')
          .number(day.getDayOfMonth(), 2);
    } else {
      bytes
          .number(day.getDayOfMonth(), 2)
          .ascii('/')
          .number(day.getMonthValue(), 2)
          .ascii('/')
          .number(day.getYear(), 4);
    }
  }

  private void quoted(String text) {
    boolean quotes = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      quotes |= c == dialect.separator() || c == '"' || c == '\n' || c == '\r';
      lines += c == '\n' ? 1 : 0;
    }
    if (quotes) {
      bytes.ascii('"').text(text.replace("\"", "\"\"")).ascii('"');
    } else {
      bytes.text(text);
    }
  }
}
