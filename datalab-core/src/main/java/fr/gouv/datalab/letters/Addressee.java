package fr.gouv.datalab.letters;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A person to whom a letter is addressed, as a file names them.
 *
 * @param sex {@code M} or {@code F}, {@code H}, {@code 1}, {@code 2}; anything else gives no title
 * @param firstNames separated by spaces, the usual one first; may be empty
 * @param surname the one in use
 */
public record Addressee(String sex, String firstNames, String surname) {

  /**
   * The line of the person: title, usual first name, surname. Where it is too long the first name
   * becomes its initials; a surname is never shortened.
   *
   * @return empty when it does not fit, or is of another alphabet
   */
  Optional<String> line() {
    Optional<String> family = Capitals.name(surname);
    Optional<String> first = Capitals.name(firstNames.strip().split("\\s+", 2)[0]);
    if (family.isEmpty() || family.get().isEmpty() || first.isEmpty()) {
      return Optional.empty();
    }
    String initials =
        Stream.of(first.get().split("-"))
            .filter(part -> !part.isEmpty())
            .map(part -> part.substring(0, 1))
            .collect(Collectors.joining(" "));
    return Stream.of(first.get(), initials)
        .map(
            given ->
                Stream.of(title(), given, family.get())
                    .filter(part -> !part.isEmpty())
                    .collect(Collectors.joining(" ")))
        .filter(line -> line.length() <= PostalLines.LONGEST)
        .findFirst();
  }

  private String title() {
    return switch (sex.strip().toUpperCase(Locale.ROOT)) {
      case "M", "H", "1" -> "M";
      case "F", "2" -> "MME";
      default -> "";
    };
  }

  /** Nothing of the person. */
  @Override
  public String toString() {
    return "Addressee";
  }
}
