package fr.gouv.datalab.linkage.spark;

import static org.assertj.core.api.Assertions.assertThat;

import fr.gouv.datalab.civilstatus.CivilStatus;
import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.linkage.Assignment;
import fr.gouv.datalab.linkage.LinkOptions;
import fr.gouv.datalab.linkage.SealedIds;
import fr.gouv.datalab.linkage.TokenizedFile;
import fr.gouv.datalab.pseudonyms.Tokenizer;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** After the tokens are made, no value stands in clear: not in a file, not in a plan. */
class LinkageSecrecyTest {
  private static final List<String> SECRETS =
      List.of("VANACKERSECRET", "ÉMILIENNE", "SPI-900000", "19870213", "RUEDUSECRET", "secret@");
  private static final Map<CivilStatus, String> COLUMNS =
      Map.of(
          CivilStatus.nomNaissance, "nom",
          CivilStatus.prenoms, "prenom",
          CivilStatus.dateNaissance, "naissance",
          CivilStatus.voie, "voie",
          CivilStatus.email, "email");

  @TempDir Path directory;

  @Test
  void leavesNoClearValueInAnyFileOrPlan() throws Exception {
    Path room = Files.createDirectory(directory.resolve("room"));
    Path persons = directory.resolve("persons.csv");
    StringBuilder text = new StringBuilder("id,nom,prenom,naissance,voie,email\n");
    for (int row = 0; row < 500; row++) {
      text.append(
          String.format(
              "SPI-900000%03d,VANACKERSECRET%c%c,ÉMILIENNE%c,19870213,RUEDUSECRET %d,secret@%d.fr%n",
              row, 'A' + row % 26, 'A' + row / 26, 'A' + row % 7, row, row));
    }
    Files.writeString(persons, text);
    TokenizedFile tokenized = new TokenizedFile(Tokenizer.ofLinkKey(new byte[32]));
    try (SealedIds leftIds = new SealedIds(room.resolve("left-ids"));
        SealedIds rightIds = new SealedIds(room.resolve("right-ids"));
        Engine engine = Engine.start(room, Map.of("spark.sql.shuffle.partitions", "2"))) {
      tokenized.write(persons, "id", COLUMNS, room.resolve("left"), leftIds);
      tokenized.write(persons, "id", COLUMNS, room.resolve("right"), rightIds);
      TokenRows.requireDistinct(
          engine.session(),
          new TokenRows.Persons(persons, "id", room.resolve("left")),
          new TokenRows.Persons(persons, "id", room.resolve("right")));
      try (LinkResult result =
          Linker.link(
              engine.session(),
              room.resolve("left"),
              room.resolve("right"),
              new LinkOptions(0.9, Assignment.ONE_TO_ONE))) {
        assertThat(result.pairs().count()).isGreaterThan(400);
        assertThat(result.pairs().queryExecution().toString()).doesNotContain(SECRETS);
        assertThat(result.report().toString()).doesNotContain(SECRETS);
      }
      List<Path> files = files(room);
      assertThat(files).anyMatch(file -> file.getFileName().toString().startsWith("shuffle_"));
      for (Path file : files) {
        byte[] content = content(file);
        for (Charset charset :
            List.of(
                StandardCharsets.UTF_8,
                StandardCharsets.ISO_8859_1,
                StandardCharsets.UTF_16LE,
                StandardCharsets.UTF_16BE)) {
          assertThat(new String(content, charset)).as(file.toString()).doesNotContain(SECRETS);
        }
      }
    }
  }

  /** Nothing, where Spark's own cleaner took the file meanwhile. */
  private static byte[] content(Path file) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException gone) {
      return new byte[0];
    }
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return new ArrayList<>(files.filter(Files::isRegularFile).toList());
    }
  }
}
