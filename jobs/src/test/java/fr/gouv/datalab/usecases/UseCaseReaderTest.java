package fr.gouv.datalab.usecases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import fr.gouv.datalab.refusals.BadDataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UseCaseReaderTest {
  private static final String SOUND =
      """
      useCase: essai
      title: Essai
      purpose: Pour essayer.
      protectedUnit: personne
      inputs:
        dgfip.declarants: [spi]
      steps:
        - {view: cellules, sql: cellules.sql}
      outputs:
        - name: table
          title: Table
          from: cellules
          population: {source: dgfip.declarants, filter: {}}
          spec: {dimensions: [{column: sexe}], frequency: effectif, policy: personnes, protect: suppress}
      """;

  @TempDir Path usecases;

  @ParameterizedTest
  @ValueSource(strings = {"vehicules-foyers", "performance-formations"})
  void readsEveryBuiltInUseCaseWhoseColumnsAreInTheContracts(String id) throws IOException {
    UseCase useCase = UseCaseReader.read(new UseCaseFolder(usecases, id), id);
    assertThat(useCase.outputs()).isNotEmpty();
    for (var input : useCase.inputs().entrySet()) {
      assertThat(columns(input.getKey())).as(input.getKey()).containsAll(input.getValue());
    }
    Set<String> views = new HashSet<>(useCase.reference().keySet());
    useCase.inputs().keySet().forEach(dataset -> views.add(UseCase.view(dataset)));
    for (Step step : useCase.steps()) {
      if (step instanceof Step.Expected expected) {
        assertThat(views).contains(expected.from());
      }
      views.add(step.view());
    }
    for (Output output : useCase.outputs()) {
      assertThat(views).contains(output.from()).containsAll(output.hierarchies().values());
      assertThat(useCase.inputs()).containsKey(output.population().source());
    }
    for (String file : useCase.reference().values()) {
      assertThat(new UseCaseFolder(usecases, id).text(file)).as(file).isPresent();
    }
  }

  @Test
  void readsAUseCaseOfTheHome() throws IOException {
    write(SOUND);
    UseCase useCase = read();
    assertThat(useCase.steps()).containsExactly(new Step.Sql("cellules", "SELECT 1"));
    assertThat(useCase.outputs().get(0).spec()).contains("policy: \"personnes\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "useCase: essai|useCase: autre|must be the folder's name",
        "title: Essai|titre: Essai|titre",
        "purpose: Pour essayer.|report: {}|'purpose' is missing",
        "cellules.sql|absent.sql|the file absent.sql is missing",
        "cellules.sql|../cellules.sql|is missing",
        "{view: cellules, sql: cellules.sql}|{view: cellules}|exactly one of",
        "{view: cellules, sql: cellules.sql}|{view: Cellules 1, sql: cellules.sql}|not a name for a view",
        "name: table|name: ../table|not a name for a table",
        "inputs:|inputs: [|line"
      })
  void saysWhatIsWrongInAFolder(String sound, String wrong, String sentence) throws IOException {
    write(SOUND.replace(sound, wrong));
    assertThatThrownBy(this::read)
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith("Use case essai: ")
        .hasMessageContaining(sentence);
  }

  @Test
  void saysWhenThereIsNone() {
    assertThatThrownBy(() -> UseCaseReader.read(new UseCaseFolder(usecases, "absent"), "absent"))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("there is none");
    assertThat(new UseCaseFolder(usecases, "../etc").exists()).isFalse();
  }

  private UseCase read() {
    return UseCaseReader.read(new UseCaseFolder(usecases, "essai"), "essai");
  }

  private void write(String yaml) throws IOException {
    Path folder = Files.createDirectories(usecases.resolve("essai"));
    Files.writeString(folder.resolve("usecase.yaml"), yaml);
    Files.writeString(folder.resolve("cellules.sql"), "SELECT 1");
  }

  private static Set<String> columns(String dataset) throws IOException {
    try (InputStream in =
        UseCaseReaderTest.class
            .getClassLoader()
            .getResourceAsStream("catalogue/" + dataset + "/dataset.yaml")) {
      Set<String> columns = new HashSet<>();
      for (JsonNode column : new YAMLMapper().readTree(in).get("columns")) {
        columns.add(column.get("name").asText());
      }
      return columns;
    }
  }
}
