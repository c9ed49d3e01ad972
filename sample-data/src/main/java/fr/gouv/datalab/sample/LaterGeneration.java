package fr.gouv.datalab.sample;

import fr.gouv.datalab.sample.cars.LaterRegistrations;
import fr.gouv.datalab.sample.files.Format;
import fr.gouv.datalab.sample.mail.Letterbox;
import fr.gouv.datalab.sample.mail.Renewal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Writes what the ministries of a world deliver half a year later, some of its households having
 * got a letter meanwhile. The same seed, scale and letters give the same bytes.
 */
public final class LaterGeneration {
  private final long seed;
  private final double scale;
  private final Format format;

  /** The later deliveries of the world of a seed at a fraction of France. */
  public LaterGeneration(long seed, double scale, Format format) {
    this.seed = seed;
    this.scale = scale;
    this.format = format;
  }

  /**
   * What was written.
   *
   * @param rows records of the delivery
   * @param letters letters that the postman carried
   * @param reached households at whose door he left one
   */
  public record Later(long rows, long letters, long reached) {}

  /**
   * Writes below a directory.
   *
   * @throws IOException when a file cannot be written, or the letters not read
   */
  public Later write(Path directory, Path letters, int threads) throws IOException {
    Letterbox box = Letterbox.read(letters);
    LaterRegistrations moved = new LaterRegistrations(World.of(seed, scale), format, box);
    try (Writing writing = new Writing(directory, format, threads, (file, items, of) -> {})) {
      writing.write(moved);
      writing.lines(
          "effet_courrier.csv",
          List.of(
              "lettres,foyers_atteints,taux_sans_lettre,effet",
              String.format(
                  Locale.ROOT,
                  "%d,%d,%s,%s",
                  box.letters(),
                  moved.reached(),
                  Renewal.BASE,
                  Renewal.EFFECT)));
      long rows = writing.counts().values().stream().mapToLong(Writing.Count::records).sum();
      return new Later(rows, box.letters(), moved.reached());
    }
  }
}
