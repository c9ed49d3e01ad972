package fr.gouv.datalab.ingest.spark;

import static org.assertj.core.api.Assertions.assertThat;

import fr.gouv.datalab.ingest.conditions.RowCondition;
import fr.gouv.datalab.ingest.conditions.UnsupportedConditionException;
import fr.gouv.datalab.lake.spark.Engine;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the producer answers without Spark, the lake answers with it: on random conditions. */
class RowConditionLikeSparkTest {
  private static final int CONDITIONS = 600;
  private static final int ROWS = 80;
  private static final int AT_ONCE = 60;
  private static final List<RowCondition.Input> INPUTS =
      List.of(
          new RowCondition.Input("nom", "string"),
          new RowCondition.Input("code", "string"),
          new RowCondition.Input("enfants", "integer"),
          new RowCondition.Input("rang", "long"),
          new RowCondition.Input("montant", "decimal(12,2)"),
          new RowCondition.Input("debut", "date"),
          new RowCondition.Input("fin", "date"),
          new RowCondition.Input("actif", "boolean"));
  private static final StructType SCHEMA =
      new StructType()
          .add("nom", DataTypes.StringType)
          .add("code", DataTypes.StringType)
          .add("enfants", DataTypes.IntegerType)
          .add("rang", DataTypes.LongType)
          .add("montant", DataTypes.createDecimalType(12, 2))
          .add("debut", DataTypes.DateType)
          .add("fin", DataTypes.DateType)
          .add("actif", DataTypes.BooleanType);
  private static final String[] TEXTS = {
    "",
    " ",
    "a",
    "A",
    "été",
    "ÉTÉ",
    "Ia",
    "ıİ",
    "straße",
    " œuf ",
    "a%",
    "a_b",
    "l'an",
    "75056",
    "\uD83D\uDE00",
    "ﬁn",
    "Z",
    "é",
    "2020-02-29",
    "a\nb"
  };

  @TempDir Path directory;

