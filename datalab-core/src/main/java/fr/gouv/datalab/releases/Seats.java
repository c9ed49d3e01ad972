package fr.gouv.datalab.releases;

import java.util.Set;

/**
 * Who may decide on what a convention releases. A seat is {@code juriste} or {@code
 * administrateur-<producer>}.
 */
public interface Seats {

  /** The seats that a person holds in a convention; empty when they hold none. */
  Set<String> heldBy(String convention, String person);

  /** The seats whose holders must all approve a release of the convention. */
  Set<String> required(String convention);

  /** Whether a person is of the convention at all, and so may submit or export. */
  default boolean member(String convention, String person) {
    return !heldBy(convention, person).isEmpty();
  }
}
