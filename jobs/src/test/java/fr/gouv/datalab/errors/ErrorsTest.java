package fr.gouv.datalab.errors;

import static org.assertj.core.api.Assertions.assertThat;

import fr.gouv.datalab.cli.Datalab;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.registry.Registry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Types every line of {@code docs/reference/errors.md}. */
class ErrorsTest {
  private static final Path TABLE = Path.of("..", "docs", "reference", "errors.md");
  private static final String HEADER =
      "siret,siren,naf,tranche_effectif,date_creation,code_commune\n";
  private static final String ROW = "73282932000074,732829320,62.01Z,11,2001-02-03,75056\n";

  @TempDir static Path directory;

  /** A line of the table. */
  record Line(String wrong, String home, String command, int exit, String sentence) {
    @Override
    public String toString() {
      return wrong;
    }
  }

  static Stream<Line> lines() throws IOException {
    return Files.readAllLines(TABLE).stream()
        .filter(line -> line.startsWith("| ") && line.contains("`"))
        .map(line -> line.substring(2, line.length() - 2).split(" \\| ", 5))
        .map(
            cell ->
                new Line(
                    cell[0],
                    cell[1],
                    cell[2].substring(1, cell[2].length() - 1),
                    Integer.parseInt(cell[3]),
                    cell[4]));
  }

  @BeforeAll
  static void makeFilesAndHomes() throws IOException {
    files();
    file("jetons.csv", "");
    assertThat(
            run(
                home("stranger"),
                "pseudonymize --contract insee.etablissements etablissements.csv jetons.csv"))
        .isEmpty();
    Path signed = home("signed");
    run(signed, "convention add CONV-2026-001 --user juriste@dinum");
    copy(signed, "unsigned");
    sign(signed, "CONV-2026-001");
    change(copy(signed, "altered"), "update convention set sha256 = '00'");
    change(
        copy(signed, "tampered"),
        "update journal_record set record ="
            + " cast(replace(cast(record as text), 'juriste@dinum', 'autre@dinum') as blob)");
    run(
        copy(signed, "stopped"),
        "flow stop siv.immatriculations --reason incident --user administrateur@interieur");
    Path curious = copy(signed, "curious").resolve("usecases/vehicules-foyers");
    Files.createDirectories(curious);
    Files.writeString(
        curious.resolve("usecase.yaml"),
        resource("/usecases/vehicules-foyers/usecase.yaml")
            .replace("[annee, spi]", "[annee, spi, commune_naissance]"));
    try (var files = Files.list(builtIn())) {
      for (Path file : files.filter(file -> file.toString().endsWith(".sql")).toList()) {
        Files.copy(file, curious.resolve(file.getFileName().toString()));
      }
    }
    kek(signed, "token", "pkcs11\n  pkcs11: {module: absent.so, pinFile: secret}", "rw-------");
    String vault = "vault\n  vault: {address: \"http://%s\", tokenFile: secret}";
    kek(signed, "unreachable", vault.formatted("127.0.0.1:1"), "rw-------");
    kek(signed, "unguarded", vault.formatted("vault.example:8200"), "rw-------");
    kek(signed, "loose", vault.formatted("127.0.0.1:1"), "rw-r--r--");
    kek(signed, "odd", "nuage", "rw-------");
    Path ended = home("ended");
    Path text = directory.resolve("CONV-2020-009.yaml");
    Files.writeString(
        text,
        resource("/conventions/CONV-2026-001.yaml")
            .replace("CONV-2026-001", "CONV-2020-009")
            .replace("from: 2025-01-01", "from: 2020-01-01")
            .replace("until: 2030-12-31", "until: 2021-12-31"));
    run(ended, "convention add " + text + " --user juriste@dinum");
    sign(ended, "CONV-2020-009");
  }

