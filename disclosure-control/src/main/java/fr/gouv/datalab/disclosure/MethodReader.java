package fr.gouv.datalab.disclosure;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Reads {@code protect} and the mapping that goes with it. */
final class MethodReader {

  private static final long[] USUAL_BASES = {5, 10, 15, 20, 25, 50, 100, 250, 500, 1000};
  private static final Map<String, String> SECTIONS =
      Map.of("round", "rounding", "cellkey", "cellKey", "dp", "noise");

  private MethodReader() {}

  /**
   * The method.
   *
   * @param node the whole specification
   * @param frequency the column of the number of units
   * @param magnitude the column of the published sum, when there is one
   * @param measures further counts
   * @param defence how cells are hidden, when they are
   */
  static Method parse(
      JsonNode node,
      String frequency,
      Optional<String> magnitude,
      List<String> measures,
      Policy policy,
      Defence defence) {
    String word = node.hasNonNull("protect") ? node.get("protect").asText() : "suppress";
    SECTIONS.forEach(
        (method, section) -> {
          if (node.has(section) && !method.equals(word)) {
            throw new BadInputException(
                "`" + section + "` goes with `protect: " + method + "`, not with " + word + ".");
          }
        });
    JsonNode section = node.path(SECTIONS.getOrDefault(word, ""));
    if (!section.isMissingNode() && !section.isObject()) {
      throw new BadInputException("`" + SECTIONS.get(word) + "` is a mapping.");
    }
    return switch (word) {
      case "suppress" -> new Method.Suppress(defence);
      case "round" -> round(section, frequency, magnitude, measures, policy);
      case "cellkey" -> cellKeys(section, magnitude);
      case "dp" -> noise(section, magnitude);
      default ->
          throw new BadInputException(
              "`protect: " + word + "` is none of suppress, round, cellkey, dp.");
    };
  }

  private static Method round(
      JsonNode section,
      String frequency,
      Optional<String> magnitude,
      List<String> measures,
      Policy policy) {
    known(section, "rounding", "base", "bases", "cells");
    Map<String, BigDecimal> bases = new HashMap<>();
    BigDecimal base =
        section.has("base")
            ? positive(section, "base")
            : BigDecimal.valueOf(usual(policy.minimumFrequency()));
    bases.put(frequency, base);
    measures.forEach(measure -> bases.put(measure, base));
    JsonNode others = section.path("bases");
    for (Iterator<String> names = others.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!bases.containsKey(name) && !magnitude.equals(Optional.of(name))) {
        throw new BadInputException(
            "`bases` names \"" + name + "\", which is not a figure of the table.");
      }
      bases.put(name, positive(others, name));
    }
    if (magnitude.isPresent() && !bases.containsKey(magnitude.get())) {
      throw new BadInputException(
          "The "
              + magnitude.get()
              + " needs a base of its own, in its own unit: rounding: {bases: {"
              + magnitude.get()
              + ": 1000}}.");
    }
    if (base.stripTrailingZeros().scale() > 0 || base.compareTo(BigDecimal.valueOf(2)) < 0) {
      throw new BadInputException("The base of counts is a whole number of at least 2.");
    }
    String cells = section.path("cells").asText("all");
    if (!cells.equals("all") && !cells.equals("small")) {
      throw new BadInputException("`cells: " + cells + "` is none of all, small.");
    }
    return new Method.Round(bases, cells.equals("small"));
  }

  /** The first usual base that no count which may not be shown reaches. */
  private static long usual(long minimumFrequency) {
    for (long base : USUAL_BASES) {
      if (base >= minimumFrequency) {
        return base;
      }
    }
    return minimumFrequency;
  }

  private static Method cellKeys(JsonNode section, Optional<String> magnitude) {
    known(section, "cellKey", "key", "maximum", "variance", "smallest");
    countsOnly("cellkey", magnitude);
    if (!section.hasNonNull("key")) {
      throw new BadInputException(
          "`protect: cellkey` needs the column of the sum of the records' keys:"
              + " cellKey: {key: cle}.");
    }
    return new Method.CellKeys(
        section.get("key").asText(),
        (int) whole(section, "maximum", 5),
        section.has("variance") ? positive(section, "variance").doubleValue() : 2,
        (int) whole(section, "smallest", 1));
  }

  private static Method noise(JsonNode section, Optional<String> magnitude) {
    known(section, "noise", "mechanism", "rho", "population", "budget", "cells");
    countsOnly("dp", magnitude);
    for (String needed : List.of("rho", "population", "budget")) {
      if (!section.hasNonNull(needed)) {
        throw new BadInputException(
            "`protect: dp` needs what the table costs and whose budget pays: noise: {rho: 0.1,"
                + " population: foyers-2026, budget: 1}. It has no `"
                + needed
                + "`.");
      }
    }
    String mechanism = section.path("mechanism").asText("discrete-gaussian");
    Method.Mechanism law = null;
    for (Method.Mechanism each : Method.Mechanism.values()) {
      law = each.word().equals(mechanism) ? each : law;
    }
    if (law == null) {
      throw new BadInputException(
          "`mechanism: " + mechanism + "` is none of discrete-gaussian, discrete-laplace.");
    }
    String cells = section.path("cells").asText("all");
    if (!cells.equals("all") && !cells.equals("finest")) {
      throw new BadInputException("`cells: " + cells + "` is none of all, finest.");
    }
    return new Method.PrivateNoise(
        law,
        positive(section, "rho"),
        section.get("population").asText(),
        positive(section, "budget"),
        cells.equals("finest"));
  }

  private static void countsOnly(String method, Optional<String> magnitude) {
    if (magnitude.isPresent()) {
      throw new BadInputException(
          "`protect: "
              + method
              + "` is for counts, and the table has a magnitude ("
              + magnitude.get()
              + "): use suppress or round.");
    }
  }

  private static void known(JsonNode section, String name, String... keys) {
    TreeSet<String> all = new TreeSet<>(List.of(keys));
    for (Iterator<String> names = section.fieldNames(); names.hasNext(); ) {
      String key = names.next();
      if (!all.contains(key)) {
        throw new BadInputException(
            "`"
                + key
                + "` is not a key of `"
                + name
                + "`: there are "
                + String.join(", ", all)
                + ".");
      }
    }
  }

  private static BigDecimal positive(JsonNode node, String key) {
    JsonNode value = node.get(key);
    if (value.isNumber()) {
      BigDecimal number = value.decimalValue();
      if (number.signum() > 0 && number.precision() <= 18 && Math.abs(number.scale()) <= 18) {
        return number;
      }
    }
    throw new BadInputException("`" + key + "` must be a number above 0.");
  }

  private static long whole(JsonNode section, String key, long otherwise) {
    JsonNode value = section.path(key);
    if (value.isMissingNode()) {
      return otherwise;
    }
    if (!value.canConvertToExactIntegral() || value.asLong() < 1 || value.asLong() > 1_000_000) {
      throw new BadInputException("`" + key + "` must be a whole number of at least 1.");
    }
    return value.asLong();
  }
}
