package fr.gouv.datalab.rights;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A person's objection to the use of their data (GDPR, art. 21).
 *
 * @param id such as {@code OPP-2026-0001}
 * @param convention the only convention that it is about; empty for every use
 * @param since from when
 * @param person who recorded it
 * @param kinds by what the person is known: {@code nir}, {@code lien}...
 * @param withdrawn since when it holds no more
 */
public record Opposition(
    String id,
    Optional<String> convention,
    Instant since,
    String person,
    List<String> kinds,
    Optional<Instant> withdrawn) {
  /** Copies the kinds. */
  public Opposition {
    kinds = List.copyOf(kinds);
  }

  /** One line for a person. */
  public String line() {
    return String.format(
        "%s  %s  %-14s  %s%s",
        id,
        since.toString().substring(0, 10),
        convention.orElse("every use"),
        String.join(", ", kinds),
        withdrawn.map(at -> "  withdrawn " + at.toString().substring(0, 10)).orElse(""));
  }
}
