package fr.gouv.datalab.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import fr.gouv.datalab.catalogue.Shapes;
import fr.gouv.datalab.hashes.Sha256;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.journal.Act;
import fr.gouv.datalab.journal.Journal;
import fr.gouv.datalab.journal.SignedNote;
import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.refusals.BadDataException;
import fr.gouv.datalab.refusals.IntegrityException;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.registry.Homes;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.releases.Draft;
import fr.gouv.datalab.releases.PublishedTable;
import fr.gouv.datalab.releases.ReleaseState;
import fr.gouv.datalab.releases.ReleaseStore;
import fr.gouv.datalab.releases.Tables;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.jena.riot.Lang;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.RecordReader;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

class ExportPackageTest {
  private static final String NAME = "foyers_deux_thermiques";

  @TempDir static Path directory;
  private static Home home;
  private static Registry registry;
  private static KeyStore keys;
  private static ReleaseStore store;
  private static String id;
  private static Path exported;
  private static String key;

  @TempDir Path copies;
  private Path copy;

  @BeforeAll
  static void export() throws IOException {
    home = Homes.in(directory.resolve("home"));
    registry = Registry.open(home);
    keys = KeyStore.init(home.keys());
    store = new ReleaseStore(registry, keys, Tables.seats());
    id = approved(Tables.full(directory.resolve("table")));
    exported = new ExportPackage(registry, keys, store).export(id, Tables.AUTHOR);
    key = Files.readString(home.exports().resolve("datalab.vkey"));
  }

  @AfterAll
  static void close() {
    registry.close();
  }

  private static String approved(Draft draft) {
    String made = store.draft(draft);
    store.submit(made, Tables.AUTHOR, "");
    for (String person :
        List.of("juriste@dinum", "administrateur@dgfip", "administrateur@interieur")) {
      store.approve(made, person, null, "");
    }
    return made;
  }

  @BeforeEach
  void copy() throws IOException {
    copy = copies.resolve("ailleurs");
    for (Map.Entry<String, byte[]> file : bytes(exported).entrySet()) {
      Path to = copy.resolve(file.getKey());
      Files.createDirectories(to.getParent());
      Files.write(to, file.getValue());
    }
  }

  @Test
  void holdsWhatTheDesignNamesAndNothingElse() throws IOException {
    assertThat(bytes(exported).keySet())
        .containsExactlyInAnyOrder(
            "data/" + NAME + ".csv",
            "data/" + NAME + ".csv-metadata.json",
            "data/" + NAME + ".parquet",
            "rapport.html",
            "rapport.pdf",
            "metadata.jsonld",
            "proof.json",
            "SHA256SUMS",
            "SHA256SUMS.sig");
    assertThat(store.show(id).state()).isEqualTo(ReleaseState.EXPORTED);
    assertThat(exported.resolve("data/" + NAME + ".csv"))
        .hasSameBinaryContentAs(store.folder(id).output(NAME).resolve("published.csv"));
    assertThat(home.exports().toFile().list())
        .contains(id, "datalab.vkey", "datalab.pem")
        .noneMatch(name -> name.startsWith("."));
  }

  /** Of an audit all but a few small counts is public: its own hash would say which they are. */
  @Test
  void noHashLetsAReaderTryWhatAnAuditSays() throws IOException {
    StringBuilder everything = new StringBuilder();
    for (byte[] file : bytes(exported).values()) {
      everything.append(new String(file, StandardCharsets.ISO_8859_1));
    }
    registry
        .<List<String>>read(
            tx -> tx.list("select record from journal_record", row -> row.getString(1)))
        .forEach(everything::append);
    String said = everything.toString();
    assertThat(said).contains(NAME + "/audit.csv");
    for (String file : List.of("audit.csv", "report.html")) {
      Path confidential = store.folder(id).output(NAME).resolve(file);
      if (Files.exists(confidential)) {
        assertThat(said).as(file).doesNotContain(Sha256.hex(confidential));
      }
    }
    assertThat(said).contains(Sha256.hex(store.folder(id).output(NAME).resolve("published.csv")));
  }

