package fr.gouv.datalab.disclosure;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A table as the world sees it: {@code published.csv}, where the figures of hidden cells are not
 * known. It is what an attacker works from.
 */
public final class PublishedTable {

  /** Ours; safe, and not to be hidden, in sdcTable. */
  private static final Set<String> SHOWN = Set.of("v", "s", "z");

  /** Ours; by a rule, for others, and by hand, in sdcTable and tau-ARGUS. */
  private static final Set<String> HIDDEN = Set.of("c", "u", "x", "m");

  private static final Set<String> EMPTY = Set.of("", "NA", "x");

  private final ProtectionSpec spec;
  private final Hierarchy[] hierarchies;
  private final List<List<String>> codes = new ArrayList<>();
  private final Map<List<String>, Integer> index = new HashMap<>();
  private final boolean[] hidden;
  private final long[][] values;
  private final int[] scales;
  private final Optional<Blur> blur;

  private PublishedTable(
      ProtectionSpec spec, Map<List<String>, BigDecimal[]> rows, Set<List<String>> secret) {
    this(spec, rows, secret, spec.isChanged() ? Optional.of(Blur.of(spec)) : Optional.empty());
  }

  private PublishedTable(
      ProtectionSpec spec,
      Map<List<String>, BigDecimal[]> rows,
      Set<List<String>> secret,
      Optional<Blur> blur) {
    this.spec = spec;
    this.blur = blur;
    this.hierarchies = hierarchies(spec, rows.keySet());
    for (List<String> cell : rows.keySet()) {
      index.put(cell, codes.size());
      codes.add(cell);
    }
    this.hidden = new boolean[codes.size()];
    this.values = new long[spec.shown().size()][codes.size()];
    this.scales = new int[values.length];
    for (int f = 0; f < values.length; f++) {
      for (BigDecimal[] row : rows.values()) {
        if (row[f] != null) {
          scales[f] = Math.max(scales[f], row[f].scale());
        }
      }
    }
    for (int cell = 0; cell < hidden.length; cell++) {
      hidden[cell] = secret.contains(codes.get(cell));
      BigDecimal[] row = rows.get(codes.get(cell));
      for (int f = 0; !hidden[cell] && f < values.length; f++) {
        values[f][cell] = scaled(row[f], f, codes.get(cell));
      }
    }
  }

  private long scaled(BigDecimal value, int figure, List<String> cell) {
    BigDecimal moved = value.movePointRight(scales[figure]);
    if (moved.abs().compareTo(BigDecimal.valueOf(Lattice.LARGEST)) > 0) {
      throw new BadInputException(
          "The figure "
              + spec.shown().get(figure)
              + " of the cell "
              + name(spec, cell)
              + " passes 2^53 (with its decimals): a reader could not hold it exactly.");
    }
    return moved.longValueExact();
  }

  /**
   * Reads {@code published.csv}: the dimensions' columns, the figures under their own names, and
   * {@code status}, {@code v} or {@code c}; what sdcTable and tau-ARGUS write for these is
   * understood.
   *
   * @throws BadInputException naming the line, cell or code at fault
   */
  public static PublishedTable read(Path file, ProtectionSpec spec) {
    return read(file, spec, spec.isChanged() ? Optional.of(Blur.of(spec)) : Optional.<Blur>empty());
  }

  /** The same, of a table that was changed by so much. */
  static PublishedTable read(Path file, ProtectionSpec spec, Optional<Blur> blur) {
    Map<List<String>, BigDecimal[]> rows = new LinkedHashMap<>();
    Set<List<String>> secret = new HashSet<>();
    try (Reader reader = Files.newBufferedReader(file);
        CSVParser lines = Csv.FORMAT.parse(Csv.withoutByteOrderMark(reader))) {
      List<String> needed = new ArrayList<>(spec.columns());
      needed.addAll(spec.shown());
      needed.add("status");
      Csv.require(file, lines, needed);
      for (CSVRecord line : lines) {
        Csv.requireConsistent(file, line, lines.getHeaderNames().size());
        List<String> cell = spec.columns().stream().map(line::get).toList();
        BigDecimal[] figures = new BigDecimal[spec.shown().size()];
        boolean hides = hides(line, file, cell, spec);
        for (int f = 0; !hides && f < figures.length; f++) {
          figures[f] = CellTableReader.number(file, line, spec.shown().get(f));
        }
        if (hides) {
          secret.add(cell);
        }
        if (rows.put(cell, figures) != null) {
          throw new BadInputException(
              "The cell " + name(spec, cell) + " is given twice in " + file + ".");
        }
      }
    } catch (IOException | UncheckedIOException e) {
      throw Csv.unreadable("The table ", file, e);
    } catch (IllegalArgumentException e) {
      throw new BadInputException(
          "The table " + file + " cannot be read as CSV: its header has a column twice or empty.",
          e);
    }
    if (rows.isEmpty()) {
      throw new BadInputException("The table " + file + " has no cell.");
    }
    PublishedTable table = new PublishedTable(spec, rows, secret, blur);
    table.equations();
    return table;
  }

