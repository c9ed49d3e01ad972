package fr.gouv.datalab.catalogue;

import java.util.Map;

/**
 * A person whom a row names by several columns. Its direct identifiers go to the vault under the
 * pseudonym of its key; where {@code linkage} is set, they also become linkage tokens.
 *
 * @param name such as {@code declarant}; conventions grant its linkage as {@code identite:NAME}
 * @param key the identifier column under whose pseudonym it is kept
 * @param when values that columns must have for the row to name such a person; empty: always
 * @param roles the column that holds each part of it: {@code nomNaissance}, {@code commune}...
 * @param linkage whether it may be linked with identities of other datasets
 */
public record Identity(
    String name, String key, Map<String, String> when, Map<String, String> roles, boolean linkage) {
  /** Copies the maps. */
  public Identity {
    when = Map.copyOf(when);
    roles = Map.copyOf(roles);
  }
}