  @Test
  void answersWhatSparkAnswersOnRandomConditionsAndRows() {
    Random random = new Random(20260611);
    List<String> checks = new ArrayList<>();
    List<RowCondition> conditions = new ArrayList<>();
    int drawn = 0;
    while (conditions.size() < CONDITIONS) {
      String check = new DrawnConditions(random).truth(3);
      drawn++;
      try {
        conditions.add(RowCondition.of(check, INPUTS));
        checks.add(check);
      } catch (UnsupportedConditionException e) {
        // Left to the lake.
      }
    }
    assertThat(conditions.size()).isGreaterThan(drawn / 2);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      rows.add(row(random));
    }
    List<String> differences = new ArrayList<>();
    try (Engine engine = Engine.start(directory, Map.of())) {
      Dataset<Row> table = engine.session().createDataFrame(rows, SCHEMA).coalesce(1);
      for (int from = 0; from < CONDITIONS; from += AT_ONCE) {
        int to = Math.min(CONDITIONS, from + AT_ONCE);
        Column[] columns =
            checks.subList(from, to).stream().map(functions::expr).toArray(Column[]::new);
        List<Row> answers = table.select(columns).collectAsList();
        for (int i = 0; i < ROWS; i++) {
          for (int c = from; c < to; c++) {
            Row row = rows.get(i);
            Boolean here = conditions.get(c).of(place -> value(row, place));
            Object there = answers.get(i).get(c - from);
            if (here == null ? there != null : !here.equals(there)) {
              differences.add(checks.get(c) + " on " + row + ": " + here + ", Spark " + there);
            }
          }
        }
      }
    }
    assertThat(differences).isEmpty();
  }

  /** As the producer's stage has it. */
  private static Object value(Row row, int place) {
    Object value = row.get(place);
    return value instanceof Integer || value instanceof Long
        ? BigDecimal.valueOf(((Number) value).longValue())
        : value;
  }

  private static Row row(Random random) {
    return RowFactory.create(
        text(random),
        text(random),
        random.nextInt(6) == 0 ? null : random.nextInt(7) - 2,
        random.nextInt(6) == 0 ? null : (long) random.nextInt(1000) * (random.nextInt(3) - 1),
        random.nextInt(6) == 0
            ? null
            : BigDecimal.valueOf(random.nextInt(5) == 0 ? 0 : random.nextInt(400_000) - 90_000, 2),
        date(random),
        date(random),
        random.nextInt(4) == 0 ? null : random.nextBoolean());
  }

  private static String text(Random random) {
    return random.nextInt(6) == 0 ? null : TEXTS[random.nextInt(TEXTS.length)];
  }

  private static LocalDate date(Random random) {
    return random.nextInt(6) == 0
        ? null
        : LocalDate.of(1900, 1, 1).plusDays(random.nextInt(60_000));
  }

  /** Draws conditions of every form that a contract may have, and some that are left to Spark. */
  private record DrawnConditions(Random random) {
    String truth(int depth) {
      if (depth == 0) {
        return simple();
      }
      return switch (random.nextInt(7)) {
        case 0 -> truth(depth - 1) + " or " + truth(depth - 1);
        case 1 -> truth(depth - 1) + " AND " + truth(depth - 1);
        case 2 -> "not " + truth(depth - 1);
        case 3 -> "(" + truth(depth - 1) + ")";
        case 4 -> "not (" + truth(depth - 1) + " and " + truth(depth - 1) + ")";
        default -> simple();
      };
    }

    private String simple() {
      String not = random.nextBoolean() ? " not" : "";
      return switch (random.nextInt(14)) {
        case 0, 1 -> number(2) + sign() + number(2);
        case 2, 3 -> date() + sign() + date();
        case 4, 5 -> text(2) + sign() + text(2);
        case 6 -> number(1) + not + " between " + number(1) + " and " + number(1);
        case 7 -> date() + not + " between " + date() + " and " + date();
        case 8 -> text(1) + not + " in (" + text(0) + ", " + text(0) + ", null)";
        case 9 -> number(1) + not + " in (" + number(0) + ", " + number(0) + ")";
        case 10 -> text(1) + not + " like '" + pattern() + "'";
        case 11 -> any() + " is" + not + " null";
        case 12 -> "actif" + (random.nextBoolean() ? "" : sign() + random.nextBoolean());
        default -> any() + sign() + any();
      };
    }

    private String sign() {
      String[] signs = {" = ", " <> ", " < ", " <= ", " > ", " >= ", " != ", " == ", "="};
      return signs[random.nextInt(signs.length)];
    }

    private String any() {
      return switch (random.nextInt(5)) {
        case 0 -> number(1);
        case 1 -> text(1);
        case 2 -> date();
        case 3 -> "null";
        default -> "actif";
      };
    }

    private String number(int depth) {
      if (depth == 0 || random.nextInt(3) == 0) {
        String[] atoms = {
          "enfants", "rang", "montant", "0", "1", "12", "-3", "2.5", "100.00", "0.005", "1000"
        };
        return atoms[random.nextInt(atoms.length)];
      }
      return switch (random.nextInt(9)) {
        case 0 -> number(depth - 1) + " + " + number(depth - 1);
        case 1 -> number(depth - 1) + " - " + number(depth - 1);
        case 2 -> number(depth - 1) + " * " + number(depth - 1);
        case 3 -> "(" + number(depth - 1) + " + " + number(depth - 1) + ") * " + number(0);
        case 4 -> "length(" + text(1) + ")";
        case 5 -> (random.nextBoolean() ? "year(" : "month(") + date() + ")";
        case 6 -> (random.nextBoolean() ? "day(" : "dayofmonth(") + date() + ")";
        case 7 -> "abs(" + number(depth - 1) + ")";
        default -> "coalesce(" + number(depth - 1) + ", " + number(0) + ")";
      };
    }

    private String text(int depth) {
      if (depth == 0 || random.nextInt(3) == 0) {
        return switch (random.nextInt(4)) {
          case 0 -> "nom";
          case 1 -> "code";
          default -> "'" + TEXTS[random.nextInt(TEXTS.length)].replace("'", "''") + "'";
        };
      }
      return switch (random.nextInt(5)) {
        case 0 -> "upper(" + text(depth - 1) + ")";
        case 1 -> "lower(" + text(depth - 1) + ")";
        case 2 -> "trim(" + text(depth - 1) + ")";
        case 3 -> "coalesce(" + text(depth - 1) + ", " + text(0) + ")";
        default -> text(0);
      };
    }

    private String date() {
      return switch (random.nextInt(7)) {
        case 0, 1 -> "debut";
        case 2, 3 -> "fin";
        case 4 -> "date '1984-02-29'";
        case 5 -> "date('2001-01-01')";
        default -> "coalesce(fin, debut)";
      };
    }

    private String pattern() {
      String[] patterns = {"%", "_", "a%", "%é%", "75___", "a_b", "", "_%", "A", "% %", "l''an"};
      return patterns[random.nextInt(patterns.length)];
    }
  }
}
