package fr.gouv.datalab.disclosure;

/** What this library refuses, in a sentence: what happened, to what, what would fix it. */
public abstract class DisclosureException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DisclosureException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
