package fr.gouv.datalab.disclosure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What users of other tools report as broken, and tables that are wrong or out of measure. */
class RobustnessTest {

  private static final ProtectionSpec FLAT = Tables.spec(Policy.PERSONNES, Tables.flat("t"));
  private static final ProtectionSpec CROSSED =
      Tables.spec(Policy.PERSONNES, Tables.flat("t"), Tables.flat("energie"));
  private static final Population FRANCE =
      new Population("siv", LocalDate.of(2026, 1, 1), Map.of());

  private static CellTable regions() {
    return CellTable.builder(FLAT).add(5, "IDF").add(40, "COR").add(30, "BRE").build();
  }

  /** The same units, by energy too: another partner is cheaper there. */
  private static CellTable regionsByEnergie() {
    return CellTable.builder(CROSSED)
        .add(5, "IDF", "ES")
        .add(6, "COR", "ES")
        .add(34, "COR", "GO")
        .add(15, "BRE", "ES")
        .add(15, "BRE", "GO")
        .build();
  }

  @Test
  void aTableThatNeedsNothingIsPublishedWhole() {
    ProtectedTable safe =
        Protection.of(FLAT, CellTable.builder(FLAT).add(50, "a").add(11, "b").build());
    assertThat(safe.suppressed()).isZero();
    assertThat(safe.verdict().safe()).isTrue();
  }

  @Test
  void aTableWhoseEveryCellIsSmallIsHiddenUpToItsTotal() {
    ProtectedTable safe =
        Protection.of(FLAT, CellTable.builder(FLAT).add(3, "a").add(4, "b").build());
    assertThat(safe.published()).isZero();
    assertThat(safe.verdict().safe()).isTrue();
  }

  @Test
  void linkedTablesProtectedOneAfterTheOtherTellWhatBothHide() {
    ProtectedTable one = Protection.of(FLAT, regions());
    ProtectedTable two = Protection.of(CROSSED, regionsByEnergie());
    assertThat(one.verdict().safe()).isTrue();
    assertThat(two.verdict().safe()).isTrue();
    ReleasedTable before = ReleasedTable.of("by region", FRANCE, one);
    Verdict apart =
        DisclosureCheck.check(ReleasedTable.of("by energy", FRANCE, two), List.of(before));
    assertThat(apart.safe()).isFalse();

    ProtectedTable together = Protection.of(CROSSED, regionsByEnergie(), FRANCE, List.of(before));
    Verdict verdict =
        DisclosureCheck.check(ReleasedTable.of("by energy", FRANCE, together), List.of(before));
    assertThat(verdict.shortfalls()).isEmpty();
  }

  @Test
  void aRunDoesNotDependOnTheOneBefore() {
    List<AuditRow> first = Protection.of(CROSSED, regionsByEnergie()).audit();
    Protection.of(FLAT, regions());
    assertThat(Protection.of(CROSSED, regionsByEnergie()).audit()).isEqualTo(first);
  }

  @Test
  void tenThousandChildrenAreOneLine() {
    CellTable.Builder table = CellTable.builder(FLAT);
    for (int i = 0; i < 10_000; i++) {
      table.add(i % 500 == 0 ? 5 : 20 + i, "c" + i);
    }
    ProtectedTable safe = Protection.of(FLAT, table.build());
    assertThat(safe.verdict().shortfalls()).isEmpty();
    assertThat(safe.primary()).isEqualTo(20);
    assertThat(safe.suppressed()).isEqualTo(20);
  }

  @Test
  void aTableThatIsNotAdditiveIsSaidWithItsCells() {
    assertThatThrownBy(
            () -> CellTable.builder(FLAT).add(30, "a").add(20, "b").add(51, "TOTAL").build())
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("not additive")
        .hasMessageContaining("t=TOTAL (effectif)");
  }

  @Test
  void aFigureThatNoReaderCouldHoldIsRefused() {
    assertThatThrownBy(() -> CellTable.builder(FLAT).add((1L << 53) + 1, "a").build())
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("t=a")
        .hasMessageContaining("2^53");
    assertThatThrownBy(() -> CellTable.builder(FLAT).add(1L << 53, "a").add(1L << 53, "b").build())
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("t=TOTAL");
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "Infinity", "1e999", "12 000", "0x10", "-", ""})
  void whatIsNotANumberIsSaidWithItsLine(String figure, @TempDir Path directory) throws Exception {
    Path file = directory.resolve("table.csv");
    Files.writeString(file, "t,effectif\na,40\nb," + figure + "\n");
    assertThatThrownBy(() -> CellTable.read(file, FLAT))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("Line 3")
        .hasMessageContaining("is not a number");
  }
}
