package fr.gouv.datalab.releases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import fr.gouv.datalab.refusals.BadDataException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How the figures of a table were changed, as its readers are told: {@code perturbation.json}.
 *
 * @param protect {@code round}, {@code cellkey} or {@code dp}
 * @param figures one for each figure that was changed
 * @param additive whether published margins are the sums of published cells
 * @param rho what the table cost of its population's privacy budget, in zCDP; noise alone
 */
public record Perturbed(
    String protect, List<Figure> figures, boolean additive, Optional<BigDecimal> rho) {
  private static final JsonMapper JSON = new JsonMapper();

  /** Its file, beside {@code published.csv}. */
  static final String FILE = "perturbation.json";

  /** Copies the list. */
  public Perturbed {
    figures = List.copyOf(figures);
  }

  /**
   * One figure.
   *
   * @param column its name
   * @param standardDeviation of the difference between what is published and the truth
   * @param atMost how far a finest cell may be from the truth; nothing where there is no such bound
   */
  public record Figure(String column, double standardDeviation, Optional<BigDecimal> atMost) {}

  /**
   * Reads it, where a table was changed.
   *
   * @throws BadDataException when it does not go with the specification
   */
  static Optional<Perturbed> read(Path folder, TableSpec spec) throws IOException {
    if (!spec.isChanged()) {
      return Optional.empty();
    }
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      throw new BadDataException(folder + " has no " + FILE + ": protect the table again.");
    }
    JsonNode json = JSON.readTree(Files.readString(file));
    List<Figure> figures = new ArrayList<>();
    for (String column : spec.figures()) {
      JsonNode own = json.path("figures").path(column);
      if (!own.path("standardDeviation").isNumber()
          || !json.path("protect").asText().equals(spec.protect())) {
        throw new BadDataException(file + " does not say how `" + column + "` was changed.");
      }
      figures.add(
          new Figure(
              column,
              own.path("standardDeviation").asDouble(),
              own.hasNonNull("atMost")
                  ? Optional.of(new BigDecimal(own.get("atMost").asText()))
                  : Optional.empty()));
    }
    return Optional.of(
        new Perturbed(
            spec.protect(),
            figures,
            json.path("additive").asBoolean(),
            json.hasNonNull("rho")
                ? Optional.of(new BigDecimal(json.get("rho").asText()))
                : Optional.empty()));
  }
}
