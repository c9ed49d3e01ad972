package fr.gouv.datalab.disclosure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a reader infers from a published table, whoever protected it, who may know more than the
 * table: cells from elsewhere (totals, a contributor's own cell), other tables of the same source
 * and date.
 *
 * <p>Immutable: what a reader knows is added to a copy.
 */
public final class PublishedAudit {

  private final PublishedTable table;
  private final Optional<KnownCells> known;
  private final Population population;
  private final List<ReleasedTable> others;
  private final int intervalsUpTo;

  private PublishedAudit(
      PublishedTable table,
      Optional<KnownCells> known,
      Population population,
      List<ReleasedTable> others,
      int intervalsUpTo) {
    this.table = table;
    this.known = known;
    this.population = population;
    this.others = List.copyOf(others);
    this.intervalsUpTo = intervalsUpTo;
  }

  /**
   * Of a reader who has the table alone.
   *
   * @param population the units that it counts
   */
  public static PublishedAudit of(PublishedTable table, Population population) {
    return new PublishedAudit(table, Optional.empty(), population, List.of(), Integer.MAX_VALUE);
  }

  /**
   * The same reader, who knows cells from elsewhere.
   *
   * @param file cells with the table's columns and figures
   * @throws BadInputException naming the line or cell at fault
   */
  public PublishedAudit knowing(Path file) {
    return new PublishedAudit(
        table, Optional.of(KnownCells.read(file, table)), population, others, intervalsUpTo);
  }

  /** The same reader, who has another table of the source and date too. */
  public PublishedAudit with(String name, Population counted, PublishedTable other) {
    List<ReleasedTable> more = new ArrayList<>(others);
    more.add(new ReleasedTable(name, counted, other, Optional.empty()));
    return new PublishedAudit(table, known, population, more, intervalsUpTo);
  }

  /**
   * The same reader, of whom exact inferences alone are asked where more hidden cells than a number
   * are tied together. It holds for one table; with others, every interval is computed.
   */
  public PublishedAudit intervalsUpTo(int cells) {
    return new PublishedAudit(table, known, population, others, cells);
  }

  /**
   * What is inferred of each hidden cell that is not known from elsewhere.
   *
   * @throws BadInputException when the figures contradict one another
   * @throws CannotProtectException when the tables cut the source into too many parts
   */
  public List<Inference> infer() {
    if (known.isPresent() && table.blur().isPresent()) {
      throw new BadInputException(
          "The figures of the table were changed: give what is known besides as a table of its own"
              + " (--with), with exact figures.");
    }
    PublishedTable seen = known.map(cells -> cells.shownIn(table)).orElse(table);
    if (others.isEmpty() && table.blur().isEmpty()) {
      return seen.infer(intervalsUpTo);
    }
    List<ReleasedTable> all = new ArrayList<>();
    all.add(new ReleasedTable("the table", population, seen, Optional.empty()));
    all.addAll(others);
    UnionSystem system = new UnionSystem(all);
    Audit.Interval[][] intervals = new Audit.Interval[seen.spec().shown().size()][];
    for (int f = 0; f < intervals.length; f++) {
      intervals[f] = intervals(system, all, f);
    }
    for (int cell = 0; cell < seen.cells(); cell++) {
      if (!seen.isHidden(cell) && isOfNoRule(seen, intervals[0][cell])) {
        intervals[0][cell] = null;
      }
    }
    return seen.inferences(intervals);
  }

  /** Whether what is inferred of a changed count says that no rule would hide it. */
  private static boolean isOfNoRule(PublishedTable table, Audit.Interval units) {
    Policy policy = table.spec().policy();
    return units != null
        && policy.minimumFrequency() > 1
        && policy.contributorsNeeded() == 0
        && policy.group().isEmpty()
        && (units.lower() >= policy.minimumFrequency() || units.upper() <= 0);
  }

  private static Audit.Interval[] intervals(
      UnionSystem system, List<ReleasedTable> all, int figure) {
    PublishedTable seen = all.get(0).published();
    UnionFigure union = new UnionFigure(system, all, figure);
    Peeling peeled = union.known(t -> true);
    if (peeled.contradiction()) {
      throw new BadInputException(
          "The tables do not add up together in "
              + union.name(0)
              + ": are they of one source and date, and their populations as said?");
    }
    boolean[] wanted = new boolean[system.variables()];
    for (int cell = 0; cell < seen.cells(); cell++) {
      wanted[system.variable(0, cell)] = seen.isHidden(cell) || isVague(seen, cell);
    }
    Audit.Interval[] found = union.intervals(peeled, t -> true, wanted);
    Audit.Interval[] own = new Audit.Interval[seen.cells()];
    for (int cell = 0; cell < own.length; cell++) {
      own[cell] = union.inUnitsOf(0, found[system.variable(0, cell)]);
    }
    return own;
  }

  /** Whether a changed figure may be of a cell that a rule would hide, as far as it tells. */
  private static boolean isVague(PublishedTable table, int cell) {
    long least = table.spec().policy().minimumFrequency();
    return table.blur().isPresent()
        && !table.blur().get().isUnbounded()
        && (least == 0 || table.least(0, cell) < least)
        && table.most(0, cell) > 0;
  }

  /** Whether no hidden cell is inferred exactly. */
  public Verdict verdict(List<Inference> inferences) {
    return table.verdict(inferences);
  }

  /**
   * Whether each interval is as wide around the true value as the specification asks, and whether
   * units that pool what they know of themselves compute a primary cell.
   *
   * @param audit the {@code audit.csv} that goes with the table
   * @throws BadInputException when it is not of the table
   */
  public Verdict verdict(List<Inference> inferences, Path audit) {
    if (table.blur().isPresent()) {
      return ChangedFigures.verdict(table, inferences, audit);
    }
    List<String> shortfalls =
        new ArrayList<>(
            table
                .verdict(inferences, audit, known.map(KnownCells::codes).orElse(java.util.Set.of()))
                .shortfalls());
    if (shortfalls.isEmpty()) {
      shortfalls.addAll(WholeTable.of(table, audit).ofInsiders());
    }
    return new Verdict(true, shortfalls);
  }
}
