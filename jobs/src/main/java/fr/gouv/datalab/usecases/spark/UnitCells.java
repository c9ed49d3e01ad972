package fr.gouv.datalab.usecases.spark;

import fr.gouv.datalab.disclosure.Method;
import fr.gouv.datalab.disclosure.ProtectionSpec;
import fr.gouv.datalab.refusals.BadDataException;
import fr.gouv.datalab.usecases.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * The finest cells of a view of units: each unit is counted once, in one cell.
 *
 * <p>It is what perturbation needs and what a query that counts by itself cannot show: the keys of
 * the records of a cell add up to those of exactly the units that it counts, and one unit more or
 * less changes a figure by one at the most.
 */
final class UnitCells {
  private static final String UNIT = "_unite";
  private static final String CELLS = "_cellules";

  private final UnaryOperator<Column> recordKeys;

  /**
   * @param recordKeys the sum of the keys of the records of units, of the column that names these
   */
  UnitCells(UnaryOperator<Column> recordKeys) {
    this.recordKeys = recordKeys;
  }

  /**
   * The cells of an output: its view as it is where it names no unit.
   *
   * @throws BadDataException when the protection asks for units that the output does not name
   */
  Dataset<Row> cells(Output output, ProtectionSpec spec, Dataset<Row> view) {
    if (output.unit().isEmpty()) {
      requireNone(output, spec);
      return view;
    }
    if (spec.magnitude().isPresent()) {
      throw refused(output, "`unit` is for tables of counts, and its spec has a magnitude.");
    }
    return counted(output, spec, byUnit(output, spec, view));
  }

  /**
   * Checks one of these cells.
   *
   * @throws BadDataException when one of its units is in another cell too, is not named, or counts
   *     for more than one
   */
  static void require(Output output, Row cell) {
    if (output.unit().isEmpty()) {
      return;
    }
    String unit = output.unit().get();
    if (cell.<Long>getAs(CELLS) > 1) {
      throw refused(
          output,
          "a "
              + unit
              + " is in several of its finest cells: give each one cell, or the sums would count it"
              + " more than once.");
    }
    if (cell.<Long>getAs(UNIT) > 0) {
      throw refused(
          output,
          "a row has no " + unit + ", or one counts for less than 0 or more than 1 in a measure.");
    }
  }

  /** A row for each unit: where it is, and what it counts for. */
  private static Dataset<Row> byUnit(Output output, ProtectionSpec spec, Dataset<Row> view) {
    Column[] dimensions = spec.columns().stream().map(functions::col).toArray(Column[]::new);
    List<Column> sums = new ArrayList<>();
    for (String dimension : spec.columns()) {
      sums.add(functions.min(functions.col(dimension)).as(dimension));
    }
    for (String measure : spec.measures()) {
      sums.add(functions.sum(functions.col(measure)).as(measure));
    }
    return view.groupBy(functions.col(output.unit().get()).as(UNIT))
        .agg(functions.count_distinct(functions.struct(dimensions)).as(CELLS), array(sums));
  }

  private Dataset<Row> counted(Output output, ProtectionSpec spec, Dataset<Row> units) {
    List<Column> figures = new ArrayList<>();
    Column wrong = functions.col(UNIT).isNull();
    figures.add(functions.count(functions.lit(1)).as(spec.frequency()));
    for (String measure : spec.measures()) {
      figures.add(functions.sum(functions.col(measure)).as(measure));
      wrong =
          wrong.or(
              functions
                  .coalesce(functions.col(measure), functions.lit(0))
                  .between(0, 1)
                  .equalTo(false));
    }
    figures.add(functions.max(CELLS).as(CELLS));
    figures.add(functions.sum(functions.when(wrong, 1).otherwise(0)).as(UNIT));
    if (spec.method() instanceof Method.CellKeys keys) {
      Column unit = functions.col(UNIT);
      figures.add(recordKeys.apply(bytes(units, unit)).as(keys.key()));
    }
    Column[] dimensions = spec.columns().stream().map(functions::col).toArray(Column[]::new);
    return units.groupBy(dimensions).agg(figures.get(0), array(figures.subList(1, figures.size())));
  }

  /** Pseudonyms are bytes; what else names a unit is hashed as it is written. */
  private static Column bytes(Dataset<Row> units, Column unit) {
    return units.schema().apply(UNIT).dataType().equals(DataTypes.BinaryType)
        ? unit
        : functions.to_binary(
            functions.concat(functions.lit("unite:"), unit.cast("string")), functions.lit("utf-8"));
  }

  private static Column[] array(List<Column> columns) {
    return columns.toArray(Column[]::new);
  }

  private static void requireNone(Output output, ProtectionSpec spec) {
    if (spec.method() instanceof Method.CellKeys || spec.method() instanceof Method.PrivateNoise) {
      throw refused(
          output,
          "its protection is of units one by one: give the column that names them (`unit: ...`),"
              + " and let `from` be the view that has one row for each.");
    }
  }

  private static BadDataException refused(Output output, String why) {
    return new BadDataException("The output " + output.name() + ": " + why);
  }
}
