package fr.gouv.datalab.usecases.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.identifiers.IdentifierKind;
import fr.gouv.datalab.ingest.spark.Ingested;
import fr.gouv.datalab.ingest.spark.Intake;
import fr.gouv.datalab.journal.JournalCheck;
import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.lake.LakeAccess;
import fr.gouv.datalab.lake.LakePlaces;
import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.lake.spark.LakeSession;
import fr.gouv.datalab.producer.ProducerStage;
import fr.gouv.datalab.pseudonyms.Pseudonymizer;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.rights.Candidates;
import fr.gouv.datalab.rights.CivilKey;
import fr.gouv.datalab.rights.ErasureRequest;
import fr.gouv.datalab.rights.Erasures;
import fr.gouv.datalab.rights.Ground;
import fr.gouv.datalab.rights.PersonFile;
import fr.gouv.datalab.rights.PersonToken;
import fr.gouv.datalab.rights.spark.Erased;
import fr.gouv.datalab.rights.spark.Erasure;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.classic.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Persons are erased, and what is left is read by another reader than the proof's. */
class ErasureTest {
  private static final String DPO = "juriste@dinum";
  private static final String TAX = "administrateur@dgfip";
  private static final String CARS = "administrateur@interieur";

  @TempDir static Path directory;
  private static Path files;
  private static SamplePersons persons;
  private static Home home;
  private static Engine engine;
  private static Registry registry;
  private static Erasures erasures;

  @BeforeAll
  static void ingestEverything() {
    files = directory.resolve("files");
    SampleLake.generate(files, 0.0003);
    persons = new SamplePersons(files);
    home = Home.of(directory.resolve("home")).init();
    registry = Registry.open(home);
    engine = Engine.start(home);
    SampleLake.fill(engine, registry, files);
    erasures = new Erasures(registry);
  }

  @AfterAll
  static void stop() {
    engine.close();
    registry.close();
  }

  private static List<PersonToken> person(String identifiers) {
    return new PersonFile(KeyStore.open(home.keys())).read(new StringReader(identifiers));
  }

  private static ErasureRequest request(String identifiers, String... datasets) {
    List<PersonToken> person = person(identifiers);
    List<Candidates> found = new ArrayList<>();
    for (String dataset : datasets) {
      found.add(new Erasure(engine, registry).count(Catalogue.of(home).dataset(dataset), person));
    }
    return erasures.request(person, Ground.UNLAWFUL, "2026-17", found, DPO);
  }

  private static Erased erase(String id) {
    return new Erasure(engine, registry).execute(id, DPO);
  }

  /** A household of two declarants who both hold vehicles; first and second declarant. */
  private static List<Map<String, String>> couple(int number) throws IOException {
    Map<String, List<String>> plates = persons.plates();
    Map<String, Map<String, String>> vehicles = new java.util.TreeMap<>();
    for (Map<String, String> row : persons.rows("interieur/immatriculations.csv")) {
      vehicles.put(row.get("immatriculation"), row);
    }
    Map<String, Map<String, String>> declarants = new java.util.TreeMap<>();
    for (Map<String, String> row : persons.rows("dgfip/declarants.csv")) {
      declarants.put(row.get("spi"), row);
    }
    return persons.rows("dgfip/foyers_fiscaux.csv").stream()
        .filter(row -> !row.get("spi_declarant2").isEmpty())
        .filter(row -> plates.containsKey(row.get("spi_declarant1")))
        .filter(row -> declarants.containsKey(row.get("spi_declarant1")))
        .filter(
            row ->
                plates.get(row.get("spi_declarant1")).stream()
                    .allMatch(
                        plate ->
                            names(declarants.get(row.get("spi_declarant1")), vehicles.get(plate))))
        .filter(row -> declarants.containsKey(row.get("spi_declarant2")))
        .skip(number)
        .map(
            row ->
                List.of(
                    declarants.get(row.get("spi_declarant1")),
                    declarants.get(row.get("spi_declarant2"))))
        .findFirst()
        .orElseThrow();
  }

  /** Whether a vehicle's row has its holder's civil status as their tax office has it. */
  private static boolean names(Map<String, String> declarant, Map<String, String> vehicle) {
    return vehicle != null
        && Stream.of("nom_naissance", "date_naissance", "code_commune_naissance")
            .allMatch(part -> declarant.get(part).equals(vehicle.get(part)));
  }

  private static String identifiers(Map<String, String> person) {
    return "spi," + person.get("spi") + "\n" + SamplePersons.civil(person);
  }

  private static byte[] pseudonym(IdentifierKind kind, String value) {
    byte[] out = new byte[16];
    byte[] raw = value.getBytes(StandardCharsets.UTF_8);
    assertThat(
            Pseudonymizer.of(KeyStore.open(home.keys()))
                .pseudonym(kind, raw, 0, raw.length, out, 0))
        .isZero();
    return out;
  }

  private static long count(String address) {
    try (LakeAccess access = LakeAccess.open(KeyStore.open(home.keys()), key -> {})) {
      return read(access, address).count();
    }
  }

