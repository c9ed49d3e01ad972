package fr.gouv.datalab.catalogue;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * How the columns of a delivery may differ from those of the last one. A contract lists those that
 * it allows ({@code schemaChanges}); another is refused, with the list of what changed.
 */
public enum SchemaChange {
  /** A column that the contract does not have: it is not read. */
  ADDED,
  /** A column of the contract that the file lacks, and that is not required: it is empty. */
  REMOVED,
  /** A column under another of its names, one of its {@code aliases}. */
  RENAMED,
  /** A column whose values were of one form (numbers, dates, texts) and are of another. */
  RETYPED,
  /** The same columns in another order. */
  REORDERED;

  /** What a contract that says nothing allows: nothing of it changes what a value means. */
  public static final Set<SchemaChange> USUAL = Set.copyOf(EnumSet.of(ADDED, RENAMED, REORDERED));

  /** The word by which contracts, registers and reports call it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The change of a contract's word.
   *
   * @throws IllegalArgumentException with the words, when there is none
   */
  public static SchemaChange of(String word) {
    for (SchemaChange change : values()) {
      if (change.word().equals(word)) {
        return change;
      }
    }
    throw new IllegalArgumentException(
        "has " + word + ", which is none of added, removed, renamed, retyped, reordered");
  }
}