  /** A home whose configuration names another key-encryption key than the one it has. */
  private static void kek(Path signed, String name, String kek, String mode) throws IOException {
    Path home = copy(signed, name);
    Files.writeString(
        home.resolve("datalab.yaml"),
        "\nkeys:\n  kek: " + kek + "\n",
        java.nio.file.StandardOpenOption.APPEND);
    Path secret = Files.writeString(home.resolve("secret"), "essai");
    Files.setPosixFilePermissions(
        secret, java.nio.file.attribute.PosixFilePermissions.fromString(mode));
  }

  private static void files() throws IOException {
    file("etablissements.csv", HEADER + ROW);
    file("sans_colonne.csv", (HEADER + ROW).replace("naf,", "").replace("62.01Z,", ""));
    file("deux_fois.csv", (HEADER + ROW).replace("naf,", "naf,naf,").replace("62.01Z,", "x,x,"));
    Files.write(
        directory.resolve("latin1.csv"),
        (HEADER + ROW.replace("62.01Z", "é")).getBytes(StandardCharsets.ISO_8859_1));
    Files.write(directory.resolve("utf16.csv"), (HEADER + ROW).getBytes(StandardCharsets.UTF_16));
    Files.write(
        directory.resolve("binaire.csv"),
        (HEADER + "\0\1\2\3" + ROW).getBytes(StandardCharsets.US_ASCII));
    file("classeur.csv", "PK\3\4" + "x".repeat(100));
    file("point_virgule.csv", (HEADER + ROW).replace(',', ';'));
    file("jours.csv", HEADER + ROW.replace("2001-02-03", "23/02/2001").repeat(6));
    file("sans_entete.csv", ROW + ROW);
    byte[] mixed = (HEADER + ROW + "é" + ROW + "?").getBytes(StandardCharsets.UTF_8);
    mixed[mixed.length - 1] = (byte) 0xE9;
    Files.write(directory.resolve("mele.csv"), mixed);
    file("vide.csv", "");
    file("entete.csv", HEADER);
    byte[] gzip = gzip(HEADER + ROW.repeat(1000));
    Files.write(
        directory.resolve("tronque.csv.gz"), java.util.Arrays.copyOf(gzip, gzip.length / 2));
    gzip[gzip.length - 6] ^= 0x55;
    Files.write(directory.resolve("abime.csv.gz"), gzip);
    file("entreprise.csv", "siret,73282932000074\n");
    file("faux.csv", "spi,12\n");
    file("personne.csv", "email,personne@exemple.fr\n");
    file("gauche.csv", "id,nom,naissance\n1,MARTIN,1980-01-02\n2,DURAND,1990-03-04\n");
    file("doubles.csv", "id,nom,naissance\n1,MARTIN,1980-01-02\n1,DURAND,1990-03-04\n");
    file("sans_id.csv", "id,nom,naissance\n1,MARTIN,1980-01-02\n,DURAND,1990-03-04\n");
    file("lien.yaml", "id: id\ncolumns: {nomNaissance: nom, dateNaissance: naissance}\n");
    file("role.yaml", "id: id\ncolumns: {patronyme: nom}\n");
    file("seuil.yaml", "id: id\ncolumns: {nomNaissance: nom}\nthreshold: 90\n");
    file("table.csv", "energie,effectif\nES,3\nGO,40\n");
    file("naif.csv", "energie,effectif,status\nTOTAL,43,v\nES,,c\nGO,40,v\n");
    file("spec.yaml", "dimensions: [{column: energie}]\nfrequency: effectif\npolicy: personnes\n");
    file("autre.csv", "energie,effectif\nES,30\nGO,40\n");
    file(
        "trois.yaml",
        "dimensions: [{column: energie}]\nfrequency: effectif\npolicy: personnes\n"
            + "coalition: 3\n");
    file("lieux.csv", "lieu,effectif\n75,70\n92,140\n2A,150\n2B,90\n");
    file("zones.csv", "zone,effectif\nA,70\nB,140\nC,150\nD,90\n");
    file("lieux.yaml", "dimensions: [{column: lieu}]\nfrequency: effectif\npolicy: personnes\n");
    file("zones.yaml", "dimensions: [{column: zone}]\nfrequency: effectif\npolicy: personnes\n");
    file(
        "moyennes.csv",
        "lieu,effectif,montant,moyenne\n75,20,5021,251.05\n92,30,6234,207.80\n"
            + "2A,40,7477,186.93\n2B,50,9118,182.36\n");
    file(
        "moyennes.yaml",
        "dimensions: [{column: lieu}]\nfrequency: effectif\nmagnitude: montant\n"
            + "measures: [moyenne]\npolicy: {minimumFrequency: 3}\n");
  }