  @Test
  void verifiesElsewhereWithThePublicKeyAlone() throws IOException {
    PackageCheck check = PackageCheck.of(copy, key);
    assertThat(check.release()).isEqualTo(id);
    assertThat(check.files()).isEqualTo(7);
    assertThat(check.approvals()).isEqualTo(4);
    assertThat(PackageCheck.of(copy, null)).isEqualTo(check);
  }

  @Test
  void exportingAgainGivesTheSameBytes() throws IOException {
    Map<String, byte[]> first = bytes(exported);
    registry.inTransaction(tx -> Journal.append(tx, new Act("autre", "essai.faire", "essai")));
    ExportPackage again = new ExportPackage(registry, keys, store);
    same(first, bytes(again.export(id, Tables.AUTHOR)));
    delete(exported);
    same(first, bytes(again.export(id, "juriste@dinum")));
    assertThat(
            store.show(id).decisions().stream()
                .filter(d -> d.decision().word().equals("export"))
                .count())
        .isEqualTo(1);
  }

  private static void same(Map<String, byte[]> first, Map<String, byte[]> second) {
    assertThat(second.keySet()).isEqualTo(first.keySet());
    first.forEach((path, bytes) -> assertThat(second.get(path)).as(path).isEqualTo(bytes));
  }

  @Test
  void namesAnyFileThatWasAltered() throws IOException {
    for (Map.Entry<String, byte[]> file : bytes(copy).entrySet()) {
      byte[] altered = file.getValue().clone();
      altered[altered.length / 2] ^= 1;
      Files.write(copy.resolve(file.getKey()), altered);
      String named = file.getKey().equals("SHA256SUMS.sig") ? "SHA256SUMS" : file.getKey();
      refuses(named);
      Files.write(copy.resolve(file.getKey()), file.getValue());
    }
    PackageCheck.of(copy, key);
  }

  @Test
  void namesAnyFileThatIsMissingOrTooMany() throws IOException {
    for (Map.Entry<String, byte[]> file : bytes(copy).entrySet()) {
      Files.delete(copy.resolve(file.getKey()));
      if (file.getKey().equals("SHA256SUMS")) {
        assertThatThrownBy(() -> PackageCheck.of(copy, key)).isInstanceOf(BadDataException.class);
      } else {
        refuses(file.getKey());
      }
      Files.write(copy.resolve(file.getKey()), file.getValue());
    }
    Files.writeString(copy.resolve("data/de-plus.csv"), "x");
    refuses("data/de-plus.csv");
    Files.delete(copy.resolve("data/de-plus.csv"));
    Path report = copy.resolve("rapport.html");
    Files.move(report, copies.resolve("rapport.html"));
    Files.createSymbolicLink(report, copies.resolve("rapport.html"));
    refuses("rapport.html");
  }

  @Test
  void refusesAnotherKey() {
    KeyStore other = KeyStore.init(copies.resolve("autres"));
    KeyName name = KeyName.sign("datalab");
    other.create(name);
    String wrong = SignedNote.verifierKey("datalab", other.publicKey(name));
    assertThatThrownBy(() -> PackageCheck.of(copy, wrong))
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining("not signed by this key");
    assertThatThrownBy(() -> PackageCheck.of(copy, "n'importe quoi"))
        .isInstanceOf(BadDataException.class);
    assertThatThrownBy(() -> PackageCheck.of(copies, key)).isInstanceOf(BadDataException.class);
  }

