package fr.gouv.datalab.producer;

import static org.assertj.core.api.Assertions.assertThat;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.catalogue.Column;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.cli.OwnProcess;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The producer's stage in a process of its own, killed in the middle as by {@code kill -9}. */
class KilledStageTest {
  private static final String DATASET = "siv.immatriculations";
  private static final int ROWS = 200_000;

  @TempDir static Path directory;
  private static Home home;
  private static KeyStore keys;
  private static Contract contract;
  private static Path in;

  @BeforeAll
  static void deliver() throws IOException {
    home = Home.of(directory.resolve("home")).init();
    keys = KeyStore.init(home.keys());
    contract = Catalogue.of(home).dataset(DATASET);
    keys.create(KeyName.producer(contract.producer()));
    in = directory.resolve("clair.csv");
    String header = String.join(";", contract.fileColumns().stream().map(Column::name).toList());
    String row =
        "AA-229-BB;VF1AAAAAAAA000001;01/02/2020;03/04/2021;C3;VP;ES;5;101,5;P;;NOMRARISSIME;;Jean;M;02/03/1970;75056;;1;RUE"
            + " X;;75001;PARIS;75056\n";
    try (Writer out = Files.newBufferedWriter(in, Charset.forName("windows-1252"))) {
      out.write(header + "\n");
      for (int i = 0; i < ROWS; i++) {
        out.write(row);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "csv.gz", "parquet"})
  void aKilledRunLeavesNoHalfOutputAndTheNextOneCleans(String form) throws Exception {
    Path room = Files.createDirectories(directory.resolve("salle-" + form));
    Path out = room.resolve("jetons." + form);
    Files.writeString(out, "d'avant");

    Path log = directory.resolve(form + ".log");
    String[] words = {
      "pseudonymize", "--threads", "1", "--contract", DATASET, in.toString(), out.toString()
    };
    OwnProcess.start(home, log, "producteur", words).killWhen(() -> !drafts(room).isEmpty());

    assertThat(out).as("what was there before").hasContent("d'avant");
    assertThat(drafts(room)).isNotEmpty();
    for (Path draft : drafts(room)) {
      assertThat(new String(Files.readAllBytes(draft), StandardCharsets.ISO_8859_1))
          .doesNotContain("NOMRARISSIME", "AA-229-BB", "AA229BB", "VF1AAAAAAAA000001");
    }

    ProducerStage.Tokenized done = new ProducerStage(contract, keys, 2).tokenize(in, out);

    assertThat(done.read()).isEqualTo(ROWS);
    assertThat(done.written() + done.refused()).isEqualTo(ROWS);
    try (Stream<Path> left = Files.list(room)) {
      assertThat(left).containsExactly(out);
    }
    assertThat(out).isNotEmptyFile();
  }

  /** The files in the making. */
  private static List<Path> drafts(Path room) throws IOException {
    try (Stream<Path> files = Files.list(room)) {
      return files.filter(file -> file.toString().endsWith(".partiel")).toList();
    }
  }
}
