package fr.gouv.datalab.ingest;

import fr.gouv.datalab.catalogue.Column;
import fr.gouv.datalab.catalogue.ColumnType;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.catalogue.Derivation;
import fr.gouv.datalab.catalogue.Sensitivity;
import fr.gouv.datalab.quality.Cell;
import fr.gouv.datalab.quality.ColumnFigures;
import fr.gouv.datalab.quality.ColumnTally;
import fr.gouv.datalab.quality.Measure;
import fr.gouv.datalab.quality.SmallCounts;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one task counts of the rows that it reads: values of accepted ones, causes of refusals,
 * values mended. Bounded, whatever the rows; parts are added up. Values of identifiers and of names
 * are never counted, only that they are there. Not thread-safe.
 */
public final class RowCounts implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Rows that are enough to know a distribution. */
  private static final long SAMPLE = 200_000;

  /** What is counted of one column: at which place it is read, and how. */
  private record Counted(
      String name,
      String type,
      String sensitivity,
      int place,
      Measure measure,
      boolean year,
      boolean bool,
      boolean years,
      int scale)
      implements Serializable {}

  private final ArrayList<Counted> columns = new ArrayList<>();
  private final ArrayList<ColumnTally> tallies = new ArrayList<>();
  private final TreeMap<String, Long> causes = new TreeMap<>();
  private final TreeMap<String, Long> repaired = new TreeMap<>();
  private final int unit;
  private final String unitName;
  private final long every;

  /**
   * Counts for a delivery.
   *
   * @param records in it
   */
  public RowCounts(Contract contract, long records) {
    every = Math.max(1, (records + SAMPLE - 1) / SAMPLE);
    List<Column> ofFile = contract.fileColumns();
    List<String> names = ofFile.stream().map(Column::name).toList();
    for (Column column : contract.columns()) {
      Counted counted = counted(column, names);
      columns.add(counted);
      tallies.add(new ColumnTally(counted.measure()));
    }
    unit = unit(contract, ofFile);
    unitName = unit < 0 ? "" : names.get(unit);
  }

  private RowCounts(RowCounts like) {
    every = like.every;
    unit = like.unit;
    unitName = like.unitName;
    columns.addAll(like.columns);
    columns.forEach(column -> tallies.add(new ColumnTally(column.measure())));
  }

  /** Counts of the same delivery, of nothing yet. */
  public RowCounts fresh() {
    return new RowCounts(this);
  }

  /**
   * The same, of rows of a tokenised file. It has no names and addresses, of which nothing is
   * counted.
   */
  public RowCounts freshOf(RowFormat tokens) {
    return new RowCounts(this, tokens);
  }

  private RowCounts(RowCounts like, RowFormat tokens) {
    every = like.every;
    unit = like.unit < 0 ? -1 : tokens.place(like.unitName);
    unitName = like.unitName;
    for (Counted column : like.columns) {
      columns.add(
          new Counted(
              column.name(),
              column.type(),
              column.sensitivity(),
              tokens.place(column.name()),
              column.measure(),
              false,
              column.bool(),
              column.years(),
              column.scale()));
      tallies.add(new ColumnTally(column.measure()));
    }
  }

  /** The identifier by which persons are told apart: that of the key, or the first. */
  private static int unit(Contract contract, List<Column> ofFile) {
    int first = -1;
    for (int i = 0; i < ofFile.size(); i++) {
      if (ofFile.get(i).isIdentifier()) {
        if (contract.uniqueKey().contains(ofFile.get(i).name())) {
          return i;
        }
        first = first < 0 ? i : first;
      }
    }
    return first;
  }

  private static Counted counted(Column column, List<String> names) {
    boolean year = column.derivation().filter(Derivation.Year.class::isInstance).isPresent();
    String source = column.derivation().map(Derivation::from).orElse(column.name());
    return new Counted(
        column.name(),
        column.type().toString(),
        column.sensitivity().toString(),
        names.indexOf(source),
        measure(column),
        year,
        column.type() instanceof ColumnType.Bool,
        year || column.unit().filter("année"::equals).isPresent(),
        column.type() instanceof ColumnType.Decimal decimal ? decimal.scale() : 0);
  }

  private static Measure measure(Column column) {
    if (column.isIdentifier() || column.sensitivity() instanceof Sensitivity.DirectIdentifier) {
      return Measure.PRESENCE;
    }
    if (column.type() instanceof ColumnType.Date) {
      return Measure.MONTH;
    }
    if (column.type().isNumber()) {
      return Measure.NUMBER;
    }
    boolean code =
        column.type() instanceof ColumnType.Bool
            || !column.values().isEmpty()
            || column.pattern().isPresent();
    return code ? Measure.VALUE : Measure.LENGTH;
  }

  /** Counts a refused record, by the column and the rule that refused it. */
  public void refused(String column, String rule) {
    causes.merge(column.isEmpty() ? rule : column + " · " + rule, 1L, Long::sum);
  }

  /** Counts an accepted record, as it was read last. */
  public void accepted(RowReader row, long line) {
    long person = person(row, line);
    for (int i = 0; i < row.repairs(); i++) {
      String name = row.columns().get(row.repaired(i)).name();
      repaired.merge(name, 1L, Long::sum);
      tally(name).repaired();
    }
    boolean sampled = every == 1 || spread(line) % every == 0;
    for (int i = 0; i < tallies.size(); i++) {
      Counted column = columns.get(i);
      if (column.place() < 0) {
        continue;
      }
      if (row.isAbsent(column.place())) {
        tallies.get(i).absent(person);
      } else if (sampled) {
        count(column, tallies.get(i), row, person);
      }
    }
  }

  private ColumnTally tally(String name) {
    int at = 0;
    while (!columns.get(at).name().equals(name)) {
      at++;
    }
    return tallies.get(at);
  }

  private static void count(Counted column, ColumnTally tally, RowReader row, long person) {
    int at = column.place();
    switch (column.measure()) {
      case PRESENCE -> tally.present(person);
      case MONTH -> {
        LocalDate day = LocalDate.ofEpochDay(row.number(at));
        tally.number(day.getYear() * 12L + day.getMonthValue() - 1, person);
      }
      case NUMBER ->
          tally.number(
              column.year() ? LocalDate.ofEpochDay(row.number(at)).getYear() : row.number(at),
              person);
      default ->
          tally.code(
              column.bool()
                  ? row.number(at) == 1 ? "oui" : "non"
                  : new String(
                      row.text(at),
                      row.from(at),
                      row.to(at) - row.from(at),
                      StandardCharsets.UTF_8),
              person);
    }
  }

  private long person(RowReader row, long line) {
    if (unit < 0 || row.isAbsent(unit) || row.columns().get(unit).kind() == null) {
      return spread(line);
    }
    byte[] identifier = row.normalised(unit);
    long hash = 0xCBF29CE484222325L;
    for (int i = 0; i < row.normalisedLength(unit); i++) {
      hash = (hash ^ identifier[i]) * 0x100000001B3L;
    }
    return hash;
  }

  private static long spread(long line) {
    long mixed = line * 0x9E3779B97F4A7C15L;
    return (mixed ^ mixed >>> 32) >>> 1;
  }

  /** Adds what another task counted of the same delivery. */
  public void add(RowCounts other) {
    for (int i = 0; i < tallies.size(); i++) {
      tallies.get(i).add(other.tallies.get(i));
    }
    other.causes.forEach((cause, rows) -> causes.merge(cause, rows, Long::sum));
    other.repaired.forEach((column, values) -> repaired.merge(column, values, Long::sum));
  }

  /** Of the accepted rows, one in so many is counted. */
  public long every() {
    return every;
  }

  /** The figures of all columns, protected. */
  public List<ColumnFigures> figures() {
    List<ColumnFigures> figures = new ArrayList<>();
    for (int i = 0; i < tallies.size(); i++) {
      Counted c = columns.get(i);
      figures.add(
          SmallCounts.of(
              c.name(), c.type(), c.sensitivity(), tallies.get(i), every, c.scale(), c.years()));
    }
    return figures;
  }

  /** Why records were refused, the rare causes together. */
  public List<Cell> causes() {
    return SmallCounts.causes(causes);
  }

  /** Values mended, by column. */
  public Map<String, Long> repaired() {
    return new TreeMap<>(repaired);
  }
}
