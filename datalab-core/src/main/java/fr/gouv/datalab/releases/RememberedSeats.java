package fr.gouv.datalab.releases;

import fr.gouv.datalab.refusals.RefusedException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Seats that are asked once for each convention and person, for as long as one page or one answer
 * is made: a list of releases shares few conventions. Not for decisions, which ask anew. Used by
 * one thread.
 */
public final class RememberedSeats implements Seats {

  /** What was answered: seats, or a refusal that every use meets. */
  private record Answer(Set<String> seats, RefusedException refusal) {
    Set<String> get() {
      if (refusal != null) {
        throw refusal;
      }
      return seats;
    }
  }

  private final Seats seats;
  private final Map<String, Answer> required = new HashMap<>();
  private final Map<String, Answer> held = new HashMap<>();
  private final Map<String, Answer> members = new HashMap<>();

  /** Remembers what these answer. */
  public RememberedSeats(Seats seats) {
    this.seats = seats;
  }

  private static Answer answer(Supplier<Set<String>> question) {
    try {
      return new Answer(Set.copyOf(question.get()), null);
    } catch (RefusedException refusal) {
      return new Answer(Set.of(), refusal);
    }
  }

  private static String of(String convention, String person) {
    return convention + "\n" + person;
  }

  @Override
  public Set<String> heldBy(String convention, String person) {
    return held.computeIfAbsent(
            of(convention, person), key -> answer(() -> seats.heldBy(convention, person)))
        .get();
  }

  @Override
  public Set<String> required(String convention) {
    return required
        .computeIfAbsent(convention, key -> answer(() -> seats.required(convention)))
        .get();
  }

  @Override
  public boolean member(String convention, String person) {
    return !members
        .computeIfAbsent(
            of(convention, person),
            key -> answer(() -> seats.member(convention, person) ? Set.of(person) : Set.of()))
        .get()
        .isEmpty();
  }
}
