package fr.gouv.datalab.ingest;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;

/**
 * A good value as text that says the same in every form of file: a point before decimals, dates as
 * {@code yyyy-MM-dd}, {@code true} and {@code false}.
 */
public final class CanonicalText {
  private CanonicalText() {}

  /** The value at a place, which was held against its column and found good. */
  public static String of(RowReader reader, RowFormat format, int at) {
    return switch (format.typeOf(at)) {
      case "string" ->
          new String(
              reader.text(at),
              reader.from(at),
              reader.to(at) - reader.from(at),
              StandardCharsets.UTF_8);
      case "date" -> LocalDate.ofEpochDay(reader.number(at)).toString();
      case "boolean" -> Boolean.toString(reader.number(at) == 1);
      case "integer", "long" -> Long.toString(reader.number(at));
      default -> BigDecimal.valueOf(reader.number(at), format.scaleOf(at)).toPlainString();
    };
  }
}
