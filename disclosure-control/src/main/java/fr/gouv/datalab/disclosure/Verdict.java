package fr.gouv.datalab.disclosure;

import java.util.List;

/**
 * Whether what is published keeps what is hidden.
 *
 * @param exact whether the intervals are the attacker's own, or proved to be at least so wide
 * @param shortfalls sentences, one for each cell whose interval falls short; none when safe
 */
public record Verdict(boolean exact, List<String> shortfalls) {

  public Verdict {
    shortfalls = List.copyOf(shortfalls);
  }

  /** Whether no cell falls short. */
  public boolean safe() {
    return shortfalls.isEmpty();
  }

  /** {@code safe} or {@code unsafe}. */
  public String word() {
    return safe() ? "safe" : "unsafe";
  }

  @Override
  public String toString() {
    return word();
  }
}
