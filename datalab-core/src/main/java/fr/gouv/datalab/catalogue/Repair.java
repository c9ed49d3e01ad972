package fr.gouv.datalab.catalogue;

import fr.gouv.datalab.identifiers.IdentifierKind;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the way in may mend in the values of a column: the leading zeros that a spreadsheet took for
 * those of a number. A value is mended only where it breaks its column's rules as it is, has digits
 * alone, and keeps them with zeros in front, up to its width. Each is counted.
 *
 * @param width digits of a whole value
 */
public record Repair(int width) {
  private static final Pattern WRITTEN = Pattern.compile("leading-zeros(\\((\\d{1,2})\\))?");

  /**
   * Reads what a contract writes: {@code leading-zeros} for an identifier whose width is known,
   * {@code leading-zeros(5)} otherwise.
   *
   * @throws IllegalArgumentException with what is expected
   */
  static Repair of(String text, Sensitivity sensitivity) {
    Matcher matcher = WRITTEN.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("must be leading-zeros, or leading-zeros(WIDTH)");
    }
    if (matcher.group(2) != null) {
      int width = Integer.parseInt(matcher.group(2));
      if (width < 2) {
        throw new IllegalArgumentException("must have a width of two digits or more");
      }
      return new Repair(width);
    }
    return new Repair(
        width(sensitivity)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "must give the width of the values: leading-zeros(5)")));
  }

  private static OptionalInt width(Sensitivity sensitivity) {
    return sensitivity instanceof Sensitivity.Identifier identifier
        ? width(identifier.kind())
        : OptionalInt.empty();
  }

  /** Digits of an identifier that may begin with a zero, and that has digits alone. */
  public static OptionalInt width(IdentifierKind kind) {
    return switch (kind) {
      case SIREN -> OptionalInt.of(9);
      case SPI -> OptionalInt.of(13);
      case SIRET -> OptionalInt.of(14);
      case TELEPHONE -> OptionalInt.of(10);
      default -> OptionalInt.empty();
    };
  }

  /** How a contract may write it. */
  @Override
  public String toString() {
    return "leading-zeros(" + width + ")";
  }
}