  /** Even who holds the datalab's key cannot pass other tables under the same approvals. */
  @Test
  void refusesTablesThatNobodyApprovedEvenSigned() throws Exception {
    Path table = copy.resolve("data/" + NAME + ".csv");
    Files.writeString(table, Files.readString(table).replaceFirst(",v\n", ",v\n").concat(""));
    Files.writeString(table, Files.readString(table).replaceFirst("FR,TOTAL,TOTAL,\\d", "$09"));
    sign();
    refuses("data/" + NAME + ".csv is not the one that was approved");
    copy();
    Path proof = copy.resolve("proof.json");
    Files.writeString(proof, Files.readString(proof).replace("seat juriste", "seat notaire"));
    sign();
    refuses("signature of a decision");
    copy();
    Files.writeString(proof, Files.readString(proof).replace("release.approve", "release.reject"));
    sign();
    refuses("not in the journal");
  }

  private void sign() throws Exception {
    StringBuilder sums = new StringBuilder();
    for (String path : bytes(copy).keySet()) {
      if (!path.startsWith("SHA256SUMS")) {
        sums.append(Sha256.hex(copy.resolve(path))).append("  ").append(path).append('\n');
      }
    }
    Files.writeString(copy.resolve("SHA256SUMS"), sums);
    Files.write(
        copy.resolve("SHA256SUMS.sig"),
        keys.signer(ExportPackage.KEY).sign(sums.toString().getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void exportsNothingThatIsNotApproved() {
    String draft = store.draft(Tables.small(copies.resolve("table")));
    assertThatThrownBy(() -> new ExportPackage(registry, keys, store).export(draft, Tables.AUTHOR))
        .isInstanceOf(RefusedException.class);
    assertThat(home.exports().resolve(draft)).doesNotExist();
  }

  @Test
  void parquetHoldsTheCellsOfTheCsv() throws IOException {
    PublishedTable table = PublishedTable.read(store.folder(id).output(NAME));
    List<String> read = new ArrayList<>();
    Path file = exported.resolve("data/" + NAME + ".parquet");
    try (ParquetFileReader in = ParquetFileReader.open(new LocalInputFile(file))) {
      var schema = in.getFileMetaData().getSchema();
      for (var rows = in.readNextRowGroup(); rows != null; rows = in.readNextRowGroup()) {
        RecordReader<Group> records =
            new ColumnIOFactory()
                .getColumnIO(schema)
                .getRecordReader(rows, new GroupRecordConverter(schema));
        for (long i = 0; i < rows.getRowCount(); i++) {
          Group row = records.read();
          read.add(
              row.getString("territoire", 0)
                  + ","
                  + row.getString("energie", 0)
                  + ","
                  + row.getString("decile", 0)
                  + ","
                  + (row.getFieldRepetitionCount("foyers") == 0 ? "" : row.getLong("foyers", 0))
                  + ","
                  + row.getString("status", 0));
        }
      }
    }
    List<String> lines = Files.readAllLines(store.folder(id).output(NAME).resolve("published.csv"));
    assertThat(read).hasSize(table.cells().size()).isEqualTo(lines.subList(1, lines.size()));
  }

  @Test
  void theReportStandsAlone() throws Exception {
    String html = Files.readString(exported.resolve("rapport.html"));
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(html.replace("<!DOCTYPE html>", ""))));
    assertThat(html)
        .contains("lang=\"fr\"", "<svg", "Finistère", "99,6", "Administrateur des données (DGFiP)")
        .doesNotContain("<script", "src=", "href=", "@import", "juriste@dinum");
    try (PDDocument pdf = Loader.loadPDF(exported.resolve("rapport.pdf").toFile())) {
      String text = new PDFTextStripper().getText(pdf);
      assertThat(text)
          .contains("L’essentiel", "CONV-2026-001", "Secret statistique", "Les limites");
      assertThat(pdf.getNumberOfPages()).isBetween(4, 8);
      assertThat(pdf.getDocumentCatalog().getMarkInfo().isMarked()).isTrue();
      assertThat(pdf.getDocumentCatalog().getLanguage()).isEqualTo("fr");
      for (var page : pdf.getPages()) {
        for (var font : page.getResources().getFontNames()) {
          assertThat(page.getResources().getFont(font).isEmbedded()).isTrue();
        }
      }
    }
  }

  @Test
  void aReportShowsTextAsTextAndHidesWhatIsHidden() throws IOException {
    Draft small = Tables.small(copies.resolve("table"));
    Draft hostile =
        Draft.of(
                "<script>alert('x')</script> & \"Cie\"",
                small.useCase(),
                small.convention(),
                small.asOf(),
                small.author(),
                small.outputs())
            .withTexts(List.of("</style><img src=x>"), List.of(), List.of("a\u0000b"));
    String made = approved(hostile);
    Path folder = new ExportPackage(registry, keys, store).export(made, Tables.AUTHOR);
    String html = Files.readString(folder.resolve("rapport.html"));
    assertThat(html)
        .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;Cie&quot;")
        .contains("masqué", "4 masquées")
        .doesNotContain("<script", "<img");
    assertThat(PackageCheck.of(folder, key).approvals()).isEqualTo(4);
    for (byte[] bytes : bytes(folder).values()) {
      assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).doesNotContain("secondary");
    }
  }

