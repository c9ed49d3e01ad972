package fr.gouv.datalab.ingest.spark;

import static org.assertj.core.api.Assertions.assertThat;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.deliveries.Deliveries;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.lake.LakeAccess;
import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.rights.CivilKey;
import fr.gouv.datalab.rights.Erasures;
import fr.gouv.datalab.rights.Ground;
import fr.gouv.datalab.rights.PersonFile;
import fr.gouv.datalab.rights.PersonToken;
import fr.gouv.datalab.rights.spark.Erased;
import fr.gouv.datalab.rights.spark.Erasure;
import fr.gouv.datalab.usecases.spark.SampleLake;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An erasure finds the refused rows of a person, and what is sealed of them goes too. */
class RefusedPersonsTest {
  private static final String DATASET = "essai.stages";
  private static final String DPO = "juriste@dinum";
  private static final String CONTRACT =
      """
      dataset: essai.stages
      title: Essai
      description: Des stages d'essai.
      producer: travail
      legalBasis: essai
      grain: stage
      retention: P1Y
      dialect: {encodings: [UTF-8], separator: ";", decimal: ",", dates: dd/MM/yyyy}
      uniqueKey: [nir, heures]
      columns:
        - {name: nir, type: string, sensitivity: identifier(nir), required: true, description: NIR}
        - {name: nom, type: string, sensitivity: direct-identifier, required: true, description: Nom}
        - {name: prenoms, type: string, sensitivity: direct-identifier, required: true, description: Prénoms}
        - {name: naissance, type: date, sensitivity: direct-identifier, required: true, description: Naissance}
        - {name: commune, type: string, sensitivity: direct-identifier, required: true, description: Commune}
        - {name: heures, type: integer, sensitivity: sensitive, required: true, max: 100, description: Heures}
      identities:
        - name: stagiaire
          key: nir
          roles: {nomNaissance: nom, prenoms: prenoms, dateNaissance: naissance, communeNaissance: commune}
          linkage: true
      """;

  /** Who answers for the producer, and who for the law. */
  private static final String CONVENTION =
      """
      convention: CONV-ESSAI
      version: 1
      title: Essai
      legalBasis: essai
      consumer: dinum
      producers: {essai.stages: travail}
      purpose: Essayer.
      useCases: [essai]
      datasets: {essai.stages: [heures]}
      people:
        analyste: [analyste@dinum]
        juriste: [juriste@dinum]
        administrateur-travail: [administrateur@travail]
      from: 2025-01-01
      until: 2030-12-31
      retention: P1Y
      approvals: [juriste, administrateur-travail]
      """;

  @TempDir Path directory;

  /** Fifteen digits whose key is right. */
  private static String nir(String thirteen) {
    long key = 97 - Long.parseLong(thirteen) % 97;
    return thirteen + String.format("%02d", key);
  }

  @Test
  void whoeverIsNamedByACivilStatusAloneIsFoundAndAHomonymIsNot() throws IOException {
    Home home = Home.of(directory.resolve("home")).init();
    KeyStore keys = KeyStore.init(home.keys());
    Path yaml = Files.createDirectories(home.catalogue().resolve(DATASET)).resolve("dataset.yaml");
    Files.writeString(yaml, CONTRACT);
    Files.writeString(
        Files.createDirectories(home.conventions()).resolve("CONV-ESSAI.yaml"), CONVENTION);
    Contract contract = Catalogue.of(home).dataset(DATASET);
    String theirs = nir("1520844109001");
    String homonyms = nir("1520844109002");
    String invalid = theirs.substring(0, 14) + (theirs.charAt(14) == '0' ? '1' : '0');
    Path file = directory.resolve("stages.csv");
    Files.writeString(
        file,
        "nir;nom;prenoms;naissance;commune;heures\n"
            + theirs
            + ";ZYWIEC;Théodule;14/08/1952;44109;10\n"
            + theirs
            + ";AUTRE;Nom;15/08/1952;44109;1000\n"
            + invalid
            + ";ZYWIEC;Théodule;14/08/1952;44109;10\n"
            + invalid
            + ";ZYWIECK;Théodule;14/08/1952;44109;10\n"
            + homonyms
            + ";ZYWIEC;Théodule;14/08/1952;44109;1000\n"
            + nir("2600775056003")
            + ";QUELQU'UN;Autre;01/02/1960;75056;1000\n");
    try (Registry registry = Registry.open(home);
        Engine engine = Engine.start(home)) {
      SampleLake.sign(registry, "CONV-ESSAI", "travail");
      Ingested ingested =
          new Intake(engine, home, registry).ingest(contract, List.of(file), "exploitant");
      assertThat(ingested.line()).contains("6 read = 1 accepted + 5 quarantined");
      List<PersonToken> person =
          new PersonFile(keys)
              .read(
                  new StringReader(
                      "nir," + theirs + "\netat-civil,ZYWIEC|Théodule|14/08/1952|44109\n"));
      Erasures erasures = new Erasures(registry);
      var candidates = new Erasure(engine, registry).count(contract, person);
      assertThat(candidates.quarantined()).as("by number, exactly, probably").isEqualTo(3);
      String id =
          erasures.request(person, Ground.UNLAWFUL, "2026-1", List.of(candidates), DPO).id();
      erasures.approve(id, CivilKey.Level.EXACT, "administrateur@travail");

      Erased erased = new Erasure(engine, registry).execute(id, DPO);

      assertThat(erased.found()).isZero();
      assertThat(erased.datasets().get(0).quarantined()).isEqualTo(2);
      assertThat(lines(engine, registry, contract)).containsExactly(5L, 6L, 7L);
      nothingInClear(home, theirs, invalid, homonyms);

      // What is left is judged again, whoever was erased does not come back.
      Files.writeString(yaml, CONTRACT.replace("max: 100", "max: 2000"));
      Replayed replayed =
          new QuarantineReplay(engine, home, registry)
              .run(
                  Catalogue.of(home).dataset(DATASET),
                  new Deliveries(registry).of(DATASET).get(0),
                  "exploitant");
      assertThat(replayed.passed()).isEqualTo(2);
      assertThat(lines(engine, registry, contract)).containsExactly(5L);
      nothingInClear(home, theirs, invalid, homonyms);
    }
  }

  private static List<Long> lines(Engine engine, Registry registry, Contract contract) {
    try (LakeAccess access = LakeAccess.open(KeyStore.open(registry.home().keys()), key -> {})) {
      return new Intake(engine, registry.home(), registry)
              .quarantine(contract, access)
              .read()
              .select("ligne")
              .orderBy("ligne")
              .collectAsList()
              .stream()
              .map(row -> row.getLong(0))
              .toList();
    }
  }

  private static void nothingInClear(Home home, String... numbers) throws IOException {
    try (Stream<Path> files = Files.walk(home.path())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertThat(bytes).as(file.toString()).doesNotContain(numbers).doesNotContain("ZYWIEC");
      }
    }
  }
}
