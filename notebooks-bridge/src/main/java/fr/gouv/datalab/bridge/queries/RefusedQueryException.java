package fr.gouv.datalab.bridge.queries;

/**
 * The query is outside the closed SQL surface, or outside the convention: asking again will not
 * help.
 */
public final class RefusedQueryException extends QueryException {

  private static final long serialVersionUID = 1L;
  private final String rule;

  /**
   * Refuses a query.
   *
   * @param rule the rule that refuses, such as {@code surface.function} or a convention's article
   * @param sentence what was asked, why it is refused, and what would be allowed
   */
  public RefusedQueryException(String rule, String sentence) {
    super(sentence, null);
    this.rule = rule;
  }

  /** The rule that refuses. */
  public String rule() {
    return rule;
  }
}
