package fr.gouv.datalab.catalogue;

import fr.gouv.datalab.identifiers.IdentifierKind;

/** What a column says about a person, and so what the way in does with it. A closed choice. */
public sealed interface Sensitivity {

  /** Names one person, household or company: enters the lake as a pseudonym of 16 bytes. */
  record Identifier(IdentifierKind kind) implements Sensitivity {
    @Override
    public String toString() {
      return "identifier(" + kind.id() + ")";
    }
  }

  /** Names, addresses, birth dates: never in the lake; sealed in the vault or made into tokens. */
  record DirectIdentifier() implements Sensitivity {
    @Override
    public String toString() {
      return "direct-identifier";
    }
  }

  /** Harmless alone, telling when crossed: sex, commune, year of birth. */
  record QuasiIdentifier() implements Sensitivity {
    @Override
    public String toString() {
      return "quasi-identifier";
    }
  }

  /** Harms when known of someone: income, pay, a diploma missed. */
  record Sensitive() implements Sensitivity {
    @Override
    public String toString() {
      return "sensitive";
    }
  }

  /** Says nothing of a person. */
  record Plain() implements Sensitivity {
    @Override
    public String toString() {
      return "plain";
    }
  }

  /** How a contract writes it: {@code identifier(nir)}, {@code plain}... */
  @Override
  String toString();

  /**
   * Reads what a contract writes.
   *
   * @throws IllegalArgumentException with the choices, when it is none of them
   */
  static Sensitivity of(String text) {
    if (text.startsWith("identifier(") && text.endsWith(")")) {
      return new Identifier(IdentifierKind.of(text.substring(11, text.length() - 1)));
    }
    return switch (text) {
      case "direct-identifier" -> new DirectIdentifier();
      case "quasi-identifier" -> new QuasiIdentifier();
      case "sensitive" -> new Sensitive();
      case "plain" -> new Plain();
      default ->
          throw new IllegalArgumentException(
              "must be identifier(KIND), direct-identifier, quasi-identifier, sensitive or plain");
    };
  }
}
