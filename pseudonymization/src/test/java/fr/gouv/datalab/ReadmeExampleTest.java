package fr.gouv.datalab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.gouv.datalab.identifiers.IdentifierKind;
import fr.gouv.datalab.identifiers.Refusal;
import fr.gouv.datalab.keys.KeyDestroyedException;
import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.pseudonyms.Permutation;
import fr.gouv.datalab.pseudonyms.Pseudonymizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of the README, which is this very code. */
class ReadmeExampleTest {
  @TempDir Path home;

  // spotless:off
  @Test
  void theExampleDoesWhatItsCommentsSay() {
    // begin
    Path directory = home.resolve("keys");
    KeyStore keys = KeyStore.init(directory); // draws what is missing, keeps what is there
    Pseudonymizer pseudonymizer = Pseudonymizer.of(keys);

    byte[] raw = "ab-123-cd".getBytes(StandardCharsets.UTF_8);
    byte[] lake = new byte[16];
    int refusal =
        pseudonymizer.pseudonym(IdentifierKind.IMMATRICULATION, raw, 0, raw.length, lake, 0);
    if (refusal < 0) {
      throw new IllegalArgumentException(
          Refusal.ofCode(refusal).reason(Locale.ENGLISH)); // no value in it
    }

    keys.create(KeyName.project("CONV-2026-001")); // one project, one key
    Permutation project = Permutation.ofProject(keys, "CONV-2026-001");
    byte[] shown = project.applied(lake); // what the project's people see
    byte[] back = project.inverted(shown); // what only the holder of the key can do

    keys.destroy(KeyName.project("CONV-2026-001")); // from now on nobody can
    // end
    assertThat(back).isEqualTo(lake).isNotEqualTo(shown);
    assertThatThrownBy(() -> Permutation.ofProject(keys, "CONV-2026-001"))
        .isInstanceOf(KeyDestroyedException.class);
  }

  // spotless:on

  @Test
  void theReadmeShowsIt() throws IOException {
    String source =
        Files.readString(Path.of("src/test/java/fr/gouv/datalab/ReadmeExampleTest.java"));
    String example =
        source
            .substring(source.indexOf("// begin") + 9, source.indexOf("    // end"))
            .lines()
            .map(line -> line.isEmpty() ? line : line.substring(4))
            .collect(Collectors.joining("\n"));
    assertThat(withoutLayout(Files.readString(Path.of("README.md"))))
        .contains(withoutLayout(example));
  }

  /** The formatter has its own mind on where lines break and comments stand. */
  private static String withoutLayout(String text) {
    return text.replaceAll("\\s+", "");
  }
}
