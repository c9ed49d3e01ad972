package fr.gouv.datalab.journal;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Something a person did, as the journal will keep it for ever. Never holds an identifier of a
 * person the data is about.
 *
 * @param person who acted: a user's name, or {@code datalab} for the house itself
 * @param verb what was done: {@code release.approve}, {@code gate.open}, {@code flow.stop}
 * @param object to which thing: a release's id, a convention's, a dataset's name
 * @param details what else must be known; values are text, numbers, booleans, lists or maps of
 *     these
 */
public record Act(String person, String verb, String object, Map<String, Object> details) {

  /** Copies the details. */
  public Act {
    Objects.requireNonNull(person, "person");
    Objects.requireNonNull(verb, "verb");
    Objects.requireNonNull(object, "object");
    details = java.util.Collections.unmodifiableMap(new TreeMap<>(details));
  }

  /** An act with nothing more to say. */
  public Act(String person, String verb, String object) {
    this(person, verb, object, Map.of());
  }
}
