package fr.gouv.datalab.usecases;

import static org.assertj.core.api.Assertions.assertThat;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.catalogue.Identity;
import fr.gouv.datalab.conventions.Convention;
import fr.gouv.datalab.conventions.ConventionFiles;
import fr.gouv.datalab.conventions.ConventionStore;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.registry.Registry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A built-in convention grants exactly what its use case reads: no column less, none more. */
class UseCaseConventionTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({"CONV-2026-001, vehicules-foyers", "CONV-2026-002, performance-formations"})
  void grantsExactlyWhatItsUseCaseReads(String id, String useCase) {
    Home home = Home.of(directory).init();
    Convention convention;
    try (Registry registry = Registry.open(home)) {
      byte[] text = new ConventionFiles(home).find(id).orElseThrow();
      convention = new ConventionStore(registry).add(id, text, "juriste@dinum");
    }
    UseCase read = UseCaseReader.read(new UseCaseFolder(home.usecases(), useCase), useCase);
    Map<String, List<String>> needed = new TreeMap<>();
    Part widest = read.has(Part.EFFECT) ? Part.EFFECT : Part.TABLES;
    read.inputs(widest)
        .forEach((dataset, columns) -> needed.put(dataset, new ArrayList<>(columns)));
    for (Step step : read.steps()) {
      if (step instanceof Step.Link link) {
        for (String dataset : List.of(link.left(), link.right())) {
          needed.get(dataset).add(Contract.IDENTITY_PREFIX + linked(home, dataset).name());
        }
      }
    }
    assertThat(convention.useCases()).containsExactly(useCase);
    needed.values().forEach(java.util.Collections::sort);
    Map<String, List<String>> granted = new TreeMap<>();
    convention
        .datasets()
        .forEach((dataset, columns) -> granted.put(dataset, columns.stream().sorted().toList()));
    assertThat(granted).isEqualTo(needed);
    assertThat(convention.warrants().containsKey(useCase)).isEqualTo(read.mailing().isPresent());
    assertThat(convention.purpose()).isEqualTo(read.purpose());
  }

  private static Identity linked(Home home, String dataset) {
    return Catalogue.of(home).dataset(dataset).identities().stream()
        .filter(Identity::linkage)
        .findFirst()
        .orElseThrow();
  }
}
