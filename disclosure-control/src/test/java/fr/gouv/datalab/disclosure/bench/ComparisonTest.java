package fr.gouv.datalab.disclosure.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tools side by side on one table; those that are not on the machine are said. */
class ComparisonTest {

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyToolIsJudgedOrSaidToBeMissing(boolean magnitude) {
    List<Comparison.Row> told = new ArrayList<>();
    List<Comparison.Row> rows =
        new Comparison(3, 12, 0.2, 1_500, 60)
            .compare(150, 2, magnitude, List.of(Peer.values()), told::add);
    assertThat(rows).isEqualTo(told).hasSize(5);
    assertThat(rows).allMatch(Comparison.Row::isAsWePromise);
    for (Comparison.Row row : rows) {
      String line = Comparison.line(row);
      if (row.judgement().isPresent()) {
        assertThat(row.judgement().get().primary())
            .as("all tools hide by the same rules")
            .isEqualTo(rows.get(4).judgement().orElseThrow().primary());
        assertThat(row.judgement().get().shown()).as(line).isZero();
      } else {
        assertThat(row.note()).contains("not run: ", "apt-get install");
      }
    }
    assertThat(rows.get(3).tool()).endsWith("lone units");
    assertThat(rows.get(3).judgement().orElseThrow().insiders()).isZero();
  }
}
