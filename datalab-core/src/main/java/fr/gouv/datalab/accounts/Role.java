package fr.gouv.datalab.accounts;

import java.util.Locale;
import java.util.Optional;

/** What a person comes to the desk for; it decides which pages open first, and audit. */
public enum Role {
  /** Submits releases and follows them. */
  ANALYSTE("analyste de données"),
  /** Decides on releases for DINUM. */
  JURISTE("juriste"),
  /** Sees and governs a ministry's data. */
  ADMINISTRATEUR("administrateur des données"),
  /** Reads the journal and all accesses, and decides nothing. */
  AUDITEUR("auditeur");

  private final String french;

  Role(String french) {
    this.french = french;
  }

  /** As pages say it. */
  public String french() {
    return french;
  }

  /** As commands and the registry write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role of a word. */
  public static Optional<Role> of(String word) {
    for (Role role : values()) {
      if (role.word().equals(word)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }
}