  /** Whether a line's cell is hidden; other tools' words are understood. */
  private static boolean hides(CSVRecord line, Path file, List<String> cell, ProtectionSpec spec) {
    String status = line.get("status");
    if (SHOWN.contains(status)) {
      return false;
    }
    for (String column : spec.shown()) {
      if (!HIDDEN.contains(status) || !EMPTY.contains(line.get(column))) {
        throw new BadInputException(
            "Line "
                + (line.getRecordNumber() + 1)
                + " of "
                + file
                + ": the status of the cell "
                + name(spec, cell)
                + " must be v (or s, z), or c (or u, x, m) with every figure empty.");
      }
    }
    return true;
  }

  /** What the world sees of a table that was just protected. */
  public static PublishedTable of(ProtectedTable table) {
    Map<List<String>, BigDecimal[]> rows = new LinkedHashMap<>();
    Set<List<String>> secret = new HashSet<>();
    for (int cell = 0; cell < table.lattice().size(); cell++) {
      List<String> at = table.lattice().codesOf(cell);
      BigDecimal[] figures = new BigDecimal[table.spec().shown().size()];
      if (table.pattern().isHidden(cell)) {
        secret.add(at);
      } else {
        for (int f = 0; f < figures.length; f++) {
          figures[f] = table.number(f, cell);
        }
      }
      rows.put(at, figures);
    }
    return new PublishedTable(table.spec(), rows, secret);
  }

  /** What the world sees of a table whose figures were changed. */
  public static PublishedTable of(PerturbedTable table) {
    Map<List<String>, BigDecimal[]> rows = new LinkedHashMap<>();
    table.each((codes, figures) -> rows.put(codes, figures.toArray(BigDecimal[]::new)));
    return new PublishedTable(table.spec(), rows, Set.of(), Optional.of(table.blur()));
  }

  /** The same cells, none of them published. */
  PublishedTable hidingAll() {
    Map<List<String>, BigDecimal[]> rows = new LinkedHashMap<>();
    codes.forEach(cell -> rows.put(cell, new BigDecimal[spec.shown().size()]));
    return new PublishedTable(spec, rows, rows.keySet());
  }

  /** A table in memory: the figures of cells that are not secret. */
  static PublishedTable seen(
      ProtectionSpec spec, Map<List<String>, BigDecimal[]> rows, Set<List<String>> secret) {
    return new PublishedTable(spec, rows, secret);
  }

  /** The same table to one who knows some of its cells. */
  PublishedTable showing(Map<List<String>, BigDecimal[]> known) {
    Map<List<String>, BigDecimal[]> rows = new LinkedHashMap<>();
    Set<List<String>> secret = new HashSet<>();
    for (int cell = 0; cell < hidden.length; cell++) {
      BigDecimal[] figures = new BigDecimal[values.length];
      for (int f = 0; !hidden[cell] && f < figures.length; f++) {
        figures[f] = BigDecimal.valueOf(values[f][cell], scales[f]);
      }
      if (hidden[cell] && !known.containsKey(codes.get(cell))) {
        secret.add(codes.get(cell));
      }
      rows.put(
          codes.get(cell), hidden[cell] ? known.getOrDefault(codes.get(cell), figures) : figures);
    }
    return new PublishedTable(spec, rows, secret);
  }

  private static Hierarchy[] hierarchies(ProtectionSpec spec, Set<List<String>> cells) {
    Hierarchy[] hierarchies = new Hierarchy[spec.dimensions().size()];
    for (int d = 0; d < hierarchies.length; d++) {
      TreeSet<String> found = new TreeSet<>();
      for (List<String> cell : cells) {
        found.add(cell.get(d));
      }
      found.remove(Hierarchy.TOTAL);
      if (found.contains("")) {
        throw new BadInputException(
            "A cell has an empty code in " + spec.columns().get(d) + ": every cell needs one.");
      }
      hierarchies[d] = spec.dimensions().get(d).hierarchy().orElse(Hierarchy.flat(found));
      for (String code : found) {
        if (hierarchies[d].indexOf(code) < 0) {
          throw new BadInputException(
              "The code \""
                  + code
                  + "\" of "
                  + spec.columns().get(d)
                  + " is not in its hierarchy: is this the table's own specification?");
        }
      }
    }
    return hierarchies;
  }

