package fr.gouv.datalab.identifiers;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Civil status in one value: {@code name|first names|date of birth|commune of birth}.
 *
 * <p>The last two may be missing. The date is {@code dd/MM/yyyy}, {@code yyyy-MM-dd} or {@code
 * yyyyMMdd} and comes out as {@code yyyy-MM-dd}; the commune is INSEE's five characters. Names come
 * out as {@link NameLetters} writes them. A value without {@code |} is a name alone.
 */
final class CivilStatusRule implements Rule {
  private static final Pattern FIELD_END = Pattern.compile("\\|");
  private static final Pattern FRENCH = Pattern.compile("(\\d{1,2})[/.-](\\d{1,2})[/.-](\\d{4})");
  private static final Pattern ISO = Pattern.compile("(\\d{4})-?(\\d{2})-?(\\d{2})");
  private static final Pattern COMMUNE = Pattern.compile("\\d[0-9AB]\\d{3}");

  @Override
  public int normalise(byte[] utf8, int from, int to, byte[] out) {
    String text;
    try {
      text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(utf8, from, to - from))
              .toString();
    } catch (CharacterCodingException e) {
      return Refusal.CIVIL_ENCODING.code();
    }
    String[] fields = FIELD_END.split(text, -1);
    if (fields.length > 4) {
      return Refusal.CIVIL_FIELDS.code();
    }
    StringBuilder normalised = new StringBuilder(text.length() + 8);
    Refusal refusal = append(fields, normalised);
    if (refusal != null) {
      return refusal.code();
    }
    byte[] result = normalised.toString().getBytes(StandardCharsets.UTF_8);
    if (result.length > IdentifierKind.MAX_BYTES) {
      return Refusal.TOO_LONG.code();
    }
    System.arraycopy(result, 0, out, 0, result.length);
    return result.length;
  }

  /** The refusal, or null when every field was appended. */
  private static Refusal append(String[] fields, StringBuilder normalised) {
    for (int at = 0; at < fields.length; at++) {
      if (at > 0) {
        normalised.append('|');
      }
      int start = normalised.length();
      String field = fields[at].strip();
      switch (at) {
        case 0, 1 -> {
          if (!NameLetters.append(field, normalised) || normalised.length() == start) {
            return Refusal.CIVIL_NAME;
          }
        }
        case 2 -> {
          if (!appendDate(field, normalised)) {
            return Refusal.CIVIL_DATE;
          }
        }
        default -> {
          String commune = field.toUpperCase(Locale.ROOT);
          if (!commune.isEmpty() && !COMMUNE.matcher(commune).matches()) {
            return Refusal.CIVIL_FIELDS;
          }
          normalised.append(commune);
        }
      }
    }
    return null;
  }

  private static boolean appendDate(String field, StringBuilder normalised) {
    Matcher french = FRENCH.matcher(field);
    Matcher iso = ISO.matcher(field);
    try {
      if (french.matches()) {
        normalised.append(date(french.group(3), french.group(2), french.group(1)));
        return true;
      }
      if (iso.matches()) {
        normalised.append(date(iso.group(1), iso.group(2), iso.group(3)));
        return true;
      }
      return field.isEmpty();
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static LocalDate date(String year, String month, String day) {
    return LocalDate.of(Integer.parseInt(year), Integer.parseInt(month), Integer.parseInt(day));
  }
}