  private static Dataset<Row> read(LakeAccess access, String address) {
    return LakeSession.reading(engine.session(), access).read().format("delta").load(address);
  }

  private static String lake(String dataset) {
    return LakePlaces.current(home, KeyStore.open(home.keys())).table(dataset);
  }

  private static String vault(String dataset) {
    return LakePlaces.current(home, KeyStore.open(home.keys())).vault(dataset);
  }

  /** Every binary value of every row of every Parquet file, by parquet-java alone. */
  private static long occurrences(byte[]... pseudonyms) throws IOException {
    TreeSet<String> sought = new TreeSet<>();
    for (byte[] pseudonym : pseudonyms) {
      sought.add(HexFormat.of().formatHex(pseudonym));
    }
    long found = 0;
    try (LakeAccess access = LakeAccess.open(KeyStore.open(home.keys()), key -> {})) {
      SparkSession session = LakeSession.reading(engine.session(), access);
      for (Path root : List.of(home.lake(), home.vault())) {
        List<Path> parquet;
        try (Stream<Path> all = Files.walk(root)) {
          parquet = all.filter(file -> file.toString().endsWith(".parquet")).toList();
        }
        for (Path file : parquet) {
          try (ParquetReader<Group> rows =
              ParquetReader.builder(
                      new GroupReadSupport(), new org.apache.hadoop.fs.Path(file.toUri()))
                  .withConf(session.sessionState().newHadoopConf())
                  .build()) {
            for (Group row = rows.read(); row != null; row = rows.read()) {
              found += occurrences(row, sought);
            }
          }
        }
      }
    }
    return found;
  }

  private static long occurrences(Group group, TreeSet<String> sought) {
    long found = 0;
    for (Type field : group.getType().getFields()) {
      for (int i = 0; i < group.getFieldRepetitionCount(field.getName()); i++) {
        if (!field.isPrimitive()) {
          found += occurrences(group.getGroup(field.getName(), i), sought);
        } else if (field.asPrimitiveType().getPrimitiveTypeName().name().equals("BINARY")) {
          Binary value = group.getBinary(field.getName(), i);
          found += sought.contains(HexFormat.of().formatHex(value.getBytes())) ? 1 : 0;
        }
      }
    }
    return found;
  }

  /** How many rows a reading that had begun still gives; -1 when it fails. */
  private static long restOf(Iterator<Row> reading) {
    long rows = 0;
    try {
      while (reading.hasNext()) {
        reading.next();
        rows++;
      }
      return rows;
    } catch (Exception gone) {
      assertThat(gone).hasStackTraceContaining("FILE_NOT_EXIST");
      return -1;
    }
  }

  @Test
  void aPersonGoesFromLakeAndVaultAndEveryOldVersionAndStaysAway() throws IOException {
    List<Map<String, String>> couple = couple(0);
    Map<String, String> first = couple.get(0);
    Map<String, String> second = couple.get(1);
    List<String> plates = persons.plates().get(first.get("spi"));
    byte[] theirs = pseudonym(IdentifierKind.SPI, first.get("spi"));
    byte[] others = pseudonym(IdentifierKind.SPI, second.get("spi"));
    long declarants = count(lake("dgfip.declarants"));
    long households = count(lake("dgfip.foyers_fiscaux"));
    long envelopes = count(vault("dgfip.declarants"));
    assertThat(occurrences(theirs)).isGreaterThanOrEqualTo(4);
    long othersBefore = occurrences(others);
    try (LakeAccess access = LakeAccess.open(KeyStore.open(home.keys()), key -> {})) {
      Iterator<Row> running =
          read(access, lake("dgfip.declarants")).select("spi").toLocalIterator();
      running.next();

      ErasureRequest request =
          request(
              identifiers(first),
              "dgfip.declarants",
              "dgfip.foyers_fiscaux",
              "siv.immatriculations");
      assertThat(request.found())
          .anySatisfy(
              each -> {
                assertThat(each.dataset()).isEqualTo("siv.immatriculations");
                assertThat(each.exact() + each.probable()).isEqualTo(plates.size());
              });
      assertThatThrownBy(() -> erase(request.id()))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("waits for who administers");
      assertThatThrownBy(() -> erasures.approve(request.id(), CivilKey.Level.PROBABLE, DPO))
          .isInstanceOf(RefusedException.class)
          .extracting("rule")
          .isEqualTo("four eyes");
      erasures.approve(request.id(), CivilKey.Level.PROBABLE, TAX);
      erasures.approve(request.id(), CivilKey.Level.PROBABLE, CARS);

      Erased erased = erase(request.id());

      System.out.println(erased.text());
      assertThat(erased.found()).isZero();
      assertThat(erased.filesRead()).isPositive();
      assertThat(erased.datasets())
          .extracting(Erased.Rows::rows)
          .contains(1L, (long) plates.size());
      assertThat(restOf(running)).as("never half a snapshot").isIn(-1L, declarants - 1);
    }
    assertThat(count(lake("dgfip.declarants"))).isEqualTo(declarants - 1);
    assertThat(count(lake("dgfip.foyers_fiscaux"))).as("kept for the other").isEqualTo(households);
    assertThat(count(vault("dgfip.declarants"))).isBetween(envelopes - 1, envelopes);
    assertThat(occurrences(others)).isEqualTo(othersBefore);
    try (LakeAccess access = LakeAccess.open(KeyStore.open(home.keys()), key -> {})) {
      assertThatThrownBy(
              () ->
                  LakeSession.reading(engine.session(), access)
                      .read()
                      .format("delta")
                      .option("versionAsOf", 0)
                      .load(lake("dgfip.declarants"))
                      .count())
          .hasMessageContaining("Cannot time travel");
    }
    List<String> records =
        registry.<List<String>>read(
            tx ->
                tx.list(
                    "select record from journal_record where record like '%erase.execute%'",
                    row -> row.getString(1)));
    assertThat(records).singleElement().asString().contains("\"found\":0");
    JournalCheck.live(registry);
    aLaterDeliveryDoesNotBringThemBack(theirs, plates);
  }

