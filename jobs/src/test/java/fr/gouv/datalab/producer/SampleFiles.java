package fr.gouv.datalab.producer;

import fr.gouv.datalab.cli.Datalab;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The seven ministries' files of the sample. */
final class SampleFiles {
  /** Where the file of each dataset is. */
  static final Map<String, String> FILES =
      new TreeMap<>(
          Map.of(
              "dgfip.declarants", "dgfip/declarants.csv",
              "dgfip.foyers_fiscaux", "dgfip/foyers_fiscaux.csv",
              "siv.immatriculations", "interieur/immatriculations.csv",
              "formation.formations", "travail/formations.csv",
              "formation.stagiaires", "travail/stagiaires.csv.gz",
              "dsn.contrats", "gip-mds/contrats.csv",
              "insee.etablissements", "insee/etablissements.csv"));

  private SampleFiles() {}

  /** Writes them. */
  static void generate(Path directory, double scale, String... more) {
    String[] first = {
      "sample",
      "generate",
      "--scale",
      Double.toString(scale),
      "--seed",
      "11",
      "--out",
      directory.toString()
    };
    String[] args = java.util.Arrays.copyOf(first, first.length + more.length);
    System.arraycopy(more, 0, args, first.length, more.length);
    if (Datalab.run(args) != 0) {
      throw new IllegalStateException("The sample could not be written.");
    }
  }
}
