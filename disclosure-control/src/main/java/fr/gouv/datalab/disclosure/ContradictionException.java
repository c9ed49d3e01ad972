package fr.gouv.datalab.disclosure;

/**
 * Tables said to count the same units do not agree: two figures for one group, or figures that no
 * units could make. Of one date, that tells who differs; of two dates, that someone moved.
 */
final class ContradictionException extends CannotProtectException {
  private static final long serialVersionUID = 1L;

  ContradictionException(String sentence) {
    super(sentence);
  }
}
