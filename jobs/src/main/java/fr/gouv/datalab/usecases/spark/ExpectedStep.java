package fr.gouv.datalab.usecases.spark;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import fr.gouv.datalab.models.ExpectedOutcome;
import fr.gouv.datalab.models.Pattern;
import fr.gouv.datalab.refusals.BadDataException;
import fr.gouv.datalab.usecases.Step;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Runs a step that fits a model: counts by pattern on Spark, the model on the counts, the expected
 * probability joined back.
 */
final class ExpectedStep {
  /** Patterns are held in memory: features whose combinations exceed this are not categories. */
  static final int MOST_PATTERNS = 200_000;

  private static final String UNITS = "_unites";
  private static final String POSITIVES = "_positifs";

  private final Step.Expected step;

  ExpectedStep(Step.Expected step) {
    this.step = step;
  }

  /**
   * The rows of the step's source with the column {@code attendu}; and where the model comes from.
   */
  Result run(Views views) {
    Dataset<Row> source = views.get(step.from());
    List<Row> counts =
        source
            .groupBy(features())
            .agg(
                sum(when(col(step.among()), 1).otherwise(0)).alias(UNITS),
                sum(when(col(step.among()).and(col(step.outcome()).equalTo(1)), 1).otherwise(0))
                    .alias(POSITIVES))
            .orderBy(features())
            .limit(MOST_PATTERNS + 1)
            .collectAsList();
    if (counts.size() > MOST_PATTERNS) {
      throw new BadDataException(
          "The features of "
              + step.view()
              + " have more than "
              + MOST_PATTERNS
              + " combinations: group their values first.");
    }
    List<Pattern> patterns = new ArrayList<>();
    for (Row row : counts) {
      patterns.add(pattern(row));
    }
    List<Pattern> observed = patterns.stream().filter(p -> p.units() > 0).toList();
    long units = observed.stream().mapToLong(Pattern::units).sum();
    long positives = observed.stream().mapToLong(Pattern::positives).sum();
    if (positives == 0 || positives == units) {
      double same = units == 0 ? 0 : (double) positives / units;
      return new Result(
          source.withColumn("attendu", lit(same)), "no model: every unit has the same outcome");
    }
    ExpectedOutcome model = ExpectedOutcome.fit(step.features(), observed);
    return new Result(joined(views, source, patterns, model), model.provenance());
  }

  record Result(Dataset<Row> rows, String provenance) {}

  private Dataset<Row> joined(
      Views views, Dataset<Row> source, List<Pattern> patterns, ExpectedOutcome model) {
    StructType schema = new StructType();
    for (int i = 0; i < step.features().size(); i++) {
      schema = schema.add("_f" + i, DataTypes.StringType, false);
    }
    schema = schema.add("attendu", DataTypes.DoubleType, false);
    List<Row> rows = new ArrayList<>();
    for (Pattern pattern : patterns) {
      List<Object> values = new ArrayList<>(pattern.values());
      values.add(model.probability(pattern.values()));
      rows.add(RowFactory.create(values.toArray()));
    }
    Dataset<Row> expected = functions.broadcast(views.session().createDataFrame(rows, schema));
    Column same = lit(true);
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < step.features().size(); i++) {
      same = same.and(value(step.features().get(i)).equalTo(expected.col("_f" + i)));
      keys.add("_f" + i);
    }
    return source.join(expected, same).drop(keys.toArray(String[]::new));
  }

  private Pattern pattern(Row row) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < step.features().size(); i++) {
      values.add(row.getString(i));
    }
    return new Pattern(
        values, row.getLong(row.fieldIndex(UNITS)), row.getLong(row.fieldIndex(POSITIVES)));
  }

  private Column[] features() {
    return step.features().stream().map(f -> value(f).alias(f)).toArray(Column[]::new);
  }

  private static Column value(String feature) {
    return coalesce(col(feature).cast(DataTypes.StringType), lit(""));
  }
}
