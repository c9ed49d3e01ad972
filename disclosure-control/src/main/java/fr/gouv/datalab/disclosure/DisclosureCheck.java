package fr.gouv.datalab.disclosure;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a reader infers from a table together with those published before from the same source and
 * date.
 *
 * <p>The linear attacker works on all tables at once. A cell of any of them falls short when a rule
 * hides it by itself and its interval is narrower than its own specification asks, or, where what
 * it hides is not known here, when it is inferred exactly; and so does a published figure that
 * leaves too few units between it and another, or that gives away a small group that no table
 * names. What the tables before already gave away of one another is not held against this one.
 *
 * <p>Tables of another date are compared where the source only grows, since those of the earlier
 * one are among the later one's; else only as far as few units moved between them ({@link Movers}).
 */
public final class DisclosureCheck {

  /**
   * What was found.
   *
   * @param verdict on the candidate
   * @param toHide published cells of the candidate, some of which must be hidden if anything helps
   * @param known cells of the candidate that are public already: hiding them helps nothing
   */
  record Outcome(Verdict verdict, Set<List<String>> toHide, Set<List<String>> known) {

    /** What two ways of looking find. */
    Outcome and(Outcome other) {
      Set<String> all = new LinkedHashSet<>(verdict.shortfalls());
      all.addAll(other.verdict.shortfalls());
      Set<List<String>> hide = new LinkedHashSet<>(toHide);
      hide.addAll(other.toHide);
      Set<List<String>> seen = new LinkedHashSet<>(known);
      seen.addAll(other.known);
      return new Outcome(new Verdict(true, List.copyOf(all)), hide, seen);
    }
  }

  private final List<ReleasedTable> tables;
  private final UnionSystem system;
  private final PublishedTable candidate;
  private final List<Map<List<BitSet>, Integer>> boxes = new ArrayList<>();
  private final Set<String> shortfalls = new LinkedHashSet<>();
  private final Set<List<String>> toHide = new LinkedHashSet<>();

  private DisclosureCheck(List<ReleasedTable> tables) {
    this.tables = tables;
    this.system = new UnionSystem(tables);
    this.candidate = tables.get(0).published();
    for (int t = 0; t < tables.size(); t++) {
      PublishedTable table = tables.get(t).published();
      Map<List<BitSet>, Integer> own = new HashMap<>();
      for (int cell = 0; cell < table.cells(); cell++) {
        if (!table.isHidden(cell) && table.blur().isEmpty()) {
          own.put(List.of(system.box(t, cell)), cell);
        }
      }
      boxes.add(own);
    }
  }

  /**
   * The verdict on a table that is safe alone, in view of what is public.
   *
   * @throws CannotProtectException when the tables contradict one another, or cut the source into
   *     too many parts to be compared
   */
  public static Verdict check(ReleasedTable candidate, List<ReleasedTable> published) {
    return outcome(candidate, published).verdict();
  }

  static Outcome outcome(ReleasedTable candidate, List<ReleasedTable> published) {
    if (tellsOddsAlone(candidate)) {
      return new Outcome(new Verdict(true, List.of()), Set.of(), Set.of());
    }
    List<ReleasedTable> tables = new ArrayList<>(List.of(candidate));
    for (ReleasedTable each : published) {
      boolean comparable = each.population().isComparable(candidate.population());
      if (comparable) {
        Renamed.require(candidate, each);
        Disguised.require(candidate, each);
      }
      if (comparable && !tellsOddsAlone(each) && tables.stream().noneMatch(each::saysTheSameAs)) {
        tables.add(each);
      }
    }
    List<ReleasedTable> otherDates =
        published.stream()
            .filter(each -> each.population().isAnotherDateOf(candidate.population()))
            .toList();
    Movers movers = new Movers(candidate);
    otherDates.forEach(movers::compare);
    Outcome dates = movers.outcome().and(new Steady(candidate, otherDates).outcome());
    if (tables.size() == 1 && !Averages.matter(tables)) {
      return dates;
    }
    Set<LocalDate> entries = new TreeSet<>();
    tables.forEach(each -> entries.add(each.population().asOf()));
    tables.replaceAll(each -> each.on(each.population().among(entries)));
    DisclosureCheck check = new DisclosureCheck(tables);
    check.shortfalls.addAll(dates.verdict().shortfalls());
    check.toHide.addAll(dates.toHide());
    check.differences();
    SameNoise.require(tables, check.system);
    for (int f = 0; f < candidate.published().spec().shown().size(); f++) {
      UnionFigure exact = new UnionFigure(check.system, tables, f, false);
      if (candidate.published().blur().isEmpty()) {
        check.infer(exact, f == 0);
      }
      UnionFigure all = new UnionFigure(check.system, tables, f);
      if (all.usesChanged() && check.shortfalls.isEmpty()) {
        check.infer(all, f == 0);
      }
    }
    if (Averages.matter(tables) && check.shortfalls.isEmpty()) {
      check.shortfalls.addAll(new TooManyEstimates(check.system, tables, otherDates).shortfalls());
    }
    Set<List<String>> known = check.known();
    known.addAll(dates.known());
    return new Outcome(new Verdict(true, List.copyOf(check.shortfalls)), check.toHide, known);
  }

