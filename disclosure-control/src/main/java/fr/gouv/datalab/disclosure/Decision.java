package fr.gouv.datalab.disclosure;

import java.util.List;

/**
 * What someone decided of one cell, besides the rules: a waiver with its reason, or a line of an
 * a-priori file (tau-ARGUS manual 4.1, section 5.6).
 *
 * @param codes the cell, one code for each dimension
 * @param kind what was decided
 * @param lower for a level: how far down the cell must stay uncertain; for a cost: what it costs
 * @param upper for a level: how far up
 * @param reason why, for the report
 * @param by who decided, for the report
 */
public record Decision(
    List<String> codes, Kind kind, double lower, double upper, String reason, String by) {

  /** What may be decided. */
  public enum Kind {
    /** Rules do not hide this cell: its units agreed, or the law says that it is public. */
    WAIVED,
    /** Hidden, whatever the rules say. */
    HIDDEN,
    /** Never hidden for the sake of another cell. */
    KEPT,
    /** What hiding it costs. */
    COST,
    /** The interval that it keeps when it is hidden. */
    LEVEL
  }

  public Decision {
    codes = List.copyOf(codes);
  }

  /** A waiver: who said that this cell may be shown, and why. */
  public static Decision waiver(List<String> codes, String reason, String by) {
    return new Decision(codes, Kind.WAIVED, 0, 0, reason, by);
  }
}
