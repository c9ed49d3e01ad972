package fr.gouv.datalab.refusals;

import java.util.Objects;

/**
 * A convention or a rule forbids what was asked (exit 3). The caller may do what the sentence says
 * would make it allowed; trying again unchanged is refused again. Nothing was done.
 */
public final class RefusedException extends DatalabException {

  private static final long serialVersionUID = 1L;

  private final String rule;

  /**
   * A refusal under a rule.
   *
   * @param rule what forbids it, as a person would cite it: {@code article 4}, {@code four eyes}
   * @param sentence what was refused, and what would make it allowed
   */
  public RefusedException(String rule, String sentence) {
    super(sentence, null);
    this.rule = Objects.requireNonNull(rule, "rule");
  }

  /** What forbids it: {@code article 4} of a convention, or the name of a rule. */
  public String rule() {
    return rule;
  }

  @Override
  public int exitCode() {
    return 3;
  }
}
