package fr.gouv.datalab.disclosure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MeasuresTest {

  private static ProtectionSpec spec() {
    return new ProtectionSpec(
        List.of(Tables.flat("domaine"), Tables.flat("niveau")),
        "effectif",
        Optional.empty(),
        List.of(),
        List.of("attendus"),
        Policy.FORMATION,
        new ProtectionSpec.Width(0.10, 0),
        ProtectionSpec.Intervals.ALL,
        ProtectionSpec.Cost.FREQUENCY,
        ProtectionSpec.Zeros.STRUCTURAL);
  }

  private static CellTable.Builder add(
      CellTable.Builder table, String domaine, String niveau, String effectif, String attendus) {
    return table.add(
        List.of(domaine, niveau),
        Map.of("effectif", new BigDecimal(effectif), "attendus", new BigDecimal(attendus)));
  }

  @Test
  void anExpectedCountKeepsItsDecimalsExactly() {
    CellTable.Builder table = CellTable.builder(spec());
    for (int i = 0; i < 10; i++) {
      add(table, "d" + i, "3", "100", "12.3");
      add(table, "d" + i, "4", "50", "0.1");
    }
    ProtectedTable safe = Protection.of(spec(), table.build());
    assertThat(safe.suppressed()).isZero();
    assertThat(safe.figures("TOTAL", "3").orElseThrow().get(1)).isEqualTo("123.0");
    assertThat(safe.figures("TOTAL", "4").orElseThrow().get(1)).isEqualTo("1.0");
    assertThat(TableFiles.published(safe)).contains("d0,TOTAL,150,12.4,v");
  }

  @Test
  void aHiddenCellHidesItsExpectedCount() {
    CellTable.Builder table = CellTable.builder(spec());
    add(table, "a", "3", "12", "4.2");
    add(table, "a", "4", "60", "30.7");
    add(table, "b", "3", "70", "41.5");
    add(table, "b", "4", "80", "44.4");
    ProtectedTable safe = Protection.of(spec(), table.build());
    assertThat(safe.verdict().safe()).isTrue();
    assertThat(safe.figures("a", "3")).isEmpty();
    assertThat(safe.audit())
        .allSatisfy(
            row -> {
              AuditRow.Range attendus = row.figures().get(1);
              double value = attendus.value().doubleValue();
              assertThat(attendus.upper()).isGreaterThanOrEqualTo(1.1 * value - 0.1);
              assertThat(attendus.lower()).isLessThanOrEqualTo(0.9 * value + 0.1);
            });
  }

  @Test
  void theFrequencyStaysWholeAndDecimalsStayFew() {
    assertThatThrownBy(() -> add(CellTable.builder(spec()), "a", "3", "12.5", "1").build())
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("domaine=a, niveau=3")
        .hasMessageContaining("not whole");
    assertThatThrownBy(() -> add(CellTable.builder(spec()), "a", "3", "12", "0.1234567").build())
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("more than 6 decimals");
  }
}
