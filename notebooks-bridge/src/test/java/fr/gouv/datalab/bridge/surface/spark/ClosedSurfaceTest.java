package fr.gouv.datalab.bridge.surface.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.gouv.datalab.bridge.Statements;
import fr.gouv.datalab.bridge.queries.InvalidQueryException;
import fr.gouv.datalab.bridge.queries.RefusedQueryException;
import fr.gouv.datalab.bridge.spark.SparkForTests;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClosedSurfaceTest {

  private static final SparkSession SESSION = SparkForTests.session();
  private final ClosedSurface surface =
      new ClosedSurface(SESSION, new GrantedViews(SESSION, "CONV-1", SparkForTests.declarants()));

  static Stream<String> redTeam() {
    return Statements.redTeam().stream();
  }

  static Stream<String> ordinary() {
    return Statements.ordinary().stream();
  }

  @ParameterizedTest
  @MethodSource("redTeam")
  void refusesOnThePlan(String sql) {
    assertThatThrownBy(() -> decide(sql))
        .isInstanceOfAny(RefusedQueryException.class, InvalidQueryException.class)
        .satisfies(
            refusal -> assertThat(refusal.getMessage()).isNotBlank().doesNotContain("hidden"));
  }

  @ParameterizedTest
  @MethodSource("ordinary")
  void admitsOrdinaryWork(String sql) {
    decide(sql).execution().executedPlan();
  }

  @ParameterizedTest
  @MethodSource("doubling")
  void boundsWhatAValueMayBecome(String sql) {
    assertThatThrownBy(() -> decide(sql))
        .isInstanceOfSatisfying(
            RefusedQueryException.class,
            refusal -> assertThat(refusal.rule()).isEqualTo("surface.growth"));
  }

  /** Values that are copied into themselves, by each way to do it. */
  static Stream<String> doubling() {
    String copy = "SELECT concat(a, a) AS a FROM ";
    String replaced = "nom";
    String nested = "SELECT nom AS a FROM dgfip.declarants";
    StringBuilder clauses = new StringBuilder("WITH t0 AS (" + nested + ")");
    for (int level = 1; level <= 18; level++) {
      replaced = "replace(" + replaced + ", 'A', 'AA')";
      nested = copy + "(" + nested + ")";
      clauses.append(", t").append(level).append(" AS (").append(copy).append('t');
      clauses.append(level - 1).append(')');
    }
    return Stream.of(
        nested,
        clauses + " SELECT a FROM t18",
        "SELECT (SELECT max(a) FROM (" + nested + ")) AS b",
        "SELECT nom FROM dgfip.declarants WHERE length(" + replaced + ") > 3",
        "SELECT a FROM dgfip.declarants LATERAL VIEW explode(array(" + replaced + ")) AS a",
        "SELECT max(length(b)) FROM (SELECT nom AS b FROM dgfip.declarants UNION ALL "
            + nested
            + ")",
        "WITH RECURSIVE t AS (SELECT 'x' AS a, 1 AS n UNION ALL SELECT concat(a, a), n + 1 FROM t)"
            + " SELECT max(length(a)) FROM t",
        "SELECT aggregate(sequence(1, 60), nom, (a, x) -> concat(a, a)) FROM dgfip.declarants",
        "SELECT transform(sequence(1, 100000), x -> repeat(nom, 100)) FROM dgfip.declarants",
        "SELECT format_number(1, 2000000000) FROM dgfip.declarants");
  }

  @Test
  void saysWhichTablesAQueryReads() {
    assertThat(decide("SELECT 1").tables()).isEmpty();
    assertThat(
            decide(
                    "WITH d AS (SELECT * FROM dgfip_declarants) SELECT 1 WHERE EXISTS (SELECT 1 FROM d)")
                .tables())
        .containsExactly("dgfip.declarants");
  }

  @Test
  void takesATextAsItIsWritten() {
    SESSION.conf().set("spark.sql.variable.substitute", "true");
    ClosedSurface closed =
        new ClosedSurface(SESSION, new GrantedViews(SESSION, "CONV-1", SparkForTests.declarants()));
    for (String name :
        List.of("env:HOME", "env:PATH", "system:user.home", "spark.app.id", "spark.master")) {
      String text = "${" + name + "}";
      assertThat(
              closed
                  .decide(closed.admit("SELECT '" + text + "'"), List.of())
                  .execution()
                  .executedPlan()
                  .executeCollect())
          .singleElement()
          .satisfies(row -> assertThat(row.getString(0)).isEqualTo(text));
    }
    assertThatThrownBy(() -> decide("SELECT ${env:HOME}"))
        .isInstanceOfAny(RefusedQueryException.class, InvalidQueryException.class);
  }

  @Test
  void bindsParametersInOrder() {
    ClosedSurface.Admitted query =
        surface.admit(
            "WITH d AS (SELECT * FROM dgfip.declarants WHERE revenu > ?) SELECT nom FROM d WHERE foyer = ?");
    assertThat(query.parameters()).isEqualTo(2);
    assertThat(
            surface
                .decide(query, List.of(integer(15), integer(1)))
                .execution()
                .executedPlan()
                .executeCollect())
        .singleElement()
        .satisfies(row -> assertThat(row.getString(0)).isEqualTo("B"));
    assertThatThrownBy(() -> surface.decide(query, List.of()))
        .isInstanceOf(InvalidQueryException.class);
  }

  private static Literal integer(int value) {
    return Literal.create(value, DataTypes.IntegerType);
  }

  private ClosedSurface.Decided decide(String sql) {
    return surface.decide(surface.admit(sql), List.of());
  }
}
