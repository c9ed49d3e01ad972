package fr.gouv.datalab.quality;

/** By what the values of a column are counted. */
public enum Measure {
  /** Not at all: an identifier, a name. Only whether there is a value. */
  PRESENCE(false),
  /** Numbers, by classes. */
  NUMBER(true),
  /** Days, by months and years. */
  MONTH(true),
  /** Codes, each for itself. */
  VALUE(false),
  /** Codes of which there are many, by their first two characters. */
  PREFIX(false),
  /** Texts, by their length: what they say is not looked at. */
  LENGTH(true);

  private final boolean ordered;

  Measure(boolean ordered) {
    this.ordered = ordered;
  }

  /** Whether its classes follow each other on a line. */
  public boolean isOrdered() {
    return ordered;
  }
}
