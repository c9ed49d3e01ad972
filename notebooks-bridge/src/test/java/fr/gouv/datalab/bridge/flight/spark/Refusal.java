package fr.gouv.datalab.bridge.flight.spark;

import java.util.regex.Pattern;

/** How a refusal on a plan reads to any client. */
final class Refusal {
  /** By a rule of the surface, by the convention, or because the plan names what is not there. */
  static final Pattern ON_THE_PLAN =
      Pattern.compile(
          ".*(refused by (surface\\.\\w+|convention CONV-2026-002, article 2):"
              + "|\\[(PARSE_SYNTAX_ERROR|UNRESOLVED_COLUMN|INVALID_LIMIT_LIKE_EXPRESSION)).*",
          Pattern.DOTALL);

  private Refusal() {}
}
