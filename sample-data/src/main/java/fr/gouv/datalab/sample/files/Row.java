package fr.gouv.datalab.sample.files;

import java.util.Arrays;

/**
 * One record of a table before it is written: typed values, in the order of the columns. Filled
 * again and again by one thread; a defect may replace a value by a text that is none of the
 * column's type, or change the number of fields.
 */
public final class Row {
  private final Table table;
  private final boolean[] present;
  private final long[] numbers;
  private final String[] texts;
  private int next;
  private int fields;

  /** An empty row of the table. */
  public Row(Table table) {
    this.table = table;
    int n = table.columns().size();
    this.present = new boolean[n];
    this.numbers = new long[n];
    this.texts = new String[n];
    this.fields = n;
  }

  /** The table. */
  public Table table() {
    return table;
  }

  /** Forgets all values; the next one goes to the first column. */
  public Row start() {
    Arrays.fill(present, false);
    Arrays.fill(texts, null);
    next = 0;
    fields = texts.length;
    return this;
  }

  /** A text; the empty text is an absent value. */
  public Row text(String value) {
    set(next++, value);
    return this;
  }

  /**
   * A whole number, a decimal in units of its last digit, or a day since 1970-01-01, as the
   * column's type says.
   */
  public Row number(long value) {
    set(next++, value);
    return this;
  }

  /** Yes or no. */
  public Row flag(boolean value) {
    set(next++, value ? 1 : 0);
    return this;
  }

  /** No value. */
  public Row empty() {
    present[next++] = false;
    return this;
  }

  /** Replaces a value by a text, whatever the column's type; empty means absent. */
  public void set(int column, String value) {
    texts[column] = value;
    present[column] = !value.isEmpty();
  }

  /** Replaces a value by a number. */
  public void set(int column, long value) {
    texts[column] = null;
    numbers[column] = value;
    present[column] = true;
  }

  /** Changes the number of fields that are written: fewer, or one more. */
  public void fields(int count) {
    fields = count;
  }

  /** The number of fields that are written. */
  public int fields() {
    return fields;
  }

  /** True when the column has a value. */
  public boolean has(int column) {
    return column < present.length && present[column];
  }

  /** The text of a column, null when it holds a number. */
  public String text(int column) {
    return texts[column];
  }

  /** The number of a column. */
  public long numberAt(int column) {
    return numbers[column];
  }

  /** A copy that later changes do not touch. */
  public Row copy() {
    Row copy = new Row(table);
    System.arraycopy(present, 0, copy.present, 0, present.length);
    System.arraycopy(numbers, 0, copy.numbers, 0, numbers.length);
    System.arraycopy(texts, 0, copy.texts, 0, texts.length);
    copy.fields = fields;
    return copy;
  }
}
