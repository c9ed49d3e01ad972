package fr.gouv.datalab.ingest;

import fr.gouv.datalab.identifiers.IdentifierKind;
import fr.gouv.datalab.pseudonyms.Tokenizer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Holds the values of one column against its contract, from bytes. Not thread-safe.
 *
 * <p>What a good value is, once read: a number in {@link #number} for integers, decimals (unscaled,
 * at the column's scale), days since 1970, and 0 or 1; the text itself otherwise.
 */
final class ColumnCheck {
  private enum Form {
    TEXT,
    INTEGER,
    DECIMAL,
    DATE,
    BOOLEAN
  }

  private final Form form;
  private final boolean required;
  private final IdentifierKind kind;
  private final boolean token;
  private final boolean binary;
  private final Set<String> values;
  private final Pattern pattern;
  private final boolean bounded;
  private final long min;
  private final long max;
  private final int scale;
  private final int precision;
  private final byte decimal;
  private final DatePattern dates;
  private final Known known;
  private final byte[] normalised = new byte[IdentifierKind.MAX_BYTES];

  private long number;
  private int length;
  private int detail;

  ColumnCheck(ColumnFormat column, RowFormat file) {
    form = form(column.type());
    required = column.required();
    kind = column.kind();
    token = column.token();
    binary = file.form() == FileForm.PARQUET;
    values = Set.copyOf(column.values());
    pattern = column.pattern() == null ? null : Pattern.compile(column.pattern());
    scale = column.scale();
    precision = column.precision();
    bounded = column.min() != null || column.max() != null;
    boolean small = column.type().equals("integer");
    min = bound(column.min(), small ? Integer.MIN_VALUE : Long.MIN_VALUE + 1);
    max = bound(column.max(), small ? Integer.MAX_VALUE : Long.MAX_VALUE);
    decimal = (byte) file.decimal();
    dates = new DatePattern(file.dates());
    known = values.isEmpty() && pattern == null ? null : new Known();
  }

  private static Form form(String type) {
    return switch (type) {
      case "integer", "long" -> Form.INTEGER;
      case "date" -> Form.DATE;
      case "boolean" -> Form.BOOLEAN;
      default -> type.startsWith("decimal") ? Form.DECIMAL : Form.TEXT;
    };
  }

  private long bound(String written, long otherwise) {
    if (written == null) {
      return otherwise;
    }
    return form == Form.DATE
        ? LocalDate.parse(written).toEpochDay()
        : new BigDecimal(written)
            .setScale(scale, java.math.RoundingMode.UNNECESSARY)
            .unscaledValue()
            .longValueExact();
  }

  /** Whether good values are numbers, to be read from {@link #number}. */
  boolean isNumber() {
    return form != Form.TEXT;
  }

  /** The value of the last good text, where {@link #isNumber}. */
  long number() {
    return number;
  }

  /** The last good identifier in its normalised form, or its token, at the start of these bytes. */
  byte[] normalised() {
    return normalised;
  }

  /** How many of them it takes. */
  int normalisedLength() {
    return length;
  }

  /** For a refused identifier, the code of its refusal. */
  int detail() {
    return detail;
  }

  /** The rule that the value breaks, or null. An empty value is good where it is not required. */
  RowRule broken(byte[] text, int from, int to) {
    detail = 0;
    if (from == to) {
      return required ? RowRule.REQUIRED : null;
    }
    if (form != Form.TEXT && !parse(text, from, to)) {
      return RowRule.TYPE;
    }
    if (token) {
      length = TokenText.decode(text, from, to, binary, normalised);
      return length == Tokenizer.BYTES ? null : RowRule.IDENTIFIER;
    }
    if (kind != null) {
      length = kind.normalise(text, from, to, normalised);
      if (length < 0) {
        detail = length;
        return RowRule.IDENTIFIER;
      }
    }
    if (!values.isEmpty() && !listed(text, from, to)) {
      return RowRule.LIST;
    }
    if (bounded && form != Form.TEXT && (number < min || number > max)) {
      return RowRule.BOUNDS;
    }
    return pattern == null || matches(text, from, to) ? null : RowRule.PATTERN;
  }

  private boolean listed(byte[] text, int from, int to) {
    if (known.has(text, from, to)) {
      return true;
    }
    boolean listed = values.contains(string(text, from, to));
    if (listed && pattern == null) {
      known.keep(text, from, to);
    }
    return listed;
  }

  private boolean matches(byte[] text, int from, int to) {
    if (known.has(text, from, to)) {
      return true;
    }
    boolean good = pattern.matcher(string(text, from, to)).matches();
    if (good) {
      known.keep(text, from, to);
    }
    return good;
  }

  private static String string(byte[] text, int from, int to) {
    return new String(text, from, to - from, StandardCharsets.UTF_8);
  }

  private boolean parse(byte[] text, int from, int to) {
    return switch (form) {
      case INTEGER -> parseDecimal(text, from, to, (byte) 0) && fits();
      case DECIMAL -> parseDecimal(text, from, to, decimal);
      case DATE -> {
        number = dates.epochDay(text, from, to);
        yield number != DatePattern.NOT_A_DATE;
      }
      case BOOLEAN -> parseBoolean(text, from, to);
      case TEXT -> true;
    };
  }

  /** An integer without bounds must still fit its type; with bounds, they say so better. */
  private boolean fits() {
    return bounded || number >= min && number <= max;
  }

  private boolean parseBoolean(byte[] text, int from, int to) {
    String word = string(text, from, to);
    number = word.equals("oui") || word.equals("true") || word.equals("1") ? 1 : 0;
    return number == 1 || word.equals("non") || word.equals("false") || word.equals("0");
  }

  /** Reads {@code [+-]digits[mark digits]} into {@link #number}, at the scale of the column. */
  private boolean parseDecimal(byte[] text, int from, int to, byte mark) {
    int p = from;
    boolean negative = text[p] == '-';
    if (negative || text[p] == '+') {
      p++;
    }
    long value = 0;
    int digits = 0;
    int decimals = -1;
    for (; p < to; p++) {
      byte c = text[p];
      if (c >= '0' && c <= '9') {
        if (decimals >= scale && decimals >= 0) {
          if (c != '0') {
            return false;
          }
          continue;
        }
        value = value * 10 + c - '0';
        digits += value == 0 ? 0 : 1;
        if (digits > 18) {
          return false;
        }
        decimals += decimals >= 0 ? 1 : 0;
      } else if (c == mark && mark != 0 && decimals < 0 && p > from) {
        decimals = 0;
      } else {
        return false;
      }
    }
    if (text[to - 1] < '0' || text[to - 1] > '9') {
      return false;
    }
    for (int i = Math.max(decimals, 0); i < scale; i++) {
      value *= 10;
      digits += value == 0 ? 0 : 1;
      if (digits > 18) {
        return false;
      }
    }
    number = negative ? -value : value;
    return digits <= precision;
  }
}
