package fr.gouv.datalab.disclosure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One measure for every tool: what a pattern costs, and what it gives away. */
class PatternJudgementTest {

  private static final ProtectionSpec SPEC =
      Tables.spec(Policy.PERSONNES, Tables.flat("t"), Tables.flat("e"))
          .with(new ProtectionSpec.Width(0, 0))
          .with(new Defence(Defence.Search.FAST, 1));

  private static final CellTable TABLE =
      CellTable.builder(SPEC)
          .add(4, "a", "x")
          .add(40, "a", "y")
          .add(50, "b", "x")
          .add(60, "b", "y")
          .add(30, "c", "x")
          .add(20, "c", "y")
          .build();

  private static PatternJudgement of(CellTable table, Set<List<String>> hidden) {
    return PatternJudgement.of(SPEC, table, hidden::contains, 1_000);
  }

  @Test
  void aPrimaryCellAloneIsComputed() {
    PatternJudgement judged = of(TABLE, Set.of(List.of("a", "x")));
    assertThat(judged.primary()).isEqualTo(1);
    assertThat(judged.exact()).isEqualTo(1);
    assertThat(judged.narrow()).isEqualTo(1);
    assertThat(judged.holdsExactly()).isFalse();
  }

  @Test
  void aPrimaryCellThatIsPublishedIsCounted() {
    assertThat(of(TABLE, Set.of()).shown()).isEqualTo(1);
  }

  @Test
  void fourCornersHoldAndCostWhatTheySum() {
    PatternJudgement judged =
        of(
            TABLE,
            Set.of(List.of("a", "x"), List.of("a", "y"), List.of("c", "x"), List.of("c", "y")));
    assertThat(judged.holdsExactly()).isTrue();
    assertThat(judged.hidden()).isEqualTo(4);
    assertThat(judged.narrow()).isZero();
    double all = 4 * 204 - 4;
    assertThat(judged.valueKept()).isEqualTo((all - 90) / all);
  }

  @Test
  void aUnitThatIsAloneComputesItsNeighbour() {
    CellTable table =
        CellTable.builder(SPEC)
            .add(1, "a", "x")
            .add(5, "a", "y")
            .add(50, "b", "x")
            .add(60, "b", "y")
            .build();
    PatternJudgement judged =
        of(
            table,
            Set.of(List.of("a", "x"), List.of("a", "y"), List.of("b", "x"), List.of("b", "y")));
    assertThat(judged.exact()).isZero();
    assertThat(judged.insiders()).isEqualTo(1);
    assertThat(judged.holdsExactly()).isFalse();
  }
}
