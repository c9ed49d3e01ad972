package fr.gouv.datalab.ingest.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.ingest.spark.FuzzBench;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FuzzRunTest {
  @TempDir Path directory;

  @Test
  void thousandsOfSpoiltFilesLoseNoRowTellNobodyAndAreRefusedWithSentences() throws IOException {
    FuzzPersons persons = new FuzzPersons(400, 7);
    try (FuzzRun run = new FuzzRun(persons, FuzzBench.contract(Home.of(directory)))) {
      FuzzRun.Result result = run.run(Long.getLong("datalab.fuzz.files", 4_000), 7);
      assertThat(result.findings()).isEmpty();
      assertThat(result.records()).isEqualTo(result.accepted() + result.refused());
      assertThat(result.refusedFiles()).isPositive();
      assertThat(result.accepted()).isPositive();
      assertThat(result.refused()).isPositive();
    }
  }

  @Test
  void aHeaderThatSwallowedARowIsRefusedWithoutAWordOfTheRow() throws IOException {
    FuzzPersons persons = new FuzzPersons(40, 7);
    String name = persons.oneName();
    try (FuzzRun run = new FuzzRun(persons, FuzzBench.contract(Home.of(directory)))) {
      run.one(
          ("nir;nom;prenoms;naissance;siren;code;montant;remarque" + name + ";1;" + name + "\n1\n")
              .getBytes(StandardCharsets.UTF_8),
          "joined");
      assertThat(run.run(0, 1).findings()).isEmpty();
      assertThat(run.run(0, 1).refusedFiles()).isEqualTo(1);
    }
  }

  /** Two files that a run once found: rows came twice in the one, none of the other came. */
  @Test
  void aParquetFooterThatMisplacesItsRowGroupsIsRefused() throws IOException {
    FuzzPersons persons = new FuzzPersons(400, 8);
    try (FuzzRun run = new FuzzRun(persons, FuzzBench.contract(Home.of(directory)))) {
      for (long file : new long[] {12_872, 28_809}) {
        Random random = new Random(8 * 1_000_003 + file);
        run.one(Mutator.spoil(persons.file(random), random), "file " + file);
      }
      FuzzRun.Result result = run.run(0, 8);
      assertThat(result.findings()).isEmpty();
      assertThat(result.refusedFiles()).isEqualTo(2);
    }
  }

  @Test
  void wholeIngestsOfSpoiltFilesLeaveNobodyInClear() throws IOException {
    FuzzBench.Result result = FuzzBench.run(directory, new FuzzPersons(400, 3), 10, 3);
    assertThat(result.findings()).isEmpty();
    assertThat(result.read()).isEqualTo(result.accepted() + result.quarantined()).isPositive();
    assertThat(result.scannedFiles()).isPositive();
  }
}
