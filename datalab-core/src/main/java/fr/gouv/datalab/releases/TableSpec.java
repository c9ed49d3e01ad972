package fr.gouv.datalab.releases;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import fr.gouv.datalab.refusals.BadDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a table's {@code spec.yaml} says to who publishes it: which columns are dimensions, which
 * are figures, and how they were protected.
 *
 * @param dimensions in the order of the file
 * @param frequency the column that counts units
 * @param figures every column of figures, the frequency first
 * @param magnitude whether there is one; the audit is then of it
 * @param policy the name of the policy, or empty when it is written out
 * @param minimumFrequency fewest units of a published cell; 0 when the policy has none
 * @param dominance as the policy says it, or empty
 * @param protect {@code suppress}, {@code round}, {@code cellkey} or {@code dp}
 * @param protection half-width that each suppressed cell keeps, as a share of its value
 * @param protectionUnits the same in units for frequencies, in place of the share; 0 for none
 * @param everyCell whether each suppressed cell keeps it, or those that a rule hides only
 */
public record TableSpec(
    List<Dimension> dimensions,
    String frequency,
    List<String> figures,
    boolean magnitude,
    String policy,
    long minimumFrequency,
    String dominance,
    String protect,
    double protection,
    double protectionUnits,
    boolean everyCell) {

  /**
   * How far from a hidden value an attacker must believe possible, on each side. A width in units
   * is of frequencies; where the audit is of a magnitude it says nothing of it.
   */
  double halfWidth(double value) {
    return protectionUnits > 0 && !magnitude ? protectionUnits : protection * Math.abs(value);
  }

  /** Whether figures were changed rather than hidden. */
  public boolean isChanged() {
    return !protect.equals("suppress");
  }

  /** Copies the lists. */
  public TableSpec {
    dimensions = List.copyOf(dimensions);
    figures = List.copyOf(figures);
  }

  /**
   * A dimension.
   *
   * @param column its name
   * @param hierarchy the file of its codes, if it has one
   */
  public record Dimension(String column, Optional<String> hierarchy) {}

  /**
   * Reads a specification.
   *
   * @throws BadDataException when it is none, naming the key that is missing
   */
  public static TableSpec read(Path file) throws IOException {
    JsonNode yaml;
    try {
      yaml = Yaml.MAPPER.readTree(Files.readString(file));
    } catch (JsonProcessingException e) {
      throw new BadDataException(file + " is not YAML: correct it.", e);
    }
    if (yaml == null || !yaml.path("dimensions").isArray() || !yaml.hasNonNull("frequency")) {
      throw new BadDataException(file + " must say its `dimensions` and its `frequency`.");
    }
    List<Dimension> dimensions = new ArrayList<>();
    for (JsonNode dimension : yaml.path("dimensions")) {
      dimensions.add(
          new Dimension(
              dimension.path("column").asText(),
              dimension.hasNonNull("hierarchy")
                  ? Optional.of(dimension.path("hierarchy").asText())
                  : Optional.empty()));
    }
    List<String> figures = new ArrayList<>();
    figures.add(yaml.path("frequency").asText());
    if (yaml.hasNonNull("magnitude")) {
      figures.add(yaml.path("magnitude").asText());
    }
    yaml.path("measures").forEach(measure -> figures.add(measure.asText()));
    JsonNode protection = yaml.path("protection");
    return new TableSpec(
        dimensions,
        yaml.path("frequency").asText(),
        figures,
        yaml.hasNonNull("magnitude"),
        yaml.path("policy").isTextual() ? yaml.path("policy").asText() : "",
        minimum(yaml.path("policy")),
        dominance(yaml.path("policy")),
        yaml.path("protect").asText("suppress"),
        (protection.isObject() ? protection.path("share") : protection).asDouble(0.10),
        protection.isTextual()
            ? units(protection.asText())
            : protection.path("frequency").asDouble(0),
        yaml.path("intervals")
            .asText(protection.isMissingNode() ? "primary" : "all")
            .equals("all"));
  }

  /** YAML reads {@code protection: frequency:5} as a text. */
  private static double units(String text) {
    String digits = text.replace(" ", "").replaceFirst("^frequency:", "");
    return digits.matches("[0-9]{1,9}") ? Double.parseDouble(digits) : 0;
  }

  private static long minimum(JsonNode policy) {
    if (policy.isObject()) {
      return policy.path("minimumFrequency").asLong(0);
    }
    return switch (policy.asText()) {
      case "personnes" -> 11;
      case "entreprises" -> 3;
      case "formation" -> 20;
      default -> 0;
    };
  }

  private static String dominance(JsonNode policy) {
    if (policy.isObject()) {
      JsonNode dominance = policy.path("dominance");
      String text =
          dominance.isObject()
              ? dominance.path("n").asText() + ":" + dominance.path("share").asText()
              : "";
      return policy.hasNonNull("pPercent")
          ? (text + " p:" + policy.path("pPercent").asText()).strip()
          : text;
    }
    return policy.asText().equals("entreprises") ? "1:0.85" : "";
  }

  /** Made once: a mapper costs more than what it reads here. */
  private static final class Yaml {
    static final YAMLMapper MAPPER = new YAMLMapper();
  }
}