  /** Under a contract whose condition no row keeps. */
  private static void aRowThatTheProducerRefusesAsWellNamesNobody() throws IOException {
    Path yaml = directory.resolve("jamais.yaml");
    try (var in = Catalogue.class.getResourceAsStream("/catalogue/dgfip.declarants/dataset.yaml")) {
      Files.write(yaml, in.readAllBytes());
    }
    Files.writeString(
        yaml,
        "\nrules:\n  - {name: jamais, check: \"annee < 2000\", reason: Jamais.}\n",
        StandardOpenOption.APPEND);
    Contract never = Catalogue.file(yaml);
    Path clear = directory.resolve("dgfip.declarants.csv");

    Ingested ingested = ingest(never, tokenize(never, clear, "csv"));

    assertThat(ingested.accepted()).isZero();
    assertThat(ingested.quarantined()).isEqualTo(ingested.read());
  }

  private static Ingested ingest(Contract contract, Path file) {
    return new Intake(engine, home, registry).ingest(contract, List.of(file), "exploitant");
  }

  /** As the producer does, with the keys that the lake gave. */
  private static Path tokenize(Contract contract, Path clear, String form) throws IOException {
    KeyStore keys = KeyStore.open(home.keys());
    keys.create(KeyName.producer(contract.producer()));
    Path tokenized = directory.resolve(contract.dataset() + ".jetons." + form);
    new ProducerStage(contract, keys, 1).tokenize(clear, tokenized);
    return tokenized;
  }

  /** The same files with one more line each are other deliveries, in clear or tokenised. */
  private void aLaterDeliveryDoesNotBringThemBack(byte[] theirs, List<String> plates)
      throws IOException {
    Map<String, String> again =
        Map.of(
            "dgfip.declarants", "dgfip/declarants.csv",
            "dgfip.foyers_fiscaux", "dgfip/foyers_fiscaux.csv",
            "siv.immatriculations", "interieur/immatriculations.csv");
    for (Map.Entry<String, String> each : again.entrySet()) {
      Path copy = directory.resolve(each.getKey() + ".csv");
      byte[] bytes = Files.readAllBytes(files.resolve(each.getValue()));
      Files.write(copy, bytes);
      Files.write(copy, new byte[] {'x', '\n'}, StandardOpenOption.APPEND);
      Contract contract = Catalogue.of(home).dataset(each.getKey());
      Ingested ingested = ingest(contract, copy);
      assertThat(ingested.read()).isEqualTo(ingested.accepted() + ingested.quarantined());
      Files.write(copy, new byte[] {'y', '\n'}, StandardOpenOption.APPEND);
      for (String form : List.of("csv.gz", "parquet")) {
        Ingested tokenized = ingest(contract, tokenize(contract, copy, form));
        assertThat(tokenized.accepted())
            .as("%s tokenised as %s", each.getKey(), form)
            .isEqualTo(ingested.accepted());
        assertThat(tokenized.quarantined()).isEqualTo(ingested.quarantined() + 1);
        Files.write(copy, new byte[] {'z', '\n'}, StandardOpenOption.APPEND);
        ingested = tokenized;
      }
    }
    aRowThatTheProducerRefusesAsWellNamesNobody();
    List<byte[]> all = new ArrayList<>(List.of(theirs));
    plates.forEach(plate -> all.add(pseudonym(IdentifierKind.IMMATRICULATION, plate)));
    assertThat(occurrences(all.toArray(byte[][]::new))).isZero();
    try (LakeAccess access = LakeAccess.open(KeyStore.open(home.keys()), key -> {})) {
      String quarantine =
          LakePlaces.current(home, KeyStore.open(home.keys())).quarantine("dgfip.declarants");
      List<Row> erased = read(access, quarantine).where("regle = 'effacement'").collectAsList();
      assertThat(erased).hasSize(4);
      assertThat(erased)
          .allSatisfy(
              row -> {
                assertThat(row.<String>getAs("valeurs")).isNull();
                assertThat(row.getJavaMap(row.fieldIndex("identifiants")).values())
                    .containsOnlyNulls();
                assertThat(row.<Long>getAs("ligne")).isEqualTo(erased.get(0).<Long>getAs("ligne"));
              });
    }
  }
}
