package fr.gouv.datalab.letters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.refusals.IntegrityException;
import fr.gouv.datalab.registry.Homes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LetterProofTest {
  private static final LocalDate DAY = LocalDate.of(2026, 1, 1);
  private static final LetterText LETTER =
      new LetterText(
          List.of("Direction de l'essai", "1 rue de l'Essai"),
          "Paris",
          "un <essai> & rien d'autre",
          "Madame, Monsieur,",
          List.of("Premier paragraphe.", "Second paragraphe."),
          List.of("La direction"),
          List.of("Vos droits."));

  @TempDir Path directory;

  @Test
  void isAddressedToSomeoneWhoDoesNotExistInATownThatHasNoPostcode() {
    assertThat(((PostalLines.Fit) LetterProof.SPECIMEN).lines())
        .containsExactly(
            "MME PRENOM SPECIMEN",
            "M PRENOM EXEMPLE",
            "BATIMENT SPECIMEN",
            "00 RUE DE L EXEMPLE",
            "",
            "00000 VILLE EXEMPLE");
    assertThat(LetterProof.html(LETTER, DAY))
        .contains("MME PRENOM SPECIMEN", "00000 VILLE EXEMPLE", "Paris, le 1er janvier 2026")
        .contains("un &lt;essai&gt; &amp; rien")
        .contains("Premier paragraphe.", "Second paragraphe.", "Vos droits.");
  }

  @Test
  void theSameTextAndDateGiveTheSameBytes() {
    byte[] pdf = LetterProof.pdf(LETTER, DAY);
    assertThat(new String(pdf, 0, 5, StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
    assertThat(LetterProof.pdf(LETTER, DAY)).isEqualTo(pdf);
  }

  @Test
  void aProofThatWasAlteredIsNotTheOneThatWasApproved() throws IOException {
    Home home = Homes.in(directory.resolve("home"));
    String sha256 = LetterFile.keep(home, new byte[] {1, 2, 3});
    assertThat(LetterFile.keep(home, new byte[] {1, 2, 3})).isEqualTo(sha256);
    assertThat(LetterFile.read(home, sha256)).containsExactly(1, 2, 3);
    Files.write(LetterFile.at(home, sha256), new byte[] {1, 2});
    assertThatThrownBy(() -> LetterFile.read(home, sha256))
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining("was altered");
  }
}