  private static void file(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (var gzip = new java.util.zip.GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static Path home(String name) {
    Path home = directory.resolve("homes").resolve(name);
    run(home, "init");
    run(home, "keys init");
    return home;
  }

  private static Path copy(Path home, String name) throws IOException {
    Path copy = home.resolveSibling(name);
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(home.relativize(file).toString()));
      }
    }
    return copy;
  }

  private static void sign(Path home, String convention) {
    for (String party :
        List.of(
            "dinum --user juriste@dinum",
            "dgfip --user administrateur@dgfip",
            "interieur --user administrateur@interieur")) {
      assertThat(run(home, "convention sign " + convention + " --party " + party)).isEmpty();
    }
  }

  private static void change(Path home, String sql) {
    try (Registry registry = Registry.open(Home.of(home))) {
      assertThat(registry.<Integer>inTransaction(tx -> tx.update(sql))).isPositive();
    }
  }

  private static String resource(String name) throws IOException {
    try (var in = ErrorsTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Path builtIn() {
    return Path.of("src", "main", "resources", "usecases", "vehicules-foyers");
  }

  /** What a command says; empty when it ends well. */
  private static String run(Path home, String command) {
    Outcome outcome = outcome(home, command);
    return outcome.exit() == 0 ? "" : outcome.exit() + " " + outcome.said();
  }

  private record Outcome(int exit, String said) {}

  private static Outcome outcome(Path home, String command) {
    List<String> words = new ArrayList<>();
    for (String word : command.split(" ")) {
      boolean isPath = Files.exists(directory.resolve(word)) || word.matches("absent.*|sortie");
      words.add(isPath ? directory.resolve(word).toString() : word);
    }
    words.add("--home");
    words.add(home.toString());
    PrintStream err = System.err;
    PrintStream out = System.out;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    System.setOut(System.err);
    try {
      int exit = Datalab.run(words.toArray(String[]::new));
      return new Outcome(exit, said.toString(StandardCharsets.UTF_8));
    } finally {
      System.setErr(err);
      System.setOut(out);
    }
  }

  @ParameterizedTest
  @MethodSource("lines")
  void endsWithItsCodeAndItsSentenceAndLeavesNothing(Line line) {
    Path home = directory.resolve("homes").resolve(line.home());
    Map<String, Long> before = held(home);
    Outcome outcome = outcome(home, line.command());
    assertThat(outcome.said()).contains(line.sentence()).doesNotContain("Exception", "\tat ");
    assertThat(outcome.exit()).isEqualTo(line.exit());
    assertThat(held(home)).isEqualTo(before);
  }

  private static boolean isContent(Path file) {
    return Files.isRegularFile(file) && !file.getFileName().toString().startsWith(".lock-");
  }

  /** The files that a delivery or a release would leave. */
  private static Map<String, Long> held(Path home) {
    Map<String, Long> held = new TreeMap<>();
    for (String room : List.of("lake", "vault", "landing", "tmp", "releases", "exports")) {
      if (Files.isDirectory(home.resolve(room))) {
        try (Stream<Path> files = Files.walk(home.resolve(room))) {
          for (Path file : files.filter(ErrorsTest::isContent).toList()) {
            held.put(home.relativize(file).toString(), Files.size(file));
          }
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return held;
  }
}
