package fr.gouv.datalab.ingest.spark;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.doctor.ByteScan;
import fr.gouv.datalab.doctor.Needles;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.ingest.fuzz.FuzzPersons;
import fr.gouv.datalab.ingest.fuzz.Mutator;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.lake.LakeAccess;
import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.lake.spark.LakeTable;
import fr.gouv.datalab.refusals.BadDataException;
import fr.gouv.datalab.registry.Registry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** Sends spoilt files through the whole intake, lake, vault and quarantine included. */
public final class FuzzBench {
  /**
   * What was seen.
   *
   * @param files sent
   * @param refusedFiles of these, refused whole
   * @param read rows of the others
   * @param accepted of the rows
   * @param quarantined of the rows
   * @param scannedFiles files of the home that were read byte by byte
   * @param findings what should not be
   */
  public record Result(
      long files,
      long refusedFiles,
      long read,
      long accepted,
      long quarantined,
      long scannedFiles,
      List<String> findings) {}

  private FuzzBench() {}

  /** The contract of the persons, put into a home's catalogue. */
  public static Contract contract(Home home) throws IOException {
    Path folder = Files.createDirectories(home.catalogue().resolve("fuzz.personnes"));
    try (InputStream in = FuzzBench.class.getResourceAsStream("/fuzz/dataset.yaml")) {
      Files.write(folder.resolve("dataset.yaml"), Objects.requireNonNull(in).readAllBytes());
    }
    return Catalogue.of(home).dataset("fuzz.personnes");
  }

  /**
   * Sends so many files, then looks for every person in every byte of the home.
   *
   * @param room an empty directory, removed by the caller
   */
  public static Result run(Path room, FuzzPersons persons, long count, long seed)
      throws IOException {
    Home home = Home.of(room.resolve("home")).init();
    KeyStore.init(home.keys());
    Contract contract = contract(home);
    List<String> findings = new ArrayList<>();
    long refusedFiles = 0;
    long read = 0;
    long accepted = 0;
    long quarantined = 0;
    try (Registry registry = Registry.open(home);
        Engine engine = Engine.start(home)) {
      Intake intake = new Intake(engine, home, registry);
      for (long i = 0; i < count; i++) {
        Random random = new Random(seed * 1_000_003 + i);
        Path file = home.landing().resolve("fichier.csv");
        Files.write(file, Mutator.spoil(persons.file(random), random));
        try {
          Ingested ingested = intake.ingest(contract, List.of(file), "fuzz");
          read += ingested.read();
          accepted += ingested.accepted();
          quarantined += ingested.quarantined();
        } catch (BadDataException e) {
          refusedFiles++;
          if (persons.areToldBy(e.getMessage()) || !e.getMessage().matches("(?s).{20,}[.?)]")) {
            findings.add("file " + i + " of seed " + seed + ": refused without a sentence to tell");
          }
        } catch (RuntimeException e) {
          findings.add("file " + i + " of seed " + seed + ": " + e);
        }
        Files.deleteIfExists(file);
      }
      try (LakeAccess access = LakeAccess.open(KeyStore.open(home.keys()), key -> {})) {
        held(findings, "the lake", intake.lake(contract, access), accepted);
        held(findings, "the quarantine", intake.quarantine(contract, access), quarantined);
      }
    }
    Path truth = Files.createDirectories(room.resolve("truth"));
    Files.writeString(truth.resolve("personnes.csv"), persons.truth());
    Files.writeString(truth.resolve("vehicules.csv"), "immatriculation,vin\n");
    ByteScan.Result scan =
        new ByteScan(Needles.ofTruth(truth)).run(List.of(home.path()), path -> true);
    scan.findings().forEach(found -> findings.add(found.kind() + " in " + found.place()));
    if (read != accepted + quarantined) {
      findings.add(read + " read, " + accepted + " accepted, " + quarantined + " quarantined");
    }
    return new Result(
        count, refusedFiles, read, accepted, quarantined, scan.files(), List.copyOf(findings));
  }

  /** What was told of each delivery is what there is in the end: nothing lost, nothing twice. */
  private static void held(List<String> findings, String place, LakeTable table, long told) {
    long rows = table.exists() ? table.read().count() : 0;
    if (rows != told) {
      findings.add(place + " has " + rows + " rows, and " + told + " were told");
    }
  }
}
