package fr.gouv.datalab.notices;

import java.util.Locale;
import java.util.Optional;

/**
 * Something that people are told of.
 *
 * @param sequence of its record in the journal; it names the event
 * @param kind what happened
 * @param object to which release, dataset, convention or warrant
 * @param actor who did it, and so need not be told
 */
record Event(long sequence, Kind kind, String object, String actor) {

  /** What events are about, and where the desk shows it. */
  enum Room {
    RELEASES("/publications/"),
    DATASETS("/donnees/"),
    CONVENTIONS("/conventions/"),
    /** The desk has no page of theirs: `datalab warrant show` has. */
    WARRANTS("");

    private final String path;

    Room(String path) {
      this.path = path;
    }

    /** Before the object's name; empty where the desk has no page of it. */
    String path() {
      return path;
    }
  }

  /** What people are told of; each has its words in {@code letters_fr} and {@code letters_en}. */
  enum Kind {
    RELEASE_SUBMIT("release.submit", "", Room.RELEASES),
    RELEASE_RETURN("release.return", "", Room.RELEASES),
    RELEASE_REJECT("release.reject", "", Room.RELEASES),
    RELEASE_APPROVED("release.approve", "APPROVED", Room.RELEASES),
    RELEASE_EXPORT("release.export", "", Room.RELEASES),
    FLOW_STOP("flow.stop", "", Room.DATASETS),
    FLOW_RESUME("flow.resume", "", Room.DATASETS),
    CONVENTION_ADD("convention.add", "", Room.CONVENTIONS),
    CONVENTION_SUSPEND("convention.suspend", "", Room.CONVENTIONS),
    CONVENTION_END("convention.end", "", Room.CONVENTIONS),
    WARRANT_REQUEST("warrant.request", "", Room.WARRANTS),
    WARRANT_EXECUTE("warrant.execute", "", Room.WARRANTS);

    private final String verb;
    private final String state;
    private final Room room;

    Kind(String verb, String state, Room room) {
      this.verb = verb;
      this.state = state;
      this.room = room;
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

    /** What it is about. */
    Room room() {
      return room;
    }
  }
}