  /** Whether a reader of the one has read the other. */
  boolean saysTheSameAs(PublishedTable other) {
    return spec.columns().equals(other.spec.columns())
        && spec.shown().equals(other.spec.shown())
        && codes.equals(other.codes)
        && Arrays.equals(hidden, other.hidden)
        && Arrays.deepEquals(values, other.values)
        && blur.equals(other.blur)
        && Arrays.equals(scales, other.scales);
  }

  private static String name(ProtectionSpec spec, List<String> cell) {
    StringBuilder name = new StringBuilder();
    for (int d = 0; d < cell.size(); d++) {
      name.append(d == 0 ? "" : ", ").append(spec.columns().get(d)).append('=').append(cell.get(d));
    }
    return name.toString();
  }

  /** What the table is. */
  public ProtectionSpec spec() {
    return spec;
  }

  /** How many cells there are, hidden ones included. */
  public int cells() {
    return codes.size();
  }

  /** How many cells are hidden. */
  public int suppressed() {
    int count = 0;
    for (boolean each : hidden) {
      count += each ? 1 : 0;
    }
    return count;
  }

  List<String> codes(int cell) {
    return codes.get(cell);
  }

  /** The cell's number, or -1. */
  int find(List<String> cell) {
    return index.getOrDefault(cell, -1);
  }

  boolean isHidden(int cell) {
    return hidden[cell];
  }

  /** How the figures were changed, when they were: then none is the truth. */
  Optional<Blur> blur() {
    return blur;
  }

  /** What the truth of a published figure is at the least, in units of its last decimal. */
  double least(int figure, int cell) {
    long value = values[figure][cell];
    return blur.map(b -> b.least(figure, value, isFinest(cell), unit(figure)))
        .orElse((double) value);
  }

  /** What it is at the most. */
  double most(int figure, int cell) {
    long value = values[figure][cell];
    return blur.map(b -> b.most(figure, value, isFinest(cell), unit(figure)))
        .orElse((double) value);
  }

  private BigDecimal unit(int figure) {
    return BigDecimal.TEN.pow(scales[figure]);
  }

  long value(int figure, int cell) {
    return values[figure][cell];
  }

  int scale(int figure) {
    return scales[figure];
  }

  Hierarchy hierarchy(int d) {
    return hierarchies[d];
  }

  String name(int cell) {
    return name(spec, codes.get(cell));
  }

