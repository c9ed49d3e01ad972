package fr.gouv.datalab.notices;

import java.util.Locale;
import java.util.Optional;

/**
 * Something that people are told of.
 *
 * @param sequence of its record in the journal; it names the event
 * @param kind what happened
 * @param object to which release or dataset
 * @param actor who did it, and so need not be told
 */
record Event(long sequence, Kind kind, String object, String actor) {

  /** What people are told of; each has its words in {@code letters_fr} and {@code letters_en}. */
  enum Kind {
    RELEASE_SUBMIT("release.submit", ""),
    RELEASE_RETURN("release.return", ""),
    RELEASE_REJECT("release.reject", ""),
    RELEASE_APPROVED("release.approve", "APPROVED"),
    RELEASE_EXPORT("release.export", ""),
    FLOW_STOP("flow.stop", ""),
    FLOW_RESUME("flow.resume", "");

    private final String verb;
    private final String state;

    Kind(String verb, String state) {
      this.verb = verb;
      this.state = state;
    }

    /** The kind of an act, where it is one that people are told of. */
    static Optional<Kind> of(String verb, String state) {
      for (Kind kind : values()) {
        if (kind.verb.equals(verb) && (kind.state.isEmpty() || kind.state.equals(state))) {
          return Optional.of(kind);
        }
      }
      return Optional.empty();
    }

    /** The beginning of its keys in the letters. */
    String key() {
      return name().toLowerCase(Locale.ROOT).replace('_', '.');
    }

    /** Whether it is about a release; else it is about a dataset. */
    boolean isOfRelease() {
      return name().startsWith("RELEASE");
    }
  }
}
