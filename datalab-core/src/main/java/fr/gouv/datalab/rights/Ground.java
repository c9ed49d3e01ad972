package fr.gouv.datalab.rights;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Why data must be erased: the grounds of GDPR, art. 17(1). */
public enum Ground {
  /** No longer needed for what they were collected for. */
  NO_LONGER_NEEDED("a"),
  /** Consent was withdrawn, and nothing else allows the processing. */
  CONSENT_WITHDRAWN("b"),
  /** The person objected, and no overriding ground prevails. */
  OBJECTION("c"),
  /** The data were processed unlawfully: the exceptions of art. 17(3) do not hold against it. */
  UNLAWFUL("d"),
  /** A legal obligation to erase. */
  LEGAL_OBLIGATION("e"),
  /** Collected from a child for an information society service. */
  CHILD("f");

  private final String letter;

  Ground(String letter) {
    this.letter = letter;
  }

  /** As a person would cite it. */
  public String article() {
    return "GDPR, art. 17(1)(" + letter + ")";
  }

  /** Whether what excludes the right in general excludes it here too. */
  public boolean yieldsToExceptions() {
    return this != UNLAWFUL;
  }

  /** The word by which a command names it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The ground of a word.
   *
   * @throws fr.gouv.datalab.refusals.UsageException when there is none of that word
   */
  public static Ground of(String word) {
    return Arrays.stream(values())
        .filter(ground -> ground.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new fr.gouv.datalab.refusals.UsageException(
                    "There is no ground `"
                        + word
                        + "`: art. 17(1) of the GDPR has "
                        + Arrays.stream(values())
                            .map(Ground::word)
                            .collect(Collectors.joining(", "))
                        + "."));
  }
}
