package fr.gouv.datalab.disclosure;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Reads {@code SPEC.yaml} strictly: a key that is not known is an error, not a silence. */
final class SpecReader {

  private static final Set<String> KEYS =
      Set.of(
          "dimensions",
          "frequency",
          "magnitude",
          "contributors",
          "measures",
          "policy",
          "protect",
          "rounding",
          "cellKey",
          "noise",
          "protection",
          "intervals",
          "cost",
          "zeros");

  private final Function<String, Hierarchy> hierarchies;

  SpecReader(Function<String, Hierarchy> hierarchies) {
    this.hierarchies = hierarchies;
  }

  static ProtectionSpec read(Path file) {
    YAMLMapper mapper =
        YAMLMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();
    JsonNode node;
    try {
      node = mapper.readTree(Files.readString(file));
    } catch (IOException e) {
      String why =
          e.getMessage() == null ? "" : " (" + e.getMessage().lines().findFirst().get() + ")";
      throw new BadInputException(
          "The specification " + file + " cannot be read as YAML" + why + ".", e);
    }
    Path home = file.toAbsolutePath().getParent();
    try {
      return new SpecReader(name -> Hierarchy.read(home.resolve(name))).parse(node);
    } catch (BadInputException e) {
      throw new BadInputException(file.getFileName() + ": " + e.getMessage(), e);
    }
  }

  ProtectionSpec parse(JsonNode node) {
    if (node == null || !node.isObject()) {
      throw new BadInputException(
          "A specification is a mapping with `dimensions`, `frequency` and `policy`.");
    }
    known(node, KEYS, "the specification");
    List<ProtectionSpec.Dimension> dimensions = dimensions(node.get("dimensions"));
    String frequency = text(node, "frequency").orElseThrow(() -> missing("frequency"));
    Optional<String> magnitude = text(node, "magnitude");
    List<String> contributors = texts(node, "contributors");
    List<String> measures = texts(node, "measures");
    Policy policy = policy(node.get("policy"));
    Method method = MethodReader.parse(node, frequency, magnitude, measures, policy);
    Set<String> columns = new HashSet<>();
    List<String> all = new ArrayList<>();
    dimensions.forEach(d -> all.add(d.column()));
    all.add(frequency);
    magnitude.ifPresent(all::add);
    all.addAll(contributors);
    all.addAll(measures);
    if (method instanceof Method.CellKeys keys) {
      all.add(keys.key());
    }
    all.add("status");
    for (String column : all) {
      if (!columns.add(column)) {
        throw new BadInputException(
            "The column \"" + column + "\" has two roles in the specification: it can have one.");
      }
    }
    if (magnitude.isEmpty() && !contributors.isEmpty()) {
      throw new BadInputException("`contributors` needs the `magnitude` that they contribute to.");
    }
    if (magnitude.isPresent() && contributors.size() < policy.contributorsNeeded()) {
      throw new BadInputException(
          "The policy "
              + policy.name()
              + " looks at the "
              + policy.contributorsNeeded()
              + " largest contributions, and `contributors` names "
              + contributors.size()
              + " column(s): give one column for each.");
    }
    ProtectionSpec.Cost cost =
        choice(node, "cost", ProtectionSpec.Cost.class, ProtectionSpec.Cost.FREQUENCY);
    if (cost == ProtectionSpec.Cost.MAGNITUDE && magnitude.isEmpty()) {
      throw new BadInputException("`cost: magnitude` needs a `magnitude`.");
    }
    return new ProtectionSpec(
        dimensions,
        frequency,
        magnitude,
        contributors,
        measures,
        policy,
        width(node.get("protection")),
        choice(node, "intervals", ProtectionSpec.Intervals.class, intervals(node)),
        cost,
        choice(node, "zeros", ProtectionSpec.Zeros.class, ProtectionSpec.Zeros.STRUCTURAL),
        method);
  }

  private List<ProtectionSpec.Dimension> dimensions(JsonNode list) {
    if (list == null || !list.isArray() || list.isEmpty()) {
      throw missing("dimensions");
    }
    List<ProtectionSpec.Dimension> dimensions = new ArrayList<>();
    for (JsonNode each : list) {
      if (!each.isObject()) {
        throw new BadInputException("Each of `dimensions` is a mapping with a `column`.");
      }
      known(each, Set.of("column", "hierarchy", "hierarchies"), "a dimension");
      String column = text(each, "column").orElseThrow(() -> missing("column"));
      dimensions.add(new ProtectionSpec.Dimension(column, hierarchy(each)));
    }
    return dimensions;
  }

  private Optional<Hierarchy> hierarchy(JsonNode dimension) {
    Optional<String> one = text(dimension, "hierarchy");
    List<String> several = texts(dimension, "hierarchies");
    if (one.isPresent() && dimension.has("hierarchies")) {
      throw new BadInputException("A dimension has `hierarchy` or `hierarchies`, not both.");
    }
    if (!several.isEmpty()) {
      return Optional.of(Hierarchy.merged(several, several.stream().map(hierarchies).toList()));
    }
    return one.map(hierarchies);
  }

