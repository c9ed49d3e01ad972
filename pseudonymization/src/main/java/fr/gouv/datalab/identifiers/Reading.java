package fr.gouv.datalab.identifiers;

/** What reading an identifier gives: its normalised form, or the rule that it breaks. */
public sealed interface Reading permits Reading.Valid, Reading.Invalid {

  /**
   * A value that passed every rule of its kind.
   *
   * @param normalised the one form that all spellings of this identifier share
   */
  record Valid(String normalised) implements Reading {
    /** Leaves the value out: a log line that prints a reading must not name a person. */
    @Override
    public String toString() {
      return "Valid[hidden]";
    }
  }

  /**
   * A value that was refused.
   *
   * @param rule the rule's stable name, such as {@code nir.cle}
   * @param reason one English sentence without the value; {@link Refusal} has it in French
   */
  record Invalid(String rule, String reason) implements Reading {}
}
