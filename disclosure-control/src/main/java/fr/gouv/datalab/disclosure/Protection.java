package fr.gouv.datalab.disclosure;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Protects a table: primary rules, secondary suppression, audit. */
public final class Protection {

  /** Up to so many hidden cells, every interval is computed; above, it is proved wide enough. */
  private static final int EXACT_UP_TO = 1_500;

  private Protection() {}

  /**
   * Protects a table on its own, as if nothing had ever been published from its source.
   *
   * @param spec the rules; its columns are the table's
   * @return the table, safe
   * @throws CannotProtectException when no pattern of suppression keeps the intervals asked for
   */
  public static ProtectedTable of(ProtectionSpec spec, CellTable table) {
    return protect(spec, table, Set.of(), Set.of(), Reason.PAST);
  }

  /** Protects a table that hides some cells for the sake of tables linked to it. */
  static ProtectedTable linked(CellTable table, Set<List<String>> hidden) {
    return protect(table.spec(), table, hidden, Set.of(), Reason.LINKED);
  }

  /**
   * @param telling cells that would give something away with other tables: hidden in any case
   * @param known cells that are public already
   * @param why what telling cells are hidden for
   */
  private static ProtectedTable protect(
      ProtectionSpec spec,
      CellTable table,
      Set<List<String>> telling,
      Set<List<String>> known,
      Reason why) {
    if (!spec.columns().equals(table.spec().columns())
        || !spec.figures().equals(table.spec().figures())) {
      throw new BadInputException(
          "The table was read for the columns "
              + table.spec().columns()
              + table.spec().figures()
              + " and its specification names "
              + spec.columns()
              + spec.figures()
              + ".");
    }
    if (!(spec.method() instanceof Method.Suppress)) {
      throw new BadInputException(
          "Here tables are protected by suppression, since figures that were changed cannot be"
              + " compared with those of other tables: write `protect: suppress`, or protect the"
              + " table by itself (datalab disclose protect).");
    }
    Lattice lattice = table.lattice();
    Disguised.requireSums(spec, lattice);
    Decisions decisions = new Decisions(spec, lattice);
    Needs needs = new Needs(spec, lattice);
    decisions.level(needs);
    Reason[] reasons = PrimaryRules.reasons(spec.policy(), lattice);
    decisions.judge(reasons);
    for (int cell = 0; cell < reasons.length && !telling.isEmpty(); cell++) {
      if (reasons[cell] == Reason.SHOWN && telling.contains(lattice.codesOf(cell))) {
        reasons[cell] = why;
      }
    }
    Pattern pattern = new Pattern(spec, lattice, reasons);
    for (int cell = 0; cell < reasons.length && !known.isEmpty(); cell++) {
      if (known.contains(lattice.codesOf(cell))) {
        pattern.avoid(cell);
      }
    }
    decisions.weigh(pattern);
    Suppression suppression = new Suppression(spec, lattice, needs, pattern);
    Proofs proofs = suppression.run();
    decisions.requireKept(pattern);
    return audited(spec, lattice, needs, pattern, proofs).with(decisions.waivers());
  }

  /**
   * Protects a table of which parts may already be public through other tables: cells that would
   * give something away with them are hidden too, until the check against them all finds nothing.
   *
   * @param population the units it counts
   * @param published what the world has; those of another source or date are not compared
   * @return the table, safe together with them
   * @throws CannotProtectException when what is public gives away what must stay hidden, whatever
   *     this table hides
   */
  public static ProtectedTable of(
      ProtectionSpec spec, CellTable table, Population population, List<ReleasedTable> published) {
    return of(spec, table, population, Optional.empty(), published);
  }

  /**
   * The same, when everyone knows which codes go together.
   *
   * @param register of codes of this table and of others
   */
  public static ProtectedTable of(
      ProtectionSpec spec,
      CellTable table,
      Population population,
      Optional<Register> register,
      List<ReleasedTable> published) {
    Set<List<String>> telling = new HashSet<>();
    Set<List<String>> known = new HashSet<>();
    while (true) {
      ProtectedTable candidate = protect(spec, table, telling, known, Reason.PAST);
      DisclosureCheck.Outcome outcome =
          DisclosureCheck.outcome(
              ReleasedTable.of("this table", population, candidate).with(register), published);
      if (outcome.verdict().safe()) {
        return candidate.beside(
            published.stream()
                .filter(each -> each.population().isComparable(population))
                .map(ReleasedTable::name)
                .toList());
      }
      boolean another = known.addAll(outcome.known());
      another |= telling.addAll(outcome.toHide());
      if (!another) {
        throw new CannotProtectException(
            "What was published before gives away what this table must hide, in "
                + outcome.verdict().shortfalls().size()
                + " place(s). "
                + outcome.verdict().shortfalls().get(0)
                + " Publish a coarser table, or the same cells as before.");
      }
    }
  }

  private static ProtectedTable audited(
      ProtectionSpec spec, Lattice lattice, Needs needs, Pattern pattern, Proofs proofs) {
    boolean exact = pattern.hidden() <= EXACT_UP_TO;
    boolean[] hidden = new boolean[lattice.size()];
    for (int cell = 0; cell < hidden.length; cell++) {
      hidden[cell] = pattern.isHidden(cell);
    }
    Audit.Interval[][] intervals = new Audit.Interval[lattice.figures()][];
    for (int f = 0; f < intervals.length; f++) {
      intervals[f] =
          exact
              ? new Audit(lattice.equations(), hidden, lattice.values(f), needs.nonNegative(f))
                  .intervals()
              : CertificateCheck.proved(lattice, needs, pattern, proofs, f);
    }
    List<String> shortfalls = new ArrayList<>();
    for (int cell = 0; cell < hidden.length; cell++) {
      boolean held = pattern.isPrimary(cell) || spec.intervals() == ProtectionSpec.Intervals.ALL;
      for (int f = 0; hidden[cell] && f < intervals.length; f++) {
        if (held && needs.isTooNarrow(f, cell, intervals[f][cell])) {
          shortfalls.add(sentence(spec, lattice, f, cell, "more closely than asked"));
        } else if (intervals[f][cell].lower() >= intervals[f][cell].upper()) {
          shortfalls.add(sentence(spec, lattice, f, cell, "exactly"));
        }
      }
    }
    Knowledge knowledge = new Knowledge(spec, lattice, needs, pattern, proofs);
    for (int f = 0; f < intervals.length && shortfalls.isEmpty(); f++) {
      shortfalls.addAll(exact ? List.of() : knowledge.determined(f));
      shortfalls.addAll(knowledge.ofInsiders(f));
    }
    return new ProtectedTable(
        spec,
        lattice,
        pattern,
        intervals,
        new Verdict(exact, shortfalls),
        ProtectedTable.Notes.none(),
        proofs);
  }

  private static String sentence(
      ProtectionSpec spec, Lattice lattice, int figure, int cell, String how) {
    return lattice.name(cell)
        + ": a reader infers its "
        + spec.figures().get(figure)
        + " "
        + how
        + ".";
  }
}
