package fr.gouv.datalab.disclosure;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a pattern of hidden cells costs and what readers still infer, whoever chose it: the measure
 * by which tools are compared.
 *
 * @param cells margins included
 * @param primary cells that a rule of the specification hides
 * @param shown those of them that the pattern publishes
 * @param hidden cells that the pattern hides
 * @param valueKept share of the main figure that is published, over all cells that no rule hides
 * @param exact hidden cells of which a reader computes a figure
 * @param narrow primary cells with an interval narrower than asked, exact ones included; -1 where
 *     so many hidden cells are tied together that intervals are not computed
 * @param insiders primary cells of which units that pool what they know of themselves compute a
 *     figure
 */
public record PatternJudgement(
    int cells,
    int primary,
    int shown,
    int hidden,
    double valueKept,
    int exact,
    int narrow,
    int insiders) {

  /** Whether nobody computes a cell that a rule hides, nor any other hidden cell. */
  public boolean holdsExactly() {
    return shown == 0 && exact == 0 && insiders == 0;
  }

  /**
   * Judges a pattern, by the audit's own code: nothing of how it was found is looked at.
   *
   * @param hidden by codes, in the order of the dimensions
   * @param intervalsUpTo hidden cells tied together of which intervals are computed
   */
  public static PatternJudgement of(
      ProtectionSpec spec, CellTable table, Predicate<List<String>> hidden, int intervalsUpTo) {
    Lattice lattice = table.lattice();
    Reason[] reasons = PrimaryRules.reasons(spec.policy(), lattice);
    boolean[] hides = new boolean[reasons.length];
    int primary = 0;
    int shown = 0;
    int count = 0;
    double all = 0;
    double kept = 0;
    for (int cell = 0; cell < hides.length; cell++) {
      hides[cell] = hidden.test(lattice.codesOf(cell));
      double value = Math.abs((double) lattice.value(spec.mainFigure(), cell));
      boolean must = reasons[cell] != Reason.SHOWN;
      primary += must ? 1 : 0;
      shown += must && !hides[cell] ? 1 : 0;
      count += hides[cell] ? 1 : 0;
      all += must ? 0 : value;
      kept += must || hides[cell] ? 0 : value;
      reasons[cell] = !hides[cell] ? Reason.SHOWN : must ? reasons[cell] : Reason.SECONDARY;
    }
    Needs needs = new Needs(spec, lattice);
    Set<Integer> exact = new HashSet<>();
    Set<Integer> narrow = new HashSet<>();
    boolean computed = true;
    for (int f = 0; f < lattice.figures(); f++) {
      Audit.Interval[] intervals =
          new Audit(lattice.equations(), hides, lattice.values(f), needs.nonNegative(f))
              .intervals(hides, intervalsUpTo);
      for (int cell = 0; cell < hides.length; cell++) {
        if (hides[cell] && intervals[cell].lower() >= intervals[cell].upper()) {
          exact.add(cell);
        }
        if (hides[cell] && reasons[cell].isPrimary()) {
          computed &= !Double.isInfinite(intervals[cell].upper());
          if (needs.isTooNarrow(f, cell, intervals[cell])) {
            narrow.add(cell);
          }
        }
      }
    }
    return new PatternJudgement(
        hides.length,
        primary,
        shown,
        count,
        all == 0 ? 1 : kept / all,
        exact.size(),
        computed ? narrow.size() : -1,
        insiders(spec, lattice, needs, new Pattern(spec, lattice, reasons)));
  }

  private static int insiders(ProtectionSpec spec, Lattice lattice, Needs needs, Pattern pattern) {
    Set<Integer> computed = new HashSet<>();
    Insiders insiders = new Insiders(spec, lattice, needs, pattern, new Proofs(lattice.size()));
    for (int f = 0; f < lattice.figures(); f++) {
      for (Insiders.Leak leak : insiders.leaks(f)) {
        computed.add(leak.cell());
      }
    }
    return computed.size();
  }
}
