package fr.gouv.datalab.usecases;

import java.util.Arrays;
import java.util.Optional;

/** What a run of a use case makes. */
public enum Part {
  /** The tables that may be released. */
  TABLES("tableaux"),
  /** The list of those to write to, and of those set aside. */
  LIST("courrier"),
  /** The table that says what the letter changed. */
  EFFECT("effet");

  private final String word;

  Part(String word) {
    this.word = word;
  }

  /** As {@code --step} names it. */
  public String word() {
    return word;
  }

  /** The part of that name. */
  public static Optional<Part> of(String word) {
    return Arrays.stream(values()).filter(part -> part.word.equals(word)).findFirst();
  }
}
