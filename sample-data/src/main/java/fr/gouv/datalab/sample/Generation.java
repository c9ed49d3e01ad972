package fr.gouv.datalab.sample;

import fr.gouv.datalab.sample.cars.Registrations;
import fr.gouv.datalab.sample.files.Format;
import fr.gouv.datalab.sample.tax.Declarants;
import fr.gouv.datalab.sample.tax.TaxHouseholds;
import fr.gouv.datalab.sample.training.FormationList;
import fr.gouv.datalab.sample.training.Offer;
import fr.gouv.datalab.sample.training.Paths;
import fr.gouv.datalab.sample.training.Trainees;
import fr.gouv.datalab.sample.truth.FormationCells;
import fr.gouv.datalab.sample.truth.HouseholdCells;
import fr.gouv.datalab.sample.truth.IncomeHistogram;
import fr.gouv.datalab.sample.work.Contracts;
import fr.gouv.datalab.sample.work.Establishments;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes all files of a world and its truth. The same seed and scale give the same bytes, whatever
 * the number of threads.
 */
public final class Generation {
  private final long seed;
  private final double scale;
  private final Format format;

  /**
   * A world to write.
   *
   * @param scale fraction of France, above 0 and up to 1
   * @param format of the ministries' files; the truth is always in CSV
   */
  public Generation(long seed, double scale, Format format) {
    this.seed = seed;
    this.scale = scale;
    this.format = format;
  }

  /**
   * Writes the world below a directory.
   *
   * @return the number of records of each file
   * @throws IOException when a file cannot be written; what was written until then is incomplete
   */
  Map<String, Writing.Count> write(Path directory, int threads, Writing.Progress progress)
      throws IOException {
    World world = World.of(seed, scale);
    Offer offer = new Offer(world);
    Paths paths = new Paths(world, offer);
    IncomeHistogram incomes = new IncomeHistogram();
    FormationCells formations = new FormationCells(offer);
    try (Writing writing = new Writing(directory, format, threads, progress)) {
      writing.write(new TaxHouseholds(world, format, incomes));
      HouseholdCells households = new HouseholdCells(world.communes(), incomes.thresholds());
      writing.write(new Declarants(world, format));
      writing.write(new Registrations(world, format, households));
      writing.write(new FormationList(world, offer, format));
      writing.write(new Trainees(world, paths, format));
      writing.write(new Contracts(world, paths, format, formations));
      writing.write(new Establishments(world, format));
      writing.lines("vehicules_foyers.csv", households.lines());
      writing.lines("performance_formations.csv", formations.indicators());
      writing.lines("effet_formations.csv", formations.effects());
      writing.lines("parametres.json", parameters(writing.counts()));
      return writing.counts();
    }
  }

  private List<String> parameters(Map<String, Writing.Count> counts) {
    List<String> lines = new ArrayList<>();
    lines.add("{");
    lines.add(
        String.format(
            Locale.ROOT,
            "  \"scale\": %s, \"seed\": %d, \"dateReference\": \"2026-01-01\",",
            scale,
            seed));
    lines.add("  \"fichiers\": {");
    List<String> files = new ArrayList<>();
    counts.forEach(
        (file, count) ->
            files.add(
                "    \""
                    + file
                    + "\": {\"lignes\": "
                    + count.records()
                    + ", \"defauts\": "
                    + count.defects()
                    + "}"));
    lines.add(String.join(",\n", files));
    lines.add("  }");
    lines.add("}");
    return lines;
  }
}