  @Test
  void aReportShowsSharesOfWhatTheyAreAPartOf() throws IOException {
    String made = approved(Tables.indicators(copies.resolve("table")));
    Path folder = new ExportPackage(registry, keys, store).export(made, Tables.AUTHOR);
    String html = Files.readString(folder.resolve("rapport.html"));
    assertThat(html)
        .contains("Les indicateurs, pour l’ensemble", "Les taux, par niveau visé", "stagiaires")
        .contains("part de « personnes entrées dans la cohorte », ou part de « sortants »")
        .contains("(33,3\u00a0%)");
  }

  @Test
  void machinesReadTheMetadata() throws IOException {
    JsonNode csvw =
        new JsonMapper().readTree(exported.resolve("data/" + NAME + ".csv-metadata.json").toFile());
    assertThat(csvw.path("url").asText()).isEqualTo(NAME + ".csv");
    assertThat(csvw.path("tableSchema").path("columns").findValuesAsText("name"))
        .containsExactly("territoire", "energie", "decile", "foyers", "status");
    assertThat(csvw.path("tableSchema").path("columns").get(3).path("datatype").asText())
        .isEqualTo("integer");
    JsonNode dcat = new JsonMapper().readTree(exported.resolve("metadata.jsonld").toFile());
    assertThat(dcat.path("@type").asText()).isEqualTo("dcat:Dataset");
    assertThat(dcat.path("dcat:distribution")).hasSize(4);
    for (JsonNode distribution : dcat.path("dcat:distribution")) {
      Path file = exported.resolve(distribution.path("dct:title").asText());
      assertThat(
              distribution.path("spdx:checksum").path("spdx:checksumValue").path("@value").asText())
          .isEqualTo(Sha256.hex(file));
    }
  }

  @Test
  void portalsReadTheMetadataByTheShapesOfDcatAp() throws IOException {
    String metadata = Files.readString(exported.resolve("metadata.jsonld"));
    assertThat(Shapes.broken(Shapes.graph(metadata, Lang.JSONLD11))).isEmpty();
    assertThat(
            Shapes.broken(
                Shapes.graph(metadata.replace("nonNegativeInteger", "string"), Lang.JSONLD11)))
        .anyMatch(line -> line.contains("byteSize"));
  }

  private void refuses(String sentence) {
    assertThatThrownBy(() -> PackageCheck.of(copy, key))
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining(sentence);
  }

  private static Map<String, byte[]> bytes(Path folder) throws IOException {
    Map<String, byte[]> bytes = new TreeMap<>();
    for (String path : ExportPackage.files(folder)) {
      bytes.put(path, Files.readAllBytes(folder.resolve(path)));
    }
    return bytes;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
