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

  /** When nothing falls short. */
  static final Outcome NOTHING = new Outcome(new Verdict(true, List.of()), Set.of(), Set.of());

  private final List<ReleasedTable> tables;
  private final int ofThisDate;
  private final UnionSystem system;
  private final PublishedTable candidate;
  private final List<Map<List<BitSet>, Integer>> boxes = new ArrayList<>();
  private final Set<String> shortfalls = new LinkedHashSet<>();
  private final Set<List<String>> toHide = new LinkedHashSet<>();

  private DisclosureCheck(List<ReleasedTable> tables) {
    this(tables, tables.size(), Set.of());
  }

  /**
   * @param ofThisDate how many of the tables, the first ones, count the very same units
   * @param whole columns of which the tables name every code
   */
  private DisclosureCheck(List<ReleasedTable> tables, int ofThisDate, Set<String> whole) {
    this.tables = tables;
    this.ofThisDate = ofThisDate;
    this.system = new UnionSystem(tables, ofThisDate < tables.size(), whole);
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
      return NOTHING;
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
    Set<LocalDate> entries = new TreeSet<>();
    tables.forEach(each -> entries.add(each.population().asOf()));
    tables.replaceAll(each -> each.on(each.population().among(entries)));
    List<ReleasedTable> otherDates =
        published.stream()
            .filter(each -> each.population().isAnotherDateOf(candidate.population()))
            .toList();
    Outcome dates = ofOtherDates(candidate, tables, published, otherDates);
    if (tables.size() == 1 && !Averages.matter(tables)) {
      return dates;
    }
    DisclosureCheck check = new DisclosureCheck(tables);
    check.shortfalls.addAll(dates.verdict().shortfalls());
    check.toHide.addAll(dates.toHide());
    check.requireAllSame();
    check.differences();
    SameNoise.require(tables, check.system);
    check.inferAll(candidate);
    if (Averages.matter(tables) && check.shortfalls.isEmpty()) {
      check.shortfalls.addAll(new TooManyEstimates(check.system, tables, otherDates).shortfalls());
    }
    Set<List<String>> known = check.known();
    known.addAll(dates.known());
    return new Outcome(new Verdict(true, List.copyOf(check.shortfalls)), check.toHide, known)
        .and(check.shortfalls.isEmpty() ? asWhole(tables, tables.size()) : NOTHING);
  }

  /** What is told if populations leave nobody out that may not: of all columns, or of each. */
  private static Outcome asWhole(List<ReleasedTable> tables, int ofThisDate) {
    Set<String> whole = WholeColumns.of(tables);
    if (whole.isEmpty()) {
      return NOTHING;
    }
    try {
      return compared(tables, ofThisDate, whole);
    } catch (ContradictionException notAll) {
      Outcome each = NOTHING;
      for (String column : whole) {
        each = each.and(asWhole(tables, ofThisDate, column));
      }
      return each;
    }
  }

  private static Outcome asWhole(List<ReleasedTable> tables, int ofThisDate, String column) {
    try {
      return compared(tables, ofThisDate, Set.of(column));
    } catch (ContradictionException someAreLeftOut) {
      return NOTHING;
    }
  }

  private static Outcome compared(List<ReleasedTable> tables, int ofThisDate, Set<String> whole) {
    DisclosureCheck check = new DisclosureCheck(tables, ofThisDate, whole);
    check.requireAllSame();
    check.differences();
    check.inferAll(tables.get(0));
    return new Outcome(
        new Verdict(true, List.copyOf(check.shortfalls)), check.toHide, check.known());
  }

  private static Outcome ofOtherDates(
      ReleasedTable candidate,
      List<ReleasedTable> tables,
      List<ReleasedTable> published,
      List<ReleasedTable> ofTheSameUnits) {
    List<ReleasedTable> others =
        published.stream()
            .filter(each -> each.population().isOfAnotherDate(candidate.population()))
            .filter(each -> !tellsOddsAlone(each))
            .toList();
    Movers movers = new Movers(candidate);
    others.forEach(movers::compare);
    return movers
        .outcome()
        .and(new Steady(candidate, ofTheSameUnits).outcome())
        .and(new OtherDates(tables, others).outcome());
  }

  /**
   * Holds that tables could be of one date.
   *
   * @param whole columns of which the tables name every code
   * @throws ContradictionException when they could not
   */
  static void requireOne(List<ReleasedTable> tables, Set<String> whole) {
    DisclosureCheck check = new DisclosureCheck(tables, 1, whole);
    check.requireAllSame();
    for (int f = 0; f < check.candidate.spec().shown().size(); f++) {
      UnionFigure figure = new UnionFigure(check.system, tables, f);
      if (figure.known(t -> true).contradiction()) {
        throw contradiction(figure);
      }
    }
  }

  /**
   * What tables of several dates tell that could be of one.
   *
   * @param ofThisDate how many of them, the first ones, are of the candidate's date
   * @throws ContradictionException when they could not
   */
  static Outcome asOne(List<ReleasedTable> tables, int ofThisDate) {
    for (ReleasedTable each : tables.subList(ofThisDate, tables.size())) {
      Population now = tables.get(0).population();
      ReleasedTable asNow = each.population().isAnotherDateOf(now) ? each.on(now) : each;
      Renamed.require(tables.get(0), asNow);
      Disguised.require(tables.get(0), asNow);
    }
    return compared(tables, ofThisDate, Set.of()).and(asWhole(tables, ofThisDate));
  }

  /**
   * What tables of several dates tell between which something moved.
   *
   * @param asThisDate how many of them, the first ones, could be of the candidate's date
   */
  static Outcome nearly(List<ReleasedTable> tables, int asThisDate) {
    DisclosureCheck check = new DisclosureCheck(tables, asThisDate, Set.of());
    check.differences();
    for (int f = 0; f < check.candidate.spec().shown().size(); f++) {
      check.estimate(new UnionFigure(check.system, tables, f, false));
    }
    boolean found = !check.shortfalls.isEmpty();
    return new Outcome(
        new Verdict(true, List.copyOf(check.shortfalls)),
        check.toHide,
        found ? check.known() : Set.of());
  }

  /** The figure that the equations give for a cell that a rule hides, if it is near the truth. */
  private void estimate(UnionFigure figure) {
    RandomKernel kernel = figure.estimates(t -> true);
    RandomKernel before = null;
    for (int t = 0; t < tables.size(); t++) {
      PublishedTable table = tables.get(t).published();
      boolean told = figure.has(t) && table.blur().isEmpty() && !system.isApart(t);
      for (int cell = 0; told && cell < table.cells(); cell++) {
        int variable = system.variable(t, cell);
        if (!table.isHidden(cell)
            || !isSecret(t, cell)
            || !kernel.isDetermined(variable)
            || !figure.isNear(t, cell, kernel.value(variable))) {
          continue;
        }
        if (t > 0) {
          before = before == null ? figure.estimates(other -> other > 0) : before;
        }
        if (t == 0 || !before.isDetermined(variable)) {
          shortfalls.add(
              table.name(cell)
                  + (t == 0 ? "" : " in " + tables.get(t).name())
                  + ": with tables of other dates, where little moved, a reader infers its "
                  + figure.name(t)
                  + " more closely than may be.");
          hideNear(figure, variable);
        }
      }
    }
  }

  private void inferAll(ReleasedTable first) {
    for (int f = 0; f < candidate.spec().shown().size(); f++) {
      UnionFigure exact = new UnionFigure(system, tables, f, false);
      if (first.published().blur().isEmpty()) {
        infer(exact, f == 0);
      }
      UnionFigure all = new UnionFigure(system, tables, f);
      if (all.usesChanged() && shortfalls.isEmpty()) {
        infer(all, f == 0);
      }
    }
  }

  /** Noise that nothing bounds constrains no figure: what it tells is the ledger's to count. */
  private static boolean tellsOddsAlone(ReleasedTable table) {
    return table.published().blur().map(Blur::isUnbounded).orElse(false);
  }

  /** Two published cells, one within the other, that leave too few units between them. */
  private void differences() {
    for (int t = 1; t < tables.size(); t++) {
      long least = Math.max(leastShown(0), leastShown(t));
      for (Map.Entry<List<BitSet>, Integer> mine : boxes.get(0).entrySet()) {
        for (Map.Entry<List<BitSet>, Integer> theirs : boxes.get(t).entrySet()) {
          long more =
              candidate.value(0, mine.getValue())
                  - tables.get(t).published().value(0, theirs.getValue());
          if (more != 0
              && Math.abs(more) < least
              && (more > 0
                  ? contains(mine.getKey(), theirs.getKey())
                  : contains(theirs.getKey(), mine.getKey()))
              && !(t >= ofThisDate && isShownNow(theirs.getKey()))) {
            shortfalls.add(
                named(t, mine.getValue(), theirs.getValue())
                    + " differ by fewer units than may be shown.");
            toHide.add(candidate.codes(mine.getValue()));
          }
          if (more != 0 && Math.abs(more) >= least && mayBeDominated(t, mine, theirs, more > 0)) {
            shortfalls.add(
                named(t, mine.getValue(), theirs.getValue())
                    + " leave units of whom one may make up more of their "
                    + candidate.spec().magnitude().orElseThrow()
                    + " than may be shown.");
            toHide.add(candidate.codes(mine.getValue()));
          }
        }
      }
    }
  }

  /** Whether the rules on contributors may forbid what two published cells leave. */
  private boolean mayBeDominated(
      int t,
      Map.Entry<List<BitSet>, Integer> mine,
      Map.Entry<List<BitSet>, Integer> theirs,
      boolean isMineLarger) {
    PublishedTable other = tables.get(t).published();
    Policy own = candidate.spec().policy();
    boolean asked = own.contributorsNeeded() + other.spec().policy().contributorsNeeded() > 0;
    if (!asked
        || candidate.spec().magnitude().isEmpty()
        || !candidate.spec().magnitude().equals(other.spec().magnitude())) {
      return false;
    }
    double total = Math.abs(figure(candidate, mine.getValue()) - figure(other, theirs.getValue()));
    double[] here = largest(0, mine.getValue());
    double[] there = largest(t, theirs.getValue());
    Remainder left = new Remainder(total, isMineLarger ? here : there, isMineLarger ? there : here);
    return (left.mayBeForbidden(own) || left.mayBeForbidden(other.spec().policy()))
        && (isMineLarger
            ? contains(mine.getKey(), theirs.getKey())
            : contains(theirs.getKey(), mine.getKey()))
        && !(t >= ofThisDate && isShownNow(theirs.getKey()));
  }

  private static double figure(PublishedTable table, int cell) {
    int f = table.spec().mainFigure();
    return table.value(f, cell) / Math.pow(10, table.scale(f));
  }

  private double[] largest(int t, int cell) {
    return tables
        .get(t)
        .hidden()
        .flatMap(hidden -> hidden.holders(tables.get(t).published().codes(cell)))
        .map(HolderList.Held::largest)
        .orElse(new double[0]);
  }

  private long leastShown(int t) {
    return tables.get(t).published().spec().policy().minimumFrequency();
  }

  /** Whether a group that another date shows is shown as it is now, which says more. */
  private boolean isShownNow(List<BitSet> box) {
    return boxes.subList(0, ofThisDate).stream().anyMatch(own -> own.containsKey(box));
  }

  private void requireAllSame() {
    for (int t = 1; t < tables.size(); t++) {
      for (Map.Entry<List<BitSet>, Integer> mine : boxes.get(0).entrySet()) {
        requireSame(t, mine.getKey(), mine.getValue());
      }
    }
  }

  private void requireSame(int t, List<BitSet> box, int cell) {
    Integer twin = boxes.get(t).get(box);
    if (twin != null && candidate.value(0, cell) != tables.get(t).published().value(0, twin)) {
      throw new ContradictionException(
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
      throw contradiction(figure);
    }
    if (countsUnits && shortfalls.isEmpty()) {
      smallGroups(figure, known);
    }
    narrow(figure, wanted, intervals, before);
    if (shortfalls.isEmpty() && !figure.usesChanged()) {
      insiders(figure, known);
    }
  }

  private static ContradictionException contradiction(UnionFigure figure) {
    return new ContradictionException(
        "The table and those published before from its source do not add up in "
            + figure.name(0)
            + ": two figures for the same units tell those who differ. Publish what was"
            + " published, or another date.");
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
  private void smallGroups(UnionFigure figure, Peeling known) {
    long least = 0;
    for (int t = 0; t < tables.size(); t++) {
      least = Math.max(least, leastShown(t));
    }
    for (SmallGroups.Group each : new SmallGroups(system, figure, known, least).found()) {
      shortfalls.add(
          "With what was published before, this table gives away a group of "
              + each.units()
              + " units: "
              + system.name(each.atoms())
              + ".");
      hideNear(figure, each.atoms().nextSetBit(0));
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
    boolean isDated = ofThisDate < tables.size();
    Map<Integer, String> others = new HashMap<>();
    boolean[] asked = new boolean[wanted.length];
    for (int t = 0; t < tables.size(); t++) {
      PublishedTable table = tables.get(t).published();
      for (int cell = 0; cell < table.cells(); cell++) {
        int variable = system.variable(t, cell);
        if (!wanted[variable]
            || !figure.isNarrow(t, cell, intervals[variable])
            || (isDated && figure.isMisled(t, cell, intervals[variable]))) {
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