  /** Noise that nothing bounds constrains no figure: what it tells is the ledger's to count. */
  private static boolean tellsOddsAlone(ReleasedTable table) {
    return table.published().blur().map(Blur::isUnbounded).orElse(false);
  }

  /** Two published cells, one within the other, that leave too few units between them. */
  private void differences() {
    long least = candidate.spec().policy().minimumFrequency();
    for (int t = 1; t < tables.size(); t++) {
      for (Map.Entry<List<BitSet>, Integer> mine : boxes.get(0).entrySet()) {
        requireSame(t, mine.getKey(), mine.getValue());
        for (Map.Entry<List<BitSet>, Integer> theirs : boxes.get(t).entrySet()) {
          long more =
              candidate.value(0, mine.getValue())
                  - tables.get(t).published().value(0, theirs.getValue());
          if (more != 0
              && Math.abs(more) < least
              && (more > 0
                  ? contains(mine.getKey(), theirs.getKey())
                  : contains(theirs.getKey(), mine.getKey()))) {
            shortfalls.add(
                named(t, mine.getValue(), theirs.getValue())
                    + " differ by fewer units than may be shown.");
            toHide.add(candidate.codes(mine.getValue()));
          }
        }
      }
    }
  }

  private void requireSame(int t, List<BitSet> box, int cell) {
    Integer twin = boxes.get(t).get(box);
    if (twin != null && candidate.value(0, cell) != tables.get(t).published().value(0, twin)) {
      throw new CannotProtectException(
          named(t, cell, twin)
              + " are not equal: two figures for the same units tell those who differ. Publish what"
              + " was published, or another date.");
    }
  }

  private String named(int t, int mine, int theirs) {
    return candidate.name(mine)
        + ": its "
        + candidate.spec().frequency()
        + " and that of "
        + tables.get(t).published().name(theirs)
        + " in "
        + tables.get(t).name();
  }

  private static boolean contains(List<BitSet> whole, List<BitSet> part) {
    for (int c = 0; c < whole.size(); c++) {
      if (!JunctionTree.contains(whole.get(c), part.get(c))) {
        return false;
      }
    }
    return true;
  }

  private void infer(UnionFigure figure, boolean countsUnits) {
    Peeling known = figure.known(t -> true);
    Peeling before = figure.known(t -> t > 0);
    boolean[] wanted = wanted(figure);
    Audit.Interval[] intervals;
    try {
      intervals = known.contradiction() ? null : figure.intervals(known, t -> true, wanted);
    } catch (BadInputException e) {
      intervals = null;
    }
    if (intervals == null) {
      throw new CannotProtectException(
          "The table and those published before from its source do not add up in "
              + figure.name(0)
              + ": two figures for the same units tell those who differ. Publish what was"
              + " published, or another date.");
    }
    if (countsUnits && shortfalls.isEmpty()) {
      smallGroups(figure, known, before);
    }
    narrow(figure, wanted, intervals, before);
    if (shortfalls.isEmpty() && !figure.usesChanged()) {
      insiders(figure, known);
    }
  }

  private void insiders(UnionFigure figure, Peeling known) {
    for (UnionInsiders.Leak leak : new UnionInsiders(system, tables, figure).leaks(known)) {
      int t = leak.table();
      shortfalls.add(
          tables.get(t).published().name(leak.cell())
              + (t == 0 ? "" : " in " + tables.get(t).name())
              + ": with "
              + (t == 0 ? "what was published before, " : "this table, ")
              + (leak.by().units() == 1
                  ? "a unit that knows its own cells computes its "
                  : "two units that pool what they know of their own cells compute its ")
              + figure.name(t)
              + ".");
      hideNear(figure, system.variable(t, leak.cell()));
    }
  }

