package fr.gouv.datalab.disclosure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Attacks that who holds a cell makes possible, over several tables: sums that two cells leave of a
 * giant, a giant who came between two dates, and owners of several units, who know their cells.
 * Each table goes through its files, as a release does.
 */
class RedTeamHoldersTest {

  @TempDir private Path temp;

  private int folders;

  private record Step(Population population, ProtectionSpec spec, CellTable table) {}

  private static Population on(int day, String... lieux) {
    return new Population(
        "entreprises",
        LocalDate.of(2026, 1, day),
        lieux.length == 0 ? Map.of() : Map.of("lieu", Set.of(lieux)));
  }

  private Step step(Population population, String spec, String... lines) throws IOException {
    Path folder = Files.createDirectory(temp.resolve("in" + folders++));
    Files.writeString(folder.resolve("spec.yaml"), spec.replace(" / ", "\n"));
    Files.writeString(folder.resolve("table.csv"), String.join("\n", lines).replace(' ', ','));
    ProtectionSpec read = ProtectionSpec.read(folder.resolve("spec.yaml"));
    return new Step(population, read, CellTable.read(folder.resolve("table.csv"), read));
  }

  private ReleasedTable released(Step step, ProtectedTable safe, String name) throws IOException {
    Path folder = temp.resolve("out" + folders++);
    safe.writeTo(folder);
    Files.writeString(folder.resolve("spec.yaml"), Files.readString(spec(step)));
    return ReleasedTable.read(name, step.population(), folder);
  }

  private Path spec(Step step) throws IOException {
    try (var all = Files.walk(temp)) {
      return all.filter(each -> each.endsWith("spec.yaml"))
          .filter(each -> ProtectionSpec.read(each).equals(step.spec()))
          .findFirst()
          .orElseThrow();
    }
  }

  private List<ReleasedTable> released(boolean alone, Step... steps) throws IOException {
    List<ReleasedTable> tables = new ArrayList<>();
    for (Step each : steps) {
      try {
        ProtectedTable safe =
            Protection.of(each.spec(), each.table(), each.population(), alone ? List.of() : tables);
        tables.add(released(each, safe, "v" + tables.size()));
      } catch (CannotProtectException refused) {
        return tables;
      }
    }
    return tables;
  }

  /** A figure that is shown; null where it is not. */
  private static BigDecimal shown(List<ReleasedTable> tables, int table, String cell, int figure) {
    if (table >= tables.size()) {
      return null;
    }
    PublishedTable published = tables.get(table).published();
    int at = published.find(List.of(cell.split(" ")));
    return at < 0 || published.isHidden(at)
        ? null
        : BigDecimal.valueOf(published.value(figure, at), published.scale(figure));
  }

  /** Whether the second table's cell leaves so much of the first one's, or more than it. */
  private static boolean leaves(List<ReleasedTable> tables, String cell, long rest) {
    BigDecimal one = shown(tables, 0, cell, 1);
    BigDecimal other = shown(tables, 1, cell, 1);
    return one != null
        && other != null
        && one.subtract(other).abs().compareTo(BigDecimal.valueOf(rest)) == 0;
  }

  private static final String SUMS =
      "dimensions: [{column: secteur}] / frequency: n / magnitude: ca / contributors: [c1, c2]"
          + " / policy: entreprises";

  @Test
  void whatTwoPopulationsLeaveIsNotAGiant() throws IOException {
    Step all = step(on(1), SUMS, "secteur n ca c1 c2", "A 40 6400 1390 300", "B 50 9000 400 390");
    Step continent =
        step(
            on(1, "continent"),
            SUMS,
            "secteur n ca c1 c2",
            "A 35 5000 300 290",
            "B 38 5000 400 380");
    assertThat(leaves(released(true, all, continent), "A", 1400)).isTrue();
    assertThat(leaves(released(false, all, continent), "A", 1400)).isFalse();
    assertThat(leaves(released(true, continent, all), "A", 1400)).isTrue();
    assertThat(leaves(released(false, continent, all), "A", 1400)).isFalse();
  }

  @Test
  void whatTwoPopulationsLeaveOfManyIsShown() throws IOException {
    Step all = step(on(1), SUMS, "secteur n ca c1 c2", "A 60 6400 390 300", "B 50 9000 400 390");
    Step continent =
        step(
            on(1, "continent"),
            SUMS,
            "secteur n ca c1 c2",
            "A 35 3000 300 290",
            "B 38 5000 400 380");
    List<ReleasedTable> tables = released(false, all, continent);
    assertThat(tables).hasSize(2);
    assertThat(tables.get(1).published().suppressed()).isZero();
  }

  @Test
  void aGiantWhoCameBetweenTwoDatesIsNotTheDifference() throws IOException {
    Step before = step(on(1), SUMS, "secteur n ca c1 c2", "A 40 6400 390 300", "B 50 9000 400 390");
    Step after =
        step(on(31), SUMS, "secteur n ca c1 c2", "A 60 16400 9500 390", "B 50 9000 400 390");
    assertThat(leaves(released(true, before, after), "A", 10_000)).isTrue();
    assertThat(leaves(released(false, before, after), "A", 10_000)).isFalse();
    assertThat(leaves(released(true, after, before), "A", 10_000)).isTrue();
    assertThat(leaves(released(false, after, before), "A", 10_000)).isFalse();
  }

  @Test
  void manyWhoCameBetweenTwoDatesAreShown() throws IOException {
    Step before = step(on(1), SUMS, "secteur n ca c1 c2", "A 40 6400 390 300", "B 50 9000 400 390");
    Step after =
        step(on(31), SUMS, "secteur n ca c1 c2", "A 60 16400 950 900", "B 50 9000 400 390");
    List<ReleasedTable> tables = released(false, before, after);
    assertThat(tables).hasSize(2);
    assertThat(tables.get(1).published().suppressed()).isZero();
  }

  private static final String OWNED =
      "dimensions: [{column: lieu}] / frequency: n / holdings: g"
          + " / policy: {minimumFrequency: 3}";

  /** The three shops of one owner are all that is at 75: it knows the cell, and takes it off. */
  @Test
  void anOwnerOfThreeUnitsIsAnInsider() throws IOException {
    Step places = step(on(1), OWNED, "lieu n g", "75 3 1", "92 2 2", "2A 30 30", "2B 40 40");
    Step region =
        step(
            on(1, "75", "92"),
            "dimensions: [{column: energie}] / frequency: n / policy: {minimumFrequency: 3}",
            "energie n",
            "ES 5");
    List<ReleasedTable> naive = released(true, places, region);
    assertThat(shown(naive, 0, "75", 0)).isNull();
    assertThat(shown(naive, 0, "92", 0)).isNull();
    assertThat(shown(naive, 1, "TOTAL", 0)).isEqualByComparingTo("5");
    List<ReleasedTable> held = released(false, places, region);
    assertThat(shown(held, 1, "TOTAL", 0)).isNull();
  }
}
