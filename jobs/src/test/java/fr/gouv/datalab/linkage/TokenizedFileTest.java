package fr.gouv.datalab.linkage;

import static org.assertj.core.api.Assertions.assertThat;

import fr.gouv.datalab.civilstatus.CivilStatus;
import fr.gouv.datalab.civilstatus.LinkTokens;
import fr.gouv.datalab.pseudonyms.Tokenizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizedFileTest {
  @TempDir Path directory;

  @Test
  void holdsNoValueInClearAndGivesIdsBackToItsOwnKeyOnly() throws Exception {
    Path persons = directory.resolve("persons.csv");
    Files.writeString(persons, "id;nom;prenom\nSPI-123456789;VANACKER;ÉMILIENNE\n");
    SealedText ids = new SealedText();
    Path out = directory.resolve("tokens");
    new TokenizedFile(LinkTokens.of(Tokenizer.ofLinkKey(new byte[32])), ids)
        .write(
            persons,
            "id",
            Map.of(CivilStatus.nomNaissance, "nom", CivilStatus.prenoms, "prenom"),
            out);
    List<String> lines = Files.readAllLines(out);
    assertThat(lines).hasSize(1);
    String[] fields = lines.get(0).split(",");
    assertThat(fields).hasSize(3);
    for (int field = 1; field < 3; field++) {
      String bytes =
          new String(
              Base64.getDecoder().decode(fields[field]),
              java.nio.charset.StandardCharsets.ISO_8859_1);
      assertThat(bytes + lines.get(0)).doesNotContain("123456789", "VANACKER", "MILIENNE");
    }
    assertThat(ids.open(fields[1])).isEqualTo("SPI-123456789");
    assertThat(new SealedText().seal("SPI-123456789")).isNotEqualTo(fields[1]);
  }
}