  /** Units that no table names, of which the candidate's figures give the number. */
  private void smallGroups(UnionFigure figure, Peeling known, Peeling before) {
    long least = candidate.spec().policy().minimumFrequency();
    Peeling mine = figure.known(t -> t == 0);
    for (int variable = 0; variable < system.variables(); variable++) {
      boolean found =
          !system.isCell(variable)
              && known.isKnown(variable)
              && !before.isKnown(variable)
              && !mine.isKnown(variable);
      if (found && known.value(variable) > 0 && known.value(variable) < least) {
        shortfalls.add(
            "With what was published before, this table gives away a group of "
                + known.value(variable)
                + " units: "
                + system.name(variable)
                + ".");
        hideNear(figure, variable);
      }
    }
  }

  /** The hidden cells of tables of which the others may say more. */
  private boolean[] wanted(UnionFigure figure) {
    boolean[] wanted = new boolean[system.variables()];
    for (int t = 0; t < tables.size(); t++) {
      PublishedTable table = tables.get(t).published();
      boolean told = figure.has(t) && !system.isApart(t);
      boolean changed = table.blur().isPresent();
      for (int cell = 0; told && cell < table.cells(); cell++) {
        wanted[system.variable(t, cell)] =
            changed ? figure.usesChanged() && isSecret(t, cell) : table.isHidden(cell);
      }
    }
    return wanted;
  }

  /** Whether a rule would hide a cell of a changed table. */
  private boolean isSecret(int t, int cell) {
    return tables.get(t).hidden().map(hidden -> hidden.isPrimary(cell)).orElse(false);
  }

  private void narrow(
      UnionFigure figure, boolean[] wanted, Audit.Interval[] intervals, Peeling before) {
    Map<Integer, String> others = new HashMap<>();
    boolean[] asked = new boolean[wanted.length];
    for (int t = 0; t < tables.size(); t++) {
      PublishedTable table = tables.get(t).published();
      for (int cell = 0; cell < table.cells(); cell++) {
        int variable = system.variable(t, cell);
        if (!wanted[variable] || !figure.isNarrow(t, cell, intervals[variable])) {
          continue;
        }
        if (t == 0) {
          shortfalls.add(
              table.name(cell)
                  + ": with what was published before, a reader infers its "
                  + figure.name(t)
                  + " more closely than may be.");
          hideNear(figure, variable);
        } else {
          asked[variable] = true;
          others.put(
              variable,
              table.name(cell)
                  + ": with this table, a reader infers its "
                  + figure.name(t)
                  + " in "
                  + tables.get(t).name()
                  + " more closely than may be.");
        }
      }
    }
    if (others.isEmpty()) {
      return;
    }
    Audit.Interval[] without = figure.intervals(before, t -> t > 0, asked);
    for (int t = 1; t < tables.size(); t++) {
      for (int cell = 0; cell < tables.get(t).published().cells(); cell++) {
        int variable = system.variable(t, cell);
        if (asked[variable] && !figure.isNarrow(t, cell, without[variable])) {
          shortfalls.add(others.get(variable));
          hideNear(figure, variable);
        }
      }
    }
  }

  /** Chooses the smallest of the candidate's published cells that stand next to a shortfall. */
  private void hideNear(UnionFigure figure, int variable) {
    Map<Integer, List<BitSet>> box = new HashMap<>();
    boxes.get(0).forEach((key, cell) -> box.put(cell, key));
    figure.nearest(variable, cell -> !isPublic(box.get(cell))).stream()
        .min(
            Comparator.<Integer>comparingLong(cell -> Math.abs(candidate.value(0, cell)))
                .thenComparing(cell -> cell))
        .ifPresent(cell -> toHide.add(candidate.codes(cell)));
  }

  private Set<List<String>> known() {
    Set<List<String>> known = new HashSet<>();
    for (int cell = 0; cell < candidate.cells(); cell++) {
      if (isPublic(List.of(system.box(0, cell)))) {
        known.add(candidate.codes(cell));
      }
    }
    return known;
  }

  private boolean isPublic(List<BitSet> box) {
    return boxes.stream().skip(1).anyMatch(each -> each.containsKey(box));
  }
}
