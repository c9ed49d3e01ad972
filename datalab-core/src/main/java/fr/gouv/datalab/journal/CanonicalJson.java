package fr.gouv.datalab.journal;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes a value as canonical JSON (RFC 8785): members sorted by UTF-16 code units, no white space,
 * numbers as ECMAScript prints them. Equal values give equal bytes.
 */
public final class CanonicalJson {

  private static final long EXACT = 1L << 53;

  private CanonicalJson() {}

  /**
   * The canonical text of a value.
   *
   * @param value maps with text keys, collections, text, booleans, numbers, {@code null}
   * @throws IllegalArgumentException for a number that JSON's doubles cannot hold exactly, a lone
   *     surrogate, or any other kind of value
   */
  public static String of(Object value) {
    StringBuilder out = new StringBuilder(256);
    write(value, out);
    return out.toString();
  }

  private static void write(Object value, StringBuilder out) {
    if (value == null || value instanceof Boolean) {
      out.append(value);
    } else if (value instanceof String text) {
      string(text, out);
    } else if (value instanceof Long || value instanceof Integer) {
      integer(((Number) value).longValue(), out);
    } else if (value instanceof Double number) {
      out.append(number(number));
    } else if (value instanceof Map<?, ?> map) {
      object(map, out);
    } else if (value instanceof Collection<?> items) {
      array(items, out);
    } else {
      throw new IllegalArgumentException(
          "A value of " + value.getClass() + " has no canonical JSON.");
    }
  }

  private static void object(Map<?, ?> map, StringBuilder out) {
    TreeMap<String, Object> sorted = new TreeMap<>();
    map.forEach((key, item) -> sorted.put((String) key, item));
    char separator = '{';
    for (Map.Entry<String, Object> entry : sorted.entrySet()) {
      out.append(separator);
      string(entry.getKey(), out);
      out.append(':');
      write(entry.getValue(), out);
      separator = ',';
    }
    out.append(sorted.isEmpty() ? "{}" : "}");
  }

  private static void array(Collection<?> items, StringBuilder out) {
    char separator = '[';
    for (Object item : items) {
      out.append(separator);
      write(item, out);
      separator = ',';
    }
    out.append(items.isEmpty() ? "[]" : "]");
  }

  private static void integer(long number, StringBuilder out) {
    if (Math.abs(number) > EXACT) {
      throw new IllegalArgumentException(number + " is beyond 2^53: write it as text.");
    }
    out.append(number);
  }

  /** A double as ECMAScript's {@code Number.prototype.toString} prints it. */
  static String number(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw new IllegalArgumentException("JSON has no " + value + ".");
    }
    if (value == 0) {
      return "0";
    }
    BigDecimal shortest = shortest(Math.abs(value)).stripTrailingZeros();
    String digits = shortest.unscaledValue().toString();
    int point = digits.length() - shortest.scale();
    return (value < 0 ? "-" : "") + layout(digits, point);
  }

  /** The fewest digits that read back as the same double, the nearest of those to it. */
  private static BigDecimal shortest(double value) {
    BigDecimal exact = new BigDecimal(value);
    for (int digits = 1; digits < 17; digits++) {
      BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (rounded.doubleValue() == value) {
        return rounded;
      }
    }
    return exact.round(new MathContext(17, RoundingMode.HALF_EVEN));
  }

  private static String layout(String digits, int point) {
    int length = digits.length();
    if (length <= point && point <= 21) {
      return digits + "0".repeat(point - length);
    }
    if (0 < point && point <= 21) {
      return digits.substring(0, point) + "." + digits.substring(point);
    }
    if (-6 < point && point <= 0) {
      return "0." + "0".repeat(-point) + digits;
    }
    String sign = point > 0 ? "+" : "-";
    String head = length == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    return head + "e" + sign + Math.abs(point - 1);
  }

  private static void string(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          throw new IllegalArgumentException("A text with a lone surrogate has no JSON.");
        }
        out.append(c).append(text.charAt(++i));
      } else {
        character(c, out);
      }
    }
    out.append('"');
  }

  private static void character(char c, StringBuilder out) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\b' -> out.append("\\b");
      case '\t' -> out.append("\\t");
      case '\n' -> out.append("\\n");
      case '\f' -> out.append("\\f");
      case '\r' -> out.append("\\r");
      default -> {
        if (c < 0x20) {
          out.append(String.format("\\u%04x", (int) c));
        } else {
          out.append(c);
        }
      }
    }
  }
}
