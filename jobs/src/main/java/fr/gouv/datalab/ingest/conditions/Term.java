package fr.gouv.datalab.ingest.conditions;

/**
 * A part of a condition that has a value for each row: null, {@link Boolean}, {@link
 * java.math.BigDecimal}, {@link java.time.LocalDate} or {@link String}.
 */
public interface Term {
  /** Of what type its values are. */
  Kind kind();

  /** Its value for a row. */
  Object of(Row row);

  /** The four types of values, and that of a null. */
  enum Kind {
    NUMBER,
    DATE,
    TEXT,
    TRUTH,
    NOTHING
  }

  /** Where a row's values are. */
  interface Row {
    /** The value at a place, or null. */
    Object at(int place);
  }

  /** A term of a kind. */
  static Term of(Kind kind, java.util.function.Function<Row, Object> value) {
    return new Term() {
      @Override
      public Kind kind() {
        return kind;
      }

      @Override
      public Object of(Row row) {
        return value.apply(row);
      }
    };
  }
}
