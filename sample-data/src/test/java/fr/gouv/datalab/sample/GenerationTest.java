package fr.gouv.datalab.sample;

import static org.assertj.core.api.Assertions.assertThat;

import fr.gouv.datalab.sample.files.Format;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class GenerationTest {
  @TempDir static Path world;
  @TempDir static Path typed;

  @BeforeAll
  static void generate() throws IOException {
    new Generation(11, 0.002, Format.CSV).write(world, 2, (file, items, of) -> {});
    new Generation(11, 0.001, Format.PARQUET).write(typed, 2, (file, items, of) -> {});
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void writesTheSameBytesWhateverTheNumberOfThreads(
      Format format, @TempDir Path one, @TempDir Path three) throws Exception {
    new Generation(5, 0.0005, format).write(one, 1, (file, items, of) -> {});
    new Generation(5, 0.0005, format).write(three, 3, (file, items, of) -> {});
    assertThat(digests(three)).isEqualTo(digests(one)).hasSizeGreaterThanOrEqualTo(15);
  }

  @Test
  void writesAnotherWorldForAnotherSeed(@TempDir Path other) throws Exception {
    new Generation(12, 0.0005, Format.CSV).write(other, 2, (file, items, of) -> {});
    Map<String, String> here = digests(world);
    digests(other)
        .forEach((file, digest) -> assertThat(digest).as(file).isNotEqualTo(here.get(file)));
  }

  @ParameterizedTest
  @CsvSource({
    "dgfip.foyers_fiscaux,dgfip/foyers_fiscaux.csv",
    "dgfip.declarants,dgfip/declarants.csv",
    "siv.immatriculations,interieur/immatriculations.csv",
    "formation.formations,travail/formations.csv",
    "formation.stagiaires,travail/stagiaires.csv.gz",
    "dsn.contrats,gip-mds/contrats.csv",
    "insee.etablissements,insee/etablissements.csv"
  })
  void theContractsRefuseExactlyTheDefectsThatTheTruthLists(String dataset, String file)
      throws IOException {
    assertThat(new NaiveIntake(dataset).refused(world.resolve(file)))
        .isEqualTo(expected(world, dataset, file));
  }

  private static Set<String> expected(Path directory, String dataset, String file)
      throws IOException {
    Set<String> expected = new TreeSet<>();
    for (String line : Files.readAllLines(directory.resolve("truth/defauts.csv"))) {
      String[] fields = line.split(",", -1);
      if (fields[0].equals(dataset)) {
        assertThat(fields[1]).isEqualTo(file);
        expected.add(String.join(",", Arrays.asList(fields).subList(2, 5)));
      }
    }
    assertThat(expected).isNotEmpty();
    return expected;
  }

  @ParameterizedTest
  @CsvSource({
    "dgfip.foyers_fiscaux,dgfip/foyers_fiscaux.parquet",
    "dgfip.declarants,dgfip/declarants.parquet",
    "siv.immatriculations,interieur/immatriculations.parquet",
    "formation.formations,travail/formations.parquet",
    "formation.stagiaires,travail/stagiaires.parquet",
    "dsn.contrats,gip-mds/contrats.parquet",
    "insee.etablissements,insee/etablissements.parquet"
  })
  void theContractsRefuseExactlyTheDefectsOfTypedFiles(
      String dataset, String file, @TempDir Path room) throws IOException {
    Path text = room.resolve("text.csv");
    NaiveIntake intake = new NaiveIntake(dataset);
    ParquetText.write(typed.resolve(file), text, intake.separator(), intake.isoDates());
    Set<String> refused = new TreeSet<>();
    for (String line : intake.refused(text)) {
      int comma = line.indexOf(',');
      // Records count from 1, lines of the text from the header.
      refused.add(Integer.parseInt(line.substring(0, comma)) - 1 + line.substring(comma));
    }
    assertThat(refused).isEqualTo(expected(typed, dataset, file));
  }

  @Test
  void hasTheDressesOfRealFiles() throws IOException {
    byte[] households = Files.readAllBytes(world.resolve("dgfip/foyers_fiscaux.csv"));
    assertThat(Arrays.copyOf(households, 3)).containsExactly(0xEF, 0xBB, 0xBF);
    byte[] vehicles = Files.readAllBytes(world.resolve("interieur/immatriculations.csv"));
    assertThat(new String(vehicles, "windows-1252"))
        .contains("É")
        .containsPattern("\"[^\"\n;]+\n[^\"]+\"");
    assertThat(Files.readString(world.resolve("travail/formations.csv")))
        .containsPattern(";\"[^\"]*;[^\"]*\";");
  }

  @Test
  void hasThePeopleAndVehiclesOfAFractionOfFrance() throws IOException {
    assertThat(lines("dgfip/foyers_fiscaux.csv")).isBetween(80_000L, 84_500L);
    assertThat(lines("truth/liens.csv")).isBetween(50_000L, 95_000L);
    List<String> cells = Files.readAllLines(world.resolve("truth/vehicules_foyers.csv"));
    assertThat(cells.subList(1, cells.size()))
        .allMatch(line -> line.matches("(\\d{2,3}|2[AB]),(ESSENCE|GAZOLE|MIXTE),\\d+,\\d+"));
  }

  private static long lines(String file) throws IOException {
    try (Stream<String> lines = Files.lines(world.resolve(file))) {
      return lines.count();
    }
  }

  private static Map<String, String> digests(Path directory) throws Exception {
    Map<String, String> digests = new TreeMap<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (InputStream in = Files.newInputStream(file)) {
          digest.update(in.readAllBytes());
        }
        digests.put(
            directory.relativize(file).toString(), HexFormat.of().formatHex(digest.digest()));
      }
    }
    return digests;
  }
}