  /** The finest cells under a cell, itself when it is one. */
  boolean isFinest(int cell) {
    for (int d = 0; d < hierarchies.length; d++) {
      if (!hierarchies[d].isLeaf(hierarchies[d].indexOf(codes.get(cell).get(d)))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Every sum that a reader can write: parent = children present.
   *
   * @throws BadInputException when a margin has no line, or no cell under it
   */
  Equations equations() {
    Equations equations = new Equations();
    for (int cell = 0; cell < codes.size(); cell++) {
      for (int d = 0; d < hierarchies.length; d++) {
        int code = hierarchies[d].indexOf(codes.get(cell).get(d));
        for (int tree = 0; tree < hierarchies[d].trees(); tree++) {
          if (hierarchies[d].parent(tree, code) >= 0) {
            String above = hierarchies[d].code(hierarchies[d].parent(tree, code));
            if (find(moved(cell, d, above)) < 0) {
              throw new BadInputException(
                  "The table has no line for the margin "
                      + name(spec, moved(cell, d, above))
                      + ".");
            }
          }
          sum(cell, d, hierarchies[d].children(tree, code), equations);
        }
      }
    }
    return equations;
  }

  private void sum(int cell, int d, int[] children, Equations equations) {
    if (children.length == 0) {
      return;
    }
    equations.open();
    equations.term(cell, -1);
    int terms = 0;
    for (int child : children) {
      int below = find(moved(cell, d, hierarchies[d].code(child)));
      if (below >= 0) {
        equations.term(below, 1);
        terms++;
      }
    }
    if (terms == 0) {
      throw new BadInputException(
          "The margin " + name(cell) + " has no cell under it: give every finest cell.");
    }
  }

  /** A cell and every margin above it, in every tree, each once. */
  int[] reach(int cell) {
    Set<List<String>> reached = new HashSet<>(Set.of(codes.get(cell)));
    List<List<String>> front = new ArrayList<>(reached);
    for (int i = 0; i < front.size(); i++) {
      for (int d = 0; d < hierarchies.length; d++) {
        int code = hierarchies[d].indexOf(front.get(i).get(d));
        for (int tree = 0; tree < hierarchies[d].trees(); tree++) {
          int parent = hierarchies[d].parent(tree, code);
          if (parent >= 0) {
            List<String> above = new ArrayList<>(front.get(i));
            above.set(d, hierarchies[d].code(parent));
            if (reached.add(above)) {
              front.add(above);
            }
          }
        }
      }
    }
    return front.stream().mapToInt(this::find).filter(found -> found >= 0).toArray();
  }

  /** The codes of a cell with another in one dimension. */
  List<String> moved(int cell, int d, String code) {
    List<String> other = new ArrayList<>(codes.get(cell));
    other.set(d, code);
    return other;
  }

  /**
   * What a reader infers of each hidden cell from the published ones alone. Figures are taken not
   * to be negative when none that is published is.
   *
   * @throws BadInputException when the published figures contradict one another
   */
  public List<Inference> infer() {
    return infer(Integer.MAX_VALUE);
  }

  /**
   * The same, for tables of any size: where more hidden cells are tied together than a number,
   * those that are not inferred exactly get no interval, but the widest.
   *
   * @param most cells tied together whose intervals are computed
   */
  public List<Inference> infer(int most) {
    Equations equations = equations();
    requireAdditive(equations);
    Audit.Interval[][] intervals = new Audit.Interval[values.length][];
    for (int f = 0; f < values.length; f++) {
      boolean nonNegative = nonNegative(f);
      Peeling peeled = new Peeling(equations, hidden, values[f], nonNegative);
      if (peeled.contradiction()) {
        throw new BadInputException(
            "No table agrees with the published figures: they do not add up in "
                + spec.shown().get(f)
                + ".");
      }
      boolean[] open = hidden.clone();
      for (int cell = 0; cell < open.length; cell++) {
        open[cell] &= !peeled.isKnown(cell);
      }
      intervals[f] = new Audit(equations, open, peeled.values(), nonNegative).intervals(open, most);
      for (int cell = 0; cell < open.length; cell++) {
        if (hidden[cell] && !open[cell]) {
          intervals[f][cell] = new Audit.Interval(peeled.value(cell), peeled.value(cell));
        }
      }
    }
    return inferences(intervals);
  }

  private boolean nonNegative(int figure) {
    boolean nonNegative = !(spec.negative() && spec.isMagnitude(figure));
    for (long value : values[figure]) {
      nonNegative &= value >= 0;
    }
    return nonNegative;
  }

  /** By figure and hidden cell, in units of the figure's last decimal. */
  List<Inference> inferences(Audit.Interval[][] intervals) {
    List<Inference> inferences = new ArrayList<>();
    for (int cell = 0; cell < hidden.length; cell++) {
      if (hidden[cell] || (blur.isPresent() && intervals[0][cell] != null)) {
        List<Inference.Bounds> figures = new ArrayList<>();
        for (int f = 0; f < values.length; f++) {
          double unit = Math.pow(10, scales[f]);
          Audit.Interval interval = intervals[f][cell];
          figures.add(new Inference.Bounds(interval.lower() / unit, interval.upper() / unit));
        }
        inferences.add(new Inference(codes.get(cell), figures));
      }
    }
    return inferences;
  }

  private void requireAdditive(Equations equations) {
    for (int row = 0; row < equations.rows(); row++) {
      boolean open = false;
      long[] sums = new long[values.length];
      for (int t = equations.start(row); t < equations.end(row); t++) {
        open |= hidden[equations.variable(t)];
        for (int f = 0; f < sums.length; f++) {
          sums[f] += equations.coefficient(t) * values[f][equations.variable(t)];
        }
      }
      for (int f = 0; !open && f < sums.length; f++) {
        if (sums[f] != 0) {
          throw new BadInputException(
              "The table is not additive: the "
                  + spec.shown().get(f)
                  + " of "
                  + name(equations.variable(equations.start(row)))
                  + " is not the sum of the cells under it.");
        }
      }
    }
  }

  /**
   * Whether no hidden cell can be inferred exactly: without the true values, that is all that can
   * be said.
   */
  public Verdict verdict(List<Inference> inferences) {
    List<String> shortfalls = new ArrayList<>();
    for (Inference each : inferences) {
      for (int f = 0; f < each.figures().size(); f++) {
        if (each.figures().get(f).isExact()) {
          shortfalls.add(
              name(spec, each.codes())
                  + ": a reader infers its "
                  + spec.shown().get(f)
                  + " exactly.");
        }
      }
    }
    return new Verdict(true, shortfalls);
  }

  /**
   * Whether each interval is as wide around the true value as the specification asks.
   *
   * @param audit the {@code audit.csv} that goes with this table
   * @throws BadInputException when it is not of this table
   */
  public Verdict verdict(List<Inference> inferences, Path audit) {
    return verdict(inferences, audit, Set.of());
  }

  /**
   * The same, to a reader who knows some cells.
   *
   * @param known those, of which nothing is left to hold
   */
  Verdict verdict(List<Inference> inferences, Path audit, Set<List<String>> known) {
    List<String> others = new ArrayList<>(spec.shown());
    others.remove(spec.mainFigure());
    Map<List<String>, CSVRecord> truths = truths(audit, others);
    truths.keySet().removeAll(known);
    List<String> shortfalls = new ArrayList<>();
    for (Inference each : inferences) {
      CSVRecord truth = truths.remove(each.codes());
      String name = name(spec, each.codes());
      if (truth == null) {
        throw new BadInputException(audit + " has no line for the hidden cell " + name + ".");
      }
      boolean held =
          spec.intervals() == ProtectionSpec.Intervals.ALL
              || !truth.get("reason").equals(Reason.SECONDARY.word());
      for (int f = 0; f < each.figures().size(); f++) {
        Inference.Bounds bounds = each.figures().get(f);
        String column = f == spec.mainFigure() ? "value" : spec.shown().get(f);
        BigDecimal value = CellTableReader.number(audit, truth, column);
        double unit = Math.pow(10, -Math.max(scales[f], value.scale()));
        double slack = Math.max(unit / 2, 1e-5 * value.abs().doubleValue());
        if (value.doubleValue() < bounds.lower() - slack
            || value.doubleValue() > bounds.upper() + slack) {
          throw new BadInputException(
              audit
                  + " does not go with this table: the "
                  + spec.shown().get(f)
                  + " of "
                  + name
                  + " lies outside what the published cells allow.");
        }
        Optional<Decision> level = f == spec.mainFigure() ? level(each.codes()) : Optional.empty();
        double asked = level.map(Decision::upper).orElse(asked(f, value, unit));
        boolean nonNegative = bounds.lower() >= 0;
        double least = level.map(Decision::lower).orElse(asked);
        double down = nonNegative ? Math.min(least, value.doubleValue()) : least;
        if (!held && bounds.isExact()) {
          shortfalls.add(name + ": a reader infers its " + spec.shown().get(f) + " exactly.");
        }
        if (held
            && (bounds.lower() > value.doubleValue() - down + slack
                || bounds.upper() < value.doubleValue() + asked - slack)) {
          shortfalls.add(
              name + ": a reader infers its " + spec.shown().get(f) + " more closely than asked.");
        }
      }
    }
    if (!truths.isEmpty()) {
      throw new BadInputException(
          audit
              + " has a line for the cell "
              + name(spec, truths.keySet().iterator().next())
              + ", which the published table does not hide.");
    }
    return new Verdict(true, shortfalls);
  }

  private Optional<Decision> level(List<String> cell) {
    return spec.decisions().stream()
        .filter(d -> d.kind() == Decision.Kind.LEVEL && d.codes().equals(cell))
        .findFirst();
  }

  /** How far a figure must be able to go on each side. */
  double asked(int figure, BigDecimal value, double unit) {
    if (!spec.isMagnitude(figure) && spec.width().frequency() > 0) {
      return spec.width().frequency();
    }
    double steps = Math.ceil(spec.width().share() * value.abs().doubleValue() / unit - 1e-6);
    return Math.max(1, steps) * unit;
  }

  /**
   * The lines of {@code audit.csv}, by cell.
   *
   * @param figures columns that it must have besides the main figure's
   */
  Map<List<String>, CSVRecord> truths(Path audit, List<String> figures) {
    Map<List<String>, CSVRecord> truths = new LinkedHashMap<>();
    try (Reader reader = Files.newBufferedReader(audit);
        CSVParser lines = Csv.FORMAT.parse(Csv.withoutByteOrderMark(reader))) {
      List<String> needed = new ArrayList<>(spec.columns());
      needed.addAll(List.of("value", "reason"));
      needed.addAll(figures);
      Csv.require(audit, lines, needed);
      for (CSVRecord line : lines) {
        Csv.requireConsistent(audit, line, lines.getHeaderNames().size());
        truths.put(spec.columns().stream().map(line::get).toList(), line);
      }
    } catch (IOException | UncheckedIOException e) {
      throw Csv.unreadable("The audit ", audit, e);
    } catch (IllegalArgumentException e) {
      throw new BadInputException(
          "The audit " + audit + " cannot be read as CSV: its header has a column twice or empty.",
          e);
    }
    return truths;
  }
}
