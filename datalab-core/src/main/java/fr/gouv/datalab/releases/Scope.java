package fr.gouv.datalab.releases;

import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which releases a list is of: all of a home, or those of some conventions. What is prepared under
 * a convention concerns those whom it names; to anyone else it is as if it did not exist.
 *
 * @param conventions whose releases are listed; empty: all releases
 */
public record Scope(Optional<Set<String>> conventions) {
  private static final Scope ALL = new Scope(Optional.empty());

  /** Copies the set, in order. */
  public Scope {
    conventions = conventions.map(each -> Collections.unmodifiableSet(new TreeSet<>(each)));
  }

  /** Every release. */
  public static Scope all() {
    return ALL;
  }

  /** The releases of some conventions. */
  public static Scope of(Set<String> conventions) {
    return new Scope(Optional.of(conventions));
  }

  /** Whether it is of every release. */
  boolean isAll() {
    return conventions.isEmpty();
  }
}
