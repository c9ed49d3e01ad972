package fr.gouv.datalab.disclosure;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads {@code waivers} and {@code apriori}: what was decided of single cells. */
final class DecisionReader {

  private final List<ProtectionSpec.Dimension> dimensions;
  private final Function<String, Path> files;

  DecisionReader(List<ProtectionSpec.Dimension> dimensions, Function<String, Path> files) {
    this.dimensions = dimensions;
    this.files = files;
  }

  List<Decision> read(JsonNode spec) {
    List<Decision> decisions = new ArrayList<>();
    SpecReader.text(spec, "apriori")
        .ifPresent(name -> decisions.addAll(Apriori.read(files.apply(name), totals())));
    JsonNode waivers = spec.get("waivers");
    if (waivers != null && !waivers.isArray()) {
      throw new BadInputException("`waivers` is a list of {cell: {...}, reason: ..., by: ...}.");
    }
    for (JsonNode each : waivers == null ? List.<JsonNode>of() : waivers) {
      decisions.add(waiver(each));
    }
    return decisions;
  }

  private Decision waiver(JsonNode node) {
    if (!node.isObject() || !node.path("cell").isObject()) {
      throw new BadInputException(
          "Each of `waivers` is a mapping: {cell: {territoire: \"75\"}, reason: ..., by: ...}.");
    }
    SpecReader.known(node, Set.of("cell", "reason", "by"), "a waiver");
    String reason = required(node, "reason");
    return Decision.waiver(codes(node.get("cell")), reason, required(node, "by"));
  }

  private static String required(JsonNode node, String key) {
    return SpecReader.text(node, key)
        .orElseThrow(
            () ->
                new BadInputException(
                    "The waiver of " + node.get("cell") + " has no `" + key + "`: it needs one."));
  }

  /** A dimension that is not named is at its total. */
  private List<String> codes(JsonNode cell) {
    for (Iterator<String> names = cell.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (dimensions.stream().noneMatch(d -> d.column().equals(name))) {
        throw new BadInputException(
            "A waiver names the column \"" + name + "\", which is no dimension.");
      }
    }
    List<String> codes = new ArrayList<>();
    List<String> totals = totals();
    for (int d = 0; d < totals.size(); d++) {
      Optional<String> given = SpecReader.text(cell, dimensions.get(d).column());
      codes.add(given.orElse(totals.get(d)));
    }
    return codes;
  }

  private List<String> totals() {
    return dimensions.stream()
        .map(d -> d.hierarchy().map(h -> h.code(0)).orElse(Hierarchy.TOTAL))
        .toList();
  }
}
