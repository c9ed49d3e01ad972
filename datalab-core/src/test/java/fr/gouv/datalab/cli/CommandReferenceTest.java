package fr.gouv.datalab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CommandReferenceTest {
  private static final Path PAGE = Path.of("../docs/commands.md");

  @Test
  void theReferenceSaysWhatEachCommandOfThisModuleSaysOfItself() throws IOException {
    String page = Files.readString(PAGE);
    CommandReference.onClassPath()
        .sections()
        .forEach(
            (words, section) ->
                assertThat(page)
                    .as("`%s` changed: ./datalab reference > docs/commands.md", words)
                    .contains(section));
  }

  @Test
  void theReferenceHasTheCommandsOfAllModulesAndNoOther() throws IOException {
    List<String> titles =
        Files.readString(PAGE)
            .lines()
            .filter(line -> line.startsWith("## "))
            .map(line -> line.substring(3))
            .toList();
    List<String> commands = new ArrayList<>();
    try (Stream<Path> modules = Files.list(Path.of(".."))) {
      for (Path module : modules.toList()) {
        Path table = module.resolve("src/main/resources").resolve(CommandTable.RESOURCE);
        if (Files.exists(table)) {
          Files.readString(table)
              .lines()
              .filter(line -> !line.isBlank() && !line.startsWith("#"))
              .forEach(line -> commands.add(String.join(" ", CommandEntry.parse(line).words())));
        }
      }
    }
    assertThat(titles)
        .as("./datalab reference > docs/commands.md")
        .containsExactlyInAnyOrderElementsOf(commands);
  }
}
