package fr.gouv.datalab.dialects;

import java.util.Locale;

/** The form of most values of a column, as they are written. */
public enum ValueForm {
  /** No value. */
  EMPTY,
  /** Whole numbers, without a zero in front: one with zeros is a code. */
  INTEGER,
  /** Numbers with decimals, and whole ones. */
  DECIMAL,
  /** Days, in one pattern. */
  DATE,
  /** Yes or no, in words. */
  BOOLEAN,
  /** Anything else. */
  TEXT;

  /** The word by which registers and reports call it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
