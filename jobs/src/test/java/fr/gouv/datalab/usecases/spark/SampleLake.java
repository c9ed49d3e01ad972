package fr.gouv.datalab.usecases.spark;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.cli.Datalab;
import fr.gouv.datalab.conventions.ConventionFiles;
import fr.gouv.datalab.conventions.ConventionStore;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.ingest.spark.Intake;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.registry.Registry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A home whose lake holds the sample of both use cases, under both conventions, signed. */
public final class SampleLake {
  private static final Map<String, String> FILES =
      Map.of(
          "dgfip.declarants", "dgfip/declarants.csv",
          "dgfip.foyers_fiscaux", "dgfip/foyers_fiscaux.csv",
          "siv.immatriculations", "interieur/immatriculations.csv",
          "formation.formations", "travail/formations.csv",
          "formation.stagiaires", "travail/stagiaires.csv.gz",
          "dsn.contrats", "gip-mds/contrats.csv");

  private SampleLake() {}

  /** Writes a sample of that fraction of France to {@code files}. */
  public static void generate(Path files, double scale) {
    Datalab.run(
        "sample",
        "generate",
        "--scale",
        Double.toString(scale),
        "--seed",
        "23",
        "--out",
        files.toString());
  }

  /** Ingests the files of a sample and has both conventions signed by all their parties. */
  public static void fill(Engine engine, Registry registry, Path files) {
    KeyStore.init(registry.home().keys());
    ingest(engine, registry, files, "");
    sign(registry, "CONV-2026-001", "dgfip", "interieur");
    sign(registry, "CONV-2026-002", "travail", "gip-mds");
  }

  /** The same, for the tax and registration files and their convention alone. */
  public static void fillVehicles(Engine engine, Registry registry, Path files) {
    KeyStore.init(registry.home().keys());
    ingest(engine, registry, files, "dgfip.");
    ingest(engine, registry, files, "siv.");
    sign(registry, "CONV-2026-001", "dgfip", "interieur");
  }

  private static void ingest(Engine engine, Registry registry, Path files, String prefix) {
    Home home = registry.home();
    Intake intake = new Intake(engine, home, registry);
    new TreeMap<>(FILES)
        .forEach(
            (dataset, file) -> {
              if (dataset.startsWith(prefix)) {
                intake.ingest(
                    Catalogue.of(home).dataset(dataset),
                    List.of(files.resolve(file)),
                    "exploitant");
              }
            });
  }

  /** Has a convention signed by the consumer and these producers. */
  public static void sign(Registry registry, String id, String... producers) {
    ConventionStore conventions = new ConventionStore(registry);
    byte[] text = new ConventionFiles(registry.home()).find(id).orElseThrow();
    conventions.add(id + ".yaml", text, "juriste@dinum");
    conventions.sign(id, "dinum", "juriste@dinum");
    for (String producer : producers) {
      conventions.sign(id, producer, "administrateur@" + producer);
    }
  }
}