  private static Policy policy(JsonNode node) {
    if (node == null) {
      throw missing("policy");
    }
    if (node.isTextual()) {
      return Policy.named(node.asText())
          .orElseThrow(
              () ->
                  new BadInputException(
                      "There is no policy \""
                          + node.asText()
                          + "\": there are personnes,"
                          + " entreprises, formation and p-percent, or write the rules out."));
    }
    if (!node.isObject() || node.isEmpty()) {
      throw new BadInputException("`policy` is a name, or a mapping of rules.");
    }
    known(node, Set.of("minimumFrequency", "dominance", "pPercent"), "the policy");
    long minimum = whole(node, "minimumFrequency", 1);
    Optional<Policy.Dominance> dominance = Optional.empty();
    if (node.has("dominance")) {
      JsonNode rule = node.get("dominance");
      if (!rule.isObject()) {
        throw new BadInputException("`dominance` is a mapping: {n: 1, share: 0.85}.");
      }
      known(rule, Set.of("n", "share"), "the dominance rule");
      double share = number(rule, "share", 0, 1);
      dominance = Optional.of(new Policy.Dominance((int) whole(rule, "n", 0), share));
    }
    OptionalDouble p =
        node.has("pPercent")
            ? OptionalDouble.of(number(node, "pPercent", 0, 100))
            : OptionalDouble.empty();
    return new Policy("propre", minimum, dominance, p);
  }

  /** A width that is written is asked of each hidden cell. */
  private static ProtectionSpec.Intervals intervals(JsonNode node) {
    return node.hasNonNull("protection")
        ? ProtectionSpec.Intervals.ALL
        : ProtectionSpec.Intervals.PRIMARY;
  }

  private static ProtectionSpec.Width width(JsonNode node) {
    if (node == null) {
      return new ProtectionSpec.Width(0.10, 0);
    }
    if (node.isNumber()) {
      if (node.asDouble() < 0 || node.asDouble() > 1) {
        throw new BadInputException(
            "`protection` is a share between 0 and 1, or {frequency: N}; it is " + node + ".");
      }
      return new ProtectionSpec.Width(node.asDouble(), 0);
    }
    String text = node.isTextual() ? node.asText().replace(" ", "") : "";
    if (text.matches("frequency:[0-9]{1,9}")) {
      return new ProtectionSpec.Width(0.10, Long.parseLong(text.substring(10)));
    }
    if (!node.isObject()) {
      throw new BadInputException("`protection` is a share between 0 and 1, or {frequency: N}.");
    }
    known(node, Set.of("frequency", "share"), "the protection");
    double share = node.has("share") ? number(node, "share", -1e-9, 1) : 0.10;
    return new ProtectionSpec.Width(share, node.has("frequency") ? whole(node, "frequency", 0) : 0);
  }

  private static <E extends Enum<E>> E choice(
      JsonNode node, String key, Class<E> type, E otherwise) {
    Optional<String> given = text(node, key);
    if (given.isEmpty()) {
      return otherwise;
    }
    List<String> names = new ArrayList<>();
    for (E each : type.getEnumConstants()) {
      String name = each.name().toLowerCase(java.util.Locale.ROOT);
      names.add(name);
      if (name.equals(given.get())) {
        return each;
      }
    }
    throw new BadInputException(
        "`" + key + ": " + given.get() + "` is none of " + String.join(", ", names) + ".");
  }

  private static void known(JsonNode node, Set<String> keys, String where) {
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!keys.contains(name)) {
        throw new BadInputException(
            "`"
                + name
                + "` is not a key of "
                + where
                + ": there are "
                + String.join(", ", new TreeSet<>(keys))
                + ".");
      }
    }
  }

  private static Optional<String> text(JsonNode node, String key) {
    JsonNode value = node.get(key);
    if (value == null || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isValueNode() || value.asText().isBlank()) {
      throw new BadInputException("`" + key + "` must be one word.");
    }
    return Optional.of(value.asText());
  }

  private static List<String> texts(JsonNode node, String key) {
    List<String> texts = new ArrayList<>();
    JsonNode value = node.get(key);
    if (value != null && !value.isArray()) {
      throw new BadInputException("`" + key + "` must be a list of columns.");
    }
    if (value != null) {
      value.forEach(each -> texts.add(each.asText()));
    }
    return texts;
  }

  private static long whole(JsonNode node, String key, long least) {
    JsonNode value = node.get(key);
    if (value == null && least == 1) {
      return 1;
    }
    if (value == null
        || !value.canConvertToExactIntegral()
        || value.asLong() < Math.max(least, 1)) {
      throw new BadInputException("`" + key + "` must be a whole number of at least 1.");
    }
    return value.asLong();
  }

  private static double number(JsonNode node, String key, double above, double upTo) {
    JsonNode value = node.get(key);
    if (value == null
        || !value.isNumber()
        || value.asDouble() <= above
        || value.asDouble() > upTo) {
      throw new BadInputException(
          "`"
              + key
              + "` must be a number above "
              + Math.round(above)
              + " and up to "
              + Math.round(upTo)
              + ".");
    }
    return value.asDouble();
  }

  private static BadInputException missing(String key) {
    return new BadInputException("The specification has no `" + key + "`.");
  }
}
