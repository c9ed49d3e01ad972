package fr.gouv.datalab.sample.people;

/** Sex at the civil register, with the first digit of the NIR and the letter of the files. */
public enum Sex {
  M(1, "M"),
  F(2, "F");

  private final int nirDigit;
  private final String initial;

  Sex(int nirDigit, String initial) {
    this.nirDigit = nirDigit;
    this.initial = initial;
  }

  /** 1 or 2. */
  public int nirDigit() {
    return nirDigit;
  }

  /** {@code M} or {@code F}. */
  public String initial() {
    return initial;
  }

  /** The other one. */
  public Sex other() {
    return this == M ? F : M;
  }
}
