package fr.gouv.datalab.bridge.queries;

/**
 * The query is outside the closed SQL surface, or outside the convention: asking again will not
 * help.
 */
public final class RefusedQueryException extends QueryException {

  private static final long serialVersionUID = 1L;
  private final String rule;
  private final String table;

  /**
   * Refuses a query.
   *
   * @param rule the rule that refuses, such as {@code surface.function} or a convention's article
   * @param sentence what was asked, why it is refused, and what would be allowed
   */
  public RefusedQueryException(String rule, String sentence) {
    this(rule, "", sentence);
  }

  /**
   * Refuses a query because of a table that it names.
   *
   * @param rule the rule that refuses
   * @param table the table, as the query names it
   * @param sentence what was asked, why it is refused, and what would be allowed
   */
  public RefusedQueryException(String rule, String table, String sentence) {
    super(sentence, null);
    this.rule = rule;
    this.table = table;
  }

  /** The table that is refused, as the query names it; empty when it is not about a table. */
  public String table() {
    return table;
  }

  /** The rule that refuses. */
  public String rule() {
    return rule;
  }
}
