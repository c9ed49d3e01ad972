package fr.gouv.datalab.bridge.releases;

import fr.gouv.datalab.bridge.queries.ExceededLimitException;
import fr.gouv.datalab.bridge.queries.InvalidQueryException;
import fr.gouv.datalab.disclosure.CellTable;
import fr.gouv.datalab.disclosure.ProtectionSpec;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * The finest cells of a table, out of Arrow batches: the columns that its specification names, one
 * line for each cell. Other columns are not looked at.
 */
public final class CellsGiven {
  /** More cells than this are not a table that someone reads. */
  public static final int MOST = 200_000;

  /** Figures went through floating numbers, in pandas: they agree to so many digits. */
  private static final MathContext DIGITS = new MathContext(12, RoundingMode.HALF_EVEN);

  private static final Comparator<List<String>> ORDER =
      Comparator.comparing(codes -> String.join("\u0000", codes));

  private final ProtectionSpec spec;
  private final List<String> required;
  private final List<String> optional;
  private final TreeMap<List<String>, Map<String, BigDecimal>> cells = new TreeMap<>(ORDER);

  /**
   * No cell yet.
   *
   * @throws InvalidQueryException when the specification is of contributions line by line
   */
  public CellsGiven(ProtectionSpec spec) {
    if (spec.respondents().isPresent()) {
      throw new InvalidQueryException(
          "A notebook proposes cells, and `contributors` asks for lines about single units: give"
              + " the largest contributions of each cell as columns.");
    }
    this.spec = spec;
    required = new ArrayList<>(spec.figures());
    optional = new ArrayList<>(spec.contributors());
    spec.holdings().ifPresent(optional::add);
    spec.absolute().ifPresent(optional::add);
  }

  /**
   * Adds the lines of a batch.
   *
   * @throws InvalidQueryException when a column is missing, or a value is none that a cell has
   * @throws ExceededLimitException when there are more than {@link #MOST} cells
   */
  public void add(VectorSchemaRoot batch) {
    List<FieldVector> codes = spec.columns().stream().map(name -> column(batch, name)).toList();
    Map<String, FieldVector> figures = new HashMap<>();
    required.forEach(name -> figures.put(name, column(batch, name)));
    optional.forEach(name -> figures.put(name, column(batch, name)));
    for (int row = 0; row < batch.getRowCount(); row++) {
      List<String> key = new ArrayList<>();
      for (FieldVector code : codes) {
        key.add(code(code, row));
      }
      Map<String, BigDecimal> values = new HashMap<>();
      for (Map.Entry<String, FieldVector> figure : figures.entrySet()) {
        if (!figure.getValue().isNull(row)) {
          values.put(figure.getKey(), figure(figure.getValue(), row));
        } else if (required.contains(figure.getKey())) {
          throw new InvalidQueryException(
              "A cell has no " + figure.getKey() + ": give it zero, or leave the cell out.");
        }
      }
      if (cells.putIfAbsent(key, values) != null) {
        throw new InvalidQueryException(
            "Two lines are of one cell: group by " + String.join(", ", spec.columns()) + ".");
      }
      if (cells.size() > MOST) {
        throw new ExceededLimitException(
            "The table has more than " + MOST + " cells: take coarser dimensions.");
      }
    }
  }

  private static FieldVector column(VectorSchemaRoot batch, String name) {
    List<FieldVector> found =
        batch.getFieldVectors().stream().filter(vector -> vector.getName().equals(name)).toList();
    if (found.size() != 1) {
      throw new InvalidQueryException(
          "The specification names the column "
              + name
              + (found.isEmpty()
                  ? ", and the table has none of that name."
                  : ", and the table has two of that name."));
    }
    return found.get(0);
  }

  private static String code(FieldVector vector, int row) {
    if (vector.isNull(row)) {
      throw new InvalidQueryException(
          "A cell has no code for " + vector.getName() + ": give it one.");
    }
    Object value =
        vector instanceof DateDayVector days
            ? LocalDate.ofEpochDay(days.get(row))
            : vector.getObject(row);
    if (value instanceof LocalDateTime time && time.toLocalTime().equals(LocalTime.MIDNIGHT)) {
      return time.toLocalDate().toString();
    }
    if (value instanceof Double number && number == Math.rint(number) && !number.isInfinite()) {
      return BigDecimal.valueOf(number).setScale(0, RoundingMode.UNNECESSARY).toPlainString();
    }
    if (value instanceof byte[]) {
      throw new InvalidQueryException(
          "The column " + vector.getName() + " holds bytes, which are no code of a table.");
    }
    return value.toString();
  }

  private static BigDecimal figure(FieldVector vector, int row) {
    Object value = vector.getObject(row);
    if (value instanceof BigDecimal exact) {
      return exact;
    }
    if (value instanceof Double || value instanceof Float) {
      double number = ((Number) value).doubleValue();
      if (Double.isNaN(number) || Double.isInfinite(number)) {
        throw new InvalidQueryException("A cell's " + vector.getName() + " is not a number.");
      }
      return BigDecimal.valueOf(number);
    }
    if (value instanceof Number whole) {
      return new BigDecimal(whole.toString());
    }
    throw new InvalidQueryException(
        "The column " + vector.getName() + " is a figure, and holds something else than numbers.");
  }

  /** How many cells there are. */
  public int size() {
    return cells.size();
  }

  /**
   * Checks that another gives the same cells, in whatever order.
   *
   * @throws InvalidQueryException telling how many differ, and where to look first
   */
  public void requireSame(CellsGiven truth) {
    long different = 0;
    String where = "";
    for (Map.Entry<List<String>, Map<String, BigDecimal>> cell : truth.cells.entrySet()) {
      Map<String, BigDecimal> mine = cells.get(cell.getKey());
      if (mine == null || !same(mine, cell.getValue())) {
        different++;
        where = mine == null && where.isEmpty() ? "a cell is missing" : where;
      }
    }
    long more = cells.keySet().stream().filter(key -> !truth.cells.containsKey(key)).count();
    if (different + more > 0) {
      throw new InvalidQueryException(
          "The table is not what its query gives: "
              + (different + more)
              + " of its cells differ"
              + (where.isEmpty() ? "" : " (" + where + ")")
              + ". A table is released as its query makes it: let SQL do the computing, and give the"
              + " query of this very table.");
    }
  }

  private static boolean same(Map<String, BigDecimal> one, Map<String, BigDecimal> other) {
    return one.keySet().equals(other.keySet())
        && one.entrySet().stream()
            .allMatch(
                entry ->
                    entry
                            .getValue()
                            .round(DIGITS)
                            .compareTo(other.get(entry.getKey()).round(DIGITS))
                        == 0);
  }

  /**
   * The table, to be protected.
   *
   * @throws fr.gouv.datalab.disclosure.BadInputException when a code or a figure cannot be used
   */
  public CellTable table() {
    CellTable.Builder builder = CellTable.builder(spec);
    cells.forEach(builder::add);
    return builder.build();
  }
}
