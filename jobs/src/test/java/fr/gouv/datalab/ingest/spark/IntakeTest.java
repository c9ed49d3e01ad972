package fr.gouv.datalab.ingest.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.cli.Datalab;
import fr.gouv.datalab.deliveries.DeliveredFile;
import fr.gouv.datalab.deliveries.Deliveries;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.journal.JournalCheck;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.lake.LakeAccess;
import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.lake.spark.LakeTable;
import fr.gouv.datalab.refusals.BadDataException;
import fr.gouv.datalab.registry.Registry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class IntakeTest {
  private static final Map<String, String> FILES =
      Map.of(
          "dgfip.declarants", "dgfip/declarants.csv",
          "dgfip.foyers_fiscaux", "dgfip/foyers_fiscaux.csv",
          "siv.immatriculations", "interieur/immatriculations.csv",
          "formation.stagiaires", "travail/stagiaires.csv.gz",
          "dsn.contrats", "gip-mds/contrats.csv",
          "insee.etablissements", "insee/etablissements.csv");
  private static final String HEADER =
      "siret,siren,naf,tranche_effectif,date_creation,code_commune";
  private static final String ROW = "73282932000074,732829320,62.01Z,11,2001-02-03,75056";

  @TempDir static Path directory;
  private static Home home;
  private static Engine engine;
  private static Registry registry;

  @BeforeAll
  static void start() {
    home = Home.of(directory.resolve("home")).init();
    KeyStore.init(home.keys());
    registry = Registry.open(home);
    engine = Engine.start(home);
    int code =
        Datalab.run(
            "sample",
            "generate",
            "--scale",
            "0.0003",
            "--seed",
            "11",
            "--out",
            directory.resolve("files").toString());
    assertThat(code).isZero();
  }

  @AfterAll
  static void stop() {
    engine.close();
    registry.close();
  }

  private static Ingested ingest(String dataset, Path... files) {
    Contract contract = Catalogue.of(home).dataset(dataset);
    return new Intake(engine, home, registry).ingest(contract, List.of(files), "exploitant");
  }

  static Stream<String> datasets() {
    return new TreeSet<>(FILES.keySet()).stream();
  }

  @ParameterizedTest
  @MethodSource("datasets")
  void everyInjectedDefectIsInQuarantineAndNothingElse(String dataset) throws IOException {
    Path file = directory.resolve("files").resolve(FILES.get(dataset));

    Ingested ingested = ingest(dataset, file);

    TreeSet<String> expected = new TreeSet<>();
    for (String line : Files.readAllLines(directory.resolve("files/truth/defauts.csv"))) {
      String[] fields = line.split(",", -1);
      if (fields[0].equals(dataset)) {
        expected.add(fields[2] + "," + fields[3] + "," + fields[4]);
      }
    }
    TreeSet<String> found = new TreeSet<>();
    Contract contract = Catalogue.of(home).dataset(dataset);
    try (LakeAccess access = LakeAccess.open(KeyStore.open(home.keys()), key -> {})) {
      Intake intake = new Intake(engine, home, registry);
      LakeTable quarantine = intake.quarantine(contract, access);
      assertThat(quarantine.exists()).isEqualTo(!expected.isEmpty());
      if (quarantine.exists()) {
        for (Row row :
            quarantine.read().select("ligne", "colonne", "regle", "motif").collectAsList()) {
          found.add(row.getLong(0) + "," + row.getString(1) + "," + row.getString(2));
          assertThat(row.getString(3)).isNotBlank();
        }
      }
      assertThat(intake.lake(contract, access).read().count()).isEqualTo(ingested.accepted());
    }
    assertThat(found).isEqualTo(expected);
    assertThat(ingested.read()).isEqualTo(ingested.accepted() + ingested.quarantined());

    Ingested again = ingest(dataset, file);
    assertThat(again.changed()).isFalse();
    assertThat(again.line()).contains("nothing changed");
    assertThat(new Deliveries(registry).of(dataset)).hasSize(1);
  }

  private static byte[] gzip(String text) {
    try (ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        OutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
      gzip.close();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static Stream<Arguments> wrongFiles() {
    byte[] whole = gzip(HEADER + "\n" + (ROW + "\n").repeat(500));
    String accented = HEADER + ",libellé\n" + ROW + ",été\n";
    return Stream.of(
        Arguments.of("empty", new byte[0], "is empty"),
        Arguments.of("header alone", utf8(HEADER + "\n"), "a header and no row"),
        Arguments.of(
            "missing column",
            utf8("siret,siren,naf\n1,2,3\n"),
            "lacks the columns tranche_effectif, date_creation, code_commune"),
        Arguments.of(
            "other separator",
            utf8((HEADER + "\n" + ROW).replace(',', ';')),
            "is separated by \";\", and the contract insee.etablissements says \",\""),
        Arguments.of(
            "column twice", utf8(HEADER + ",siret\n" + ROW + ",1\n"), "has the column siret twice"),
        Arguments.of(
            "wrong encoding",
            accented.getBytes(Charset.forName("windows-1252")),
            "not in the encoding of its contract (UTF-8): its bytes are Windows-1252"),
        Arguments.of("UTF-16", accented.getBytes(StandardCharsets.UTF_16), "encoded in UTF-16"),
        Arguments.of("binary", new byte[] {'s', 0, 1, 2, 'x', '\n', 1, 2}, "is a binary file"),
        Arguments.of("zip", utf8("PK\u0003\u0004abcdef"), "is a zip archive or a spreadsheet"),
        Arguments.of("truncated gzip", Arrays.copyOf(whole, whole.length - 9), "truncated gzip"),
        Arguments.of("damaged gzip", damaged(whole), "gzip file"),
        Arguments.of(
            "unclosed quote", utf8(HEADER + "\n" + ROW + "\n\"7328,2,3"), "line 3 does not end"));
  }

  private static byte[] damaged(byte[] whole) {
    byte[] bytes = whole.clone();
    for (int i = 12; i < 24; i++) {
      bytes[i] ^= 0x55;
    }
    return bytes;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongFiles")
  void aWrongFileIsRefusedWithASentenceAndLeavesNothing(String name, byte[] bytes, String sentence)
      throws IOException {
    Path file = directory.resolve("wrong.csv");
    Files.write(file, bytes);
    List<Path> before = everything();

    assertThatThrownBy(() -> ingest("insee.etablissements", file))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining(sentence)
        .hasMessageContaining("wrong.csv");

    assertThat(everything()).isEqualTo(before);
    assertThat(new Deliveries(registry).pending("insee.etablissements")).isEmpty();
  }

  private static List<Path> everything() throws IOException {
    try (Stream<Path> files = Files.walk(home.path())) {
      return new ArrayList<>(
          files
              .filter(path -> !path.startsWith(home.tmp()))
              .filter(path -> !path.getFileName().toString().startsWith("registry.db"))
              .filter(path -> !path.getFileName().toString().startsWith(".lock"))
              .sorted()
              .toList());
    }
  }

  @Test
  void whatAKilledIngestLeftIsTakenBackByTheNextOne() throws IOException {
    Contract contract = Catalogue.of(home).dataset("formation.formations");
    Path file = directory.resolve("files/travail/formations.csv");
    Ingested first = ingest("formation.formations", file);
    Deliveries deliveries = new Deliveries(registry);
    deliveries.begin(
        "left", "formation.formations", "exploitant", List.of(new DeliveredFile("00", 1)));
    Path other = directory.resolve("other.csv");
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    lines.remove(lines.size() - 1);
    Files.write(other, lines);

    Ingested second = ingest("formation.formations", other);

    assertThat(deliveries.pending("formation.formations")).isEmpty();
    assertThat(first.changed() && second.changed()).isTrue();
    try (LakeAccess access = LakeAccess.open(KeyStore.open(home.keys()), key -> {})) {
      assertThat(new Intake(engine, home, registry).lake(contract, access).read().count())
          .isEqualTo(first.accepted() + second.accepted());
    }
    JournalCheck.live(registry);
  }
}
