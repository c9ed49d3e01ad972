package fr.gouv.datalab.linkage;

import static org.assertj.core.api.Assertions.assertThat;

import fr.gouv.datalab.civilstatus.CivilStatus;
import fr.gouv.datalab.pseudonyms.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizedFileTest {
  @TempDir Path directory;

  @Test
  void holdsNoValueInClearAndGivesIdsBackInAnyOrder() throws Exception {
    Path persons = directory.resolve("persons.csv");
    StringBuilder text = new StringBuilder("id;nom;prenom\n");
    for (int row = 1; row <= 100; row++) {
      text.append("SPI-").append(123456000 + row).append(";VANACKER;ÉMILIENNE\n");
    }
    Files.writeString(persons, text);
    Path out = directory.resolve("tokens");
    Path sealed = directory.resolve("ids");
    try (SealedIds ids = new SealedIds(sealed)) {
      long rows =
          new TokenizedFile(Tokenizer.ofLinkKey(new byte[32]))
              .write(
                  persons,
                  "id",
                  Map.of(CivilStatus.nomNaissance, "nom", CivilStatus.prenoms, "prenom"),
                  out,
                  ids);
      assertThat(rows).isEqualTo(100);
      assertThat(Files.size(out)).isEqualTo(100L * TokenizedFile.RECORD);
      for (int row : new int[] {1, 100, 32, 33, 64, 2}) {
        assertThat(ids.get(row)).isEqualTo("SPI-" + (123456000 + row));
      }
    }
    for (Path file : new Path[] {out, sealed}) {
      assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
          .doesNotContain("123456", "VANACKER", "MILIENNE");
    }
  }
}
