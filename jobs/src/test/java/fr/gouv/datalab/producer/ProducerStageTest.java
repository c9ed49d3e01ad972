package fr.gouv.datalab.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.ingest.LocalFile;
import fr.gouv.datalab.ingest.Manifest;
import fr.gouv.datalab.ingest.ProducerSeal;
import fr.gouv.datalab.ingest.Survey;
import fr.gouv.datalab.ingest.SurveyedFile;
import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.pseudonyms.Tokenizer;
import fr.gouv.datalab.refusals.BadDataException;
import fr.gouv.datalab.refusals.DatalabException;
import fr.gouv.datalab.refusals.IntegrityException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProducerStageTest {
  private static final String ESTABLISHMENTS = "insee.etablissements";

  @TempDir static Path directory;
  private static Home home;
  private static KeyStore keys;

  @BeforeAll
  static void sample() {
    home = Home.of(directory.resolve("home")).init();
    keys = KeyStore.init(home.keys());
    SampleFiles.FILES
        .keySet()
        .forEach(name -> keys.create(KeyName.producer(contract(name).producer())));
    SampleFiles.generate(directory.resolve("files"), 0.0002);
  }

  private static Contract contract(String dataset) {
    return Catalogue.of(home).dataset(dataset);
  }

  private static Path file(String dataset) {
    return directory.resolve("files").resolve(SampleFiles.FILES.get(dataset));
  }

  private static ProducerStage.Tokenized tokenize(String dataset, Path in, Path out, int threads)
      throws IOException {
    return new ProducerStage(contract(dataset), keys, threads).tokenize(in, out);
  }

  @ParameterizedTest
  @CsvSource({
    "insee.etablissements, csv",
    "dsn.contrats, csv",
    "dsn.contrats, csv.gz",
    "dsn.contrats, parquet"
  })
  void bytesAreTheSameWhateverTheThreads(String dataset, String form) throws IOException {
    Path one = directory.resolve("un." + form);
    Path four = directory.resolve("quatre." + form);

    tokenize(dataset, file(dataset), one, 1);
    tokenize(dataset, file(dataset), four, 4);

    assertThat(four).hasSameBinaryContentAs(one);
  }

  @Test
  void onlyTheEnvelopeIsDrawnAnew() throws IOException {
    String dataset = "siv.immatriculations";
    Path one = directory.resolve("siv1.csv");
    Path two = directory.resolve("siv2.csv");

    tokenize(dataset, file(dataset), one, 1);
    tokenize(dataset, file(dataset), two, 3);

    List<CSVRecord> first = records(one);
    List<CSVRecord> second = records(two);
    assertThat(second).hasSameSizeAs(first);
    int last = first.get(0).size() - 1;
    for (int i = 0; i < first.size(); i++) {
      assertThat(second.get(i).toList().subList(0, last))
          .isEqualTo(first.get(i).toList().subList(0, last));
    }
    assertThat(first.get(1).get(last)).isNotEqualTo(second.get(1).get(last));
  }

  /** As any reader of CSV sees it, the manifest's line being a comment. */
  private static List<CSVRecord> records(Path file) throws IOException {
    try (var parser =
        CSVFormat.RFC4180
            .builder()
            .setCommentMarker('#')
            .get()
            .parse(Files.newBufferedReader(file))) {
      return parser.getRecords();
    }
  }

  @Test
  void readIsWrittenAndRefusedAndTheReportHasNoValue() throws IOException {
    String dataset = "siv.immatriculations";
    Path out = directory.resolve("compte.csv");

    ProducerStage.Tokenized done = tokenize(dataset, file(dataset), out, 2);

    assertThat(done.read()).isEqualTo(done.written() + done.refused());
    assertThat(done.refused()).isPositive();
    List<String> report = Files.readAllLines(Path.of(done.report().orElseThrow()));
    assertThat(report).hasSize((int) done.refused() + 1);
    assertThat(report.get(0)).isEqualTo("ligne,colonne,regle,motif");
    long marked = records(out).stream().skip(1).filter(r -> !r.get(14).isEmpty()).count();
    assertThat(marked).isEqualTo(done.refused());
  }

  @Test
  void aFileOfManyBatchesComesThroughWhole() throws IOException {
    Path large = directory.resolve("grand.csv");
    String header = "siret,siren,naf,tranche_effectif,date_creation,code_commune\n";
    String row = "73282932000074,732829320,62.01Z,11,2001-02-03,75056\n";
    try (var out = Files.newBufferedWriter(large)) {
      out.write(header);
      for (int i = 0; i < 400; i++) {
        out.write(row.repeat(1000));
      }
    }

    ProducerStage.Tokenized done =
        tokenize(ESTABLISHMENTS, large, directory.resolve("grand-jetons.csv"), 2);

    assertThat(done.written()).isEqualTo(400_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "csv.gz", "parquet"})
  void everyAlteredByteIsRefused(String form) throws IOException {
    Path out = directory.resolve("altere." + form);
    tokenize(ESTABLISHMENTS, file(ESTABLISHMENTS), out, 2);
    byte[] bytes = Files.readAllBytes(out);
    assertThat(survey(ESTABLISHMENTS, out).records()).isPositive();
    int step = Math.max(1, bytes.length / 150);
    for (int at = 0; at < bytes.length; at += step) {
      byte[] altered = bytes.clone();
      altered[at] ^= 1;
      // The spaces that fill the manifest's line up say nothing.
      boolean filling = bytes[at] == ' ' && !form.equals("csv.gz");
      Path file = Files.write(directory.resolve("octet"), altered);
      int place = at;
      if (!filling) {
        assertThatThrownBy(() -> survey(ESTABLISHMENTS, file))
            .as("byte %d", place)
            .isInstanceOf(DatalabException.class)
            .satisfies(e -> assertThat(((DatalabException) e).exitCode()).isIn(4, 5));
      }
    }
  }

  private static SurveyedFile survey(String dataset, Path file) {
    return survey(contract(dataset), keys, file);
  }

  private static SurveyedFile survey(Contract contract, KeyStore store, Path file) {
    try (Survey survey = new Survey(contract, 1)) {
      return survey
          .takingTokens(new ProducerSeal(store, contract), Tokenizer.of(store))
          .of(1, "f", new LocalFile(file.toString()));
    }
  }

  @Test
  void aFileOfOtherKeysIsRefused() throws IOException {
    KeyStore stranger = KeyStore.init(directory.resolve("etranger"));
    stranger.create(KeyName.producer("insee"));
    Path out = directory.resolve("autres-cles.csv");
    tokenize(ESTABLISHMENTS, file(ESTABLISHMENTS), out, 1);

    assertThatThrownBy(() -> survey(contract(ESTABLISHMENTS), stranger, out))
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining("another key \"producer/insee\"");
  }

  @Test
  void aFileOfAnotherDatasetIsRefused() throws IOException {
    Path out = directory.resolve("ailleurs.csv");
    tokenize(ESTABLISHMENTS, file(ESTABLISHMENTS), out, 1);

    assertThatThrownBy(() -> survey("dsn.contrats", out))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("another dataset than dsn.contrats");
  }

  @Test
  void aFileOfAnotherVersionOfTheContractIsRefused() throws IOException {
    Path yaml = directory.resolve("etablissements.yaml");
    Files.writeString(
        yaml,
        new String(
                Catalogue.class
                    .getResourceAsStream("/catalogue/insee.etablissements/dataset.yaml")
                    .readAllBytes(),
                StandardCharsets.UTF_8)
            .replaceFirst("required: true", "required: false"));
    Path out = directory.resolve("contrat.csv");
    tokenize(ESTABLISHMENTS, file(ESTABLISHMENTS), out, 1);

    assertThatThrownBy(() -> survey(Catalogue.file(yaml), keys, out))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("another version of the contract");
  }

  @Test
  void aTokenisedFileIsNotTokenisedAgain() throws IOException {
    Path out = directory.resolve("une-fois.csv");
    tokenize(ESTABLISHMENTS, file(ESTABLISHMENTS), out, 1);

    assertThatThrownBy(() -> tokenize(ESTABLISHMENTS, out, directory.resolve("deux.csv"), 1))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("tokenised already");
  }

  @Test
  void aWrongFileLeavesNothing() throws IOException {
    Path empty = Files.createDirectories(directory.resolve("vide"));
    Path wrong = Files.writeString(directory.resolve("faux.csv"), "siret,siren\n1,2\n");

    assertThatThrownBy(() -> tokenize(ESTABLISHMENTS, wrong, empty.resolve("x.csv"), 1))
        .isInstanceOf(BadDataException.class);

    try (Stream<Path> left = Files.list(empty)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void draftsOfKilledProcessesAreRemovedAndThoseOfOthersStay() throws IOException {
    Path room = Files.createDirectories(directory.resolve("restes"));
    Path left = Files.writeString(room.resolve(".x.csv.4194304-1.partiel"), "x");
    Path running =
        Files.writeString(
            room.resolve(".x.csv." + ProcessHandle.current().pid() + "-1.partiel"), "x");

    tokenize(ESTABLISHMENTS, file(ESTABLISHMENTS), room.resolve("x.csv"), 1);

    assertThat(left).doesNotExist();
    assertThat(running).exists();
  }

  @Test
  void quotesLineBreaksAndAccentsComeThrough() throws IOException {
    Contract contract = contract("siv.immatriculations");
    String header = String.join(";", contract.fileColumns().stream().map(c -> c.name()).toList());
    String row =
        "AA-229-BB;VF1AAAAAAAA000001;01/02/2020;03/04/2021;\"Citro\u00ebn \"\"\u0153\"\"\nDS; C3\";VP;ES;5;"
            + "101,5;P;;MARTIN;;Jean;M;02/03/1970;75056;;1;RUE X;;75001;PARIS;75056\r\n";
    Path in = directory.resolve("accents.csv.gz");
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(in))) {
      out.write((header + "\r\n" + row).getBytes("windows-1252"));
    }
    Path out = directory.resolve("accents.csv");

    ProducerStage.Tokenized done = tokenize("siv.immatriculations", in, out, 1);

    assertThat(done.line()).contains("1 read = 1 written + 0 refused");
    CSVRecord record = records(out).get(1);
    assertThat(record.get(4)).isEqualTo("Citro\u00ebn \"\u0153\"\nDS; C3");
    assertThat(record.get(8)).isEqualTo("101.5");
    assertThat(record.get(2)).isEqualTo("2020-02-01");
    assertThat(Files.readString(out)).doesNotContain("MARTIN").doesNotContain("AA229BB");
    assertThat(Files.readAllBytes(out)).startsWith(Manifest.START.getBytes(StandardCharsets.UTF_8));
  }
}
