package fr.gouv.datalab.refusals;

/** The command was not asked in a way it understands (exit 2): the sentence says how to ask. */
public final class UsageException extends DatalabException {

  private static final long serialVersionUID = 1L;

  /** Says what is missing or wrong in the command, and what to write instead. */
  public UsageException(String sentence) {
    super(sentence, null);
  }

  @Override
  public int exitCode() {
    return 2;
  }
}
