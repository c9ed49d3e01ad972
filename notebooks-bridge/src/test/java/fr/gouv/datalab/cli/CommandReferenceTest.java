package fr.gouv.datalab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
