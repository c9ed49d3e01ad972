package fr.gouv.datalab.disclosure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import fr.gouv.datalab.disclosure.cellkey.CellKey;
import fr.gouv.datalab.disclosure.noise.BudgetLedger;
import fr.gouv.datalab.disclosure.noise.BudgetSpentException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PerturbationTest {

  @TempDir Path directory;

  private ProtectionSpec spec(String method) throws IOException {
    Files.writeString(
        directory.resolve("lieu.csv"),
        "code,parent,label\nFR,,\nIDF,FR,\nBRE,FR,\n75,IDF,\n92,IDF,\n29,BRE,\n35,BRE,\n22,BRE,\n");
    Path file = directory.resolve("spec.yaml");
    Files.writeString(
        file,
        "dimensions:\n  - {column: lieu, hierarchy: lieu.csv}\n  - {column: energie}\n"
            + "frequency: n\npolicy: personnes\n"
            + method);
    return ProtectionSpec.read(file);
  }

  private static final List<String> PLACES = List.of("75", "92", "29", "35", "22");
  private static final List<String> ENERGIES = List.of("ES", "GO", "EL", "H2");

  private static CellTable table(ProtectionSpec spec, long seed, boolean keys) {
    Random random = new Random(seed);
    CellTable.Builder builder = CellTable.builder(spec);
    for (String place : PLACES) {
      for (String energy : ENERGIES) {
        Map<String, BigDecimal> figures = new HashMap<>();
        long n = (long) Math.floor(Math.exp(1 + 1.5 * random.nextGaussian()));
        figures.put("n", BigDecimal.valueOf(n));
        if (keys) {
          figures.put("cle", BigDecimal.valueOf(random.nextLong(n * CellKey.MODULUS + 1)));
        }
        builder.add(List.of(place, energy), figures);
      }
    }
    return builder.build();
  }

  private PerturbedTable perturbed(ProtectionSpec spec, CellTable table) {
    return Perturbation.of(spec, table, BudgetLedger.at(directory.resolve("ledger.json")));
  }

  private static long n(PerturbedTable table, String... codes) {
    return table.figures(codes).orElseThrow().get(0).longValueExact();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void roundedTablesAreMultiplesThatAddUp(long seed) throws IOException {
    ProtectionSpec spec = spec("protect: round\nrounding: {base: 5}\n");
    PerturbedTable table = perturbed(spec, table(spec, seed, false));
    assertThat(table.controlled()).isTrue();
    assertThat(table.verdict().safe()).isTrue();
    List<String> energies = new ArrayList<>(ENERGIES);
    energies.add("TOTAL");
    for (String energy : energies) {
      assertThat(n(table, "75", energy) + n(table, "92", energy))
          .isEqualTo(n(table, "IDF", energy));
      assertThat(n(table, "IDF", energy) + n(table, "BRE", energy))
          .isEqualTo(n(table, "FR", energy));
      assertThat(n(table, "FR", energy) % 5).isZero();
    }
    for (String place : PLACES) {
      long sum = 0;
      for (String energy : ENERGIES) {
        sum += n(table, place, energy);
      }
      assertThat(sum).isEqualTo(n(table, place, "TOTAL"));
    }
  }

  @Test
  void theUsualBaseHidesWhatThePolicyHides() throws IOException {
    Method.Round round = (Method.Round) spec("protect: round\n").method();
    assertThat(round.bases().get("n")).isEqualByComparingTo("15");
  }

  @Test
  void smallCountsAloneCanBeRounded() throws IOException {
    ProtectionSpec spec = spec("protect: round\nrounding: {base: 11, cells: small}\n");
    PerturbedTable table = perturbed(spec, table(spec, 4, false));
    for (String place : PLACES) {
      for (String energy : ENERGIES) {
        assertThat(n(table, place, energy))
            .satisfiesAnyOf(
                n -> assertThat(n).isZero(), n -> assertThat(n).isGreaterThanOrEqualTo(11));
      }
    }
  }

  @Test
  void theSameUnitsAreAlwaysChangedInTheSameWay() throws IOException {
    ProtectionSpec spec = spec("protect: cellkey\ncellKey: {key: cle, maximum: 4, variance: 2}\n");
    CellTable cells = table(spec, 9, true);
    PerturbedTable one = perturbed(spec, cells);
    PerturbedTable two = perturbed(spec, cells);
    for (String place : List.of("FR", "IDF", "75")) {
      for (String energy : List.of("TOTAL", "ES", "GO")) {
        assertThat(one.figures(place, energy)).isEqualTo(two.figures(place, energy));
        assertThat(one.figures(place, energy).orElseThrow()).hasSize(1);
      }
    }
    assertThat(one.largestDistance(0)).isBetween(1.0, 4.0);
  }

  @Test
  void keysNeedNotFitTheirModulus() throws IOException {
    ProtectionSpec spec = spec("protect: cellkey\ncellKey: {key: cle}\n");
    CellTable small =
        CellTable.builder(spec)
            .add(List.of("75", "ES"), Map.of("n", BigDecimal.TEN, "cle", new BigDecimal("123")))
            .build();
    CellTable large =
        CellTable.builder(spec)
            .add(
                List.of("75", "ES"),
                Map.of(
                    "n",
                    BigDecimal.TEN,
                    "cle",
                    new BigDecimal("4294967296")
                        .multiply(BigDecimal.valueOf(7_000_000_000L))
                        .add(new BigDecimal("123"))))
            .build();
    assertThat(perturbed(spec, small).figures("75", "ES"))
        .isEqualTo(perturbed(spec, large).figures("75", "ES"));
  }

  @ParameterizedTest
  @CsvSource({
    "discrete-gaussian,all",
    "discrete-laplace,all",
    "discrete-gaussian,finest",
    "discrete-laplace,finest"
  })
  void privateNoiseIsPaidFromTheBudgetAndRefusedWhenItIsSpent(String mechanism, String cells)
      throws IOException {
    ProtectionSpec spec =
        spec(
            "protect: dp\nnoise: {rho: 0.4, population: foyers, budget: 1, mechanism: "
                + mechanism
                + ", cells: "
                + cells
                + "}\n");
    CellTable table = table(spec, 2, false);
    PerturbedTable first = perturbed(spec, table);
    assertThat(first.account().orElseThrow().left()).isEqualByComparingTo("0.6");
    assertThat(first.meanDistance(0)).isPositive();
    if (cells.equals("finest")) {
      assertThat(n(first, "IDF", "ES") + n(first, "BRE", "ES")).isEqualTo(n(first, "FR", "ES"));
    }
    perturbed(spec, table);
    assertThatThrownBy(() -> perturbed(spec, table))
        .isInstanceOf(BudgetSpentException.class)
        .hasMessageContaining("0.2 is left of 1");
  }

  @Test
  void noiseHasTheVarianceThatItsLossPaysFor() throws IOException {
    ProtectionSpec spec =
        spec("protect: dp\nnoise: {rho: 0.01, population: foyers, budget: 1000}\n");
    CellTable table = table(spec, 2, false);
    // A finest cell is in 3 levels of places and 2 of energies: 6 figures for each unit.
    double variance = 6 / (2 * 0.01);
    double sum = 0;
    int draws = 0;
    for (int i = 0; i < 60; i++) {
      PerturbedTable noised = perturbed(spec, table);
      for (String place : PLACES) {
        for (String energy : ENERGIES) {
          sum += Math.pow(n(noised, place, energy) - truth(table, place, energy), 2);
          draws++;
        }
      }
    }
    assertThat(sum / draws).isBetween(0.8 * variance, 1.25 * variance);
  }

  private static long truth(CellTable table, String place, String energy) {
    Lattice lattice = table.lattice();
    return lattice.value(
        0,
        lattice.find(
            new int[] {lattice.hierarchy(0).indexOf(place), lattice.hierarchy(1).indexOf(energy)}));
  }

  @Test
  void writesEveryCellAndTheAuditOfThoseThatARuleWouldHide() throws IOException {
    ProtectionSpec spec = spec("protect: round\nrounding: {base: 5}\n");
    PerturbedTable table = perturbed(spec, table(spec, 3, false));
    table.writeTo(directory.resolve("out"));
    List<String> published = Files.readAllLines(directory.resolve("out/published.csv"));
    assertThat(published).hasSize(1 + table.cells()).first().isEqualTo("lieu,energie,n,status");
    assertThat(published.subList(1, published.size())).allMatch(line -> line.endsWith(",v"));
    assertThat(Files.readAllLines(directory.resolve("out/audit.csv")))
        .hasSize(1 + table.primary())
        .first()
        .isEqualTo("lieu,energie,figure,value,published,reason,lower,upper");
    assertThat(Files.readString(directory.resolve("out/report.html"))).contains("Arrondi");
  }

  static Stream<Arguments> wrongMethods() {
    return Stream.of(
        arguments("protect: rond", "is none of suppress, round, cellkey, dp"),
        arguments("protect: round\nrounding: {base: 1}", "at least 2"),
        arguments("protect: round\nrounding: {bases: {euros: 5}}", "not a figure"),
        arguments("protect: round\nrounding: {basis: 5}", "not a key of `rounding`"),
        arguments("protect: cellkey", "needs the column"),
        arguments("protect: dp\nnoise: {rho: 0.1}", "has no `population`"),
        arguments("protect: dp\nnoise: {rho: -1, population: p, budget: 1}", "above 0"),
        arguments("protect: suppress\nnoise: {rho: 1}", "goes with `protect: dp`"),
        arguments(
            "protect: dp\nnoise: {rho: 1, population: p, budget: 1, mechanism: laplace}",
            "is none of"));
  }

  @ParameterizedTest
  @MethodSource("wrongMethods")
  void saysWhatIsWrongWithAMethod(String method, String words) {
    assertThatThrownBy(() -> spec(method + "\n"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(words);
  }
}
