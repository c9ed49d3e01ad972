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
          "zeros",
          "holdings",
          "absolute",
          "negative",
          "waivers",
          "apriori",
          "method",
          "coalition");

  private final Function<String, Hierarchy> hierarchies;
  private final Function<String, Path> files;

  /** Of a specification that names no file but hierarchies. */
  SpecReader(Function<String, Hierarchy> hierarchies) {
    this(
        hierarchies,
        name -> {
          throw new BadInputException(
              "The file \""
                  + name
                  + "\" cannot be named here: only a SPEC.yaml has files beside it.");
        });
  }

  SpecReader(Function<String, Hierarchy> hierarchies, Function<String, Path> files) {
    this.hierarchies = hierarchies;
    this.files = files;
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
      return new SpecReader(name -> Hierarchy.read(home.resolve(name)), home::resolve).parse(node);
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
    JsonNode contributions = node.get("contributors");
    boolean byLine = contributions != null && contributions.isObject();
    List<String> contributors = byLine ? List.of() : texts(node, "contributors");
    Optional<Respondents> respondents =
        byLine ? Optional.of(respondents(contributions, magnitude)) : Optional.empty();
    Optional<String> holdings = text(node, "holdings");
    Optional<String> absolute = text(node, "absolute");
    List<String> measures = texts(node, "measures");
    Policy policy = new PolicyReader(node.get("policy")).policy();
    Method method = MethodReader.parse(node, frequency, magnitude, measures, policy, defence(node));
    Set<String> columns = new HashSet<>();
    List<String> all = new ArrayList<>();
    dimensions.forEach(d -> all.add(d.column()));
    all.add(frequency);
    magnitude.ifPresent(all::add);
    all.addAll(contributors);
    all.addAll(measures);
    holdings.ifPresent(all::add);
    absolute.ifPresent(all::add);
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
    requireFit(policy, dimensions, node, respondents);
    if (absolute.isPresent() && contributors.isEmpty()) {
      throw new BadInputException("`absolute` goes with the columns of `contributors`.");
    }
    if (byLine && (holdings.isPresent() || !measures.isEmpty() && noFile(respondents))) {
      throw new BadInputException(
          "`contributors` line by line say who owns what themselves: leave `holdings` out, and"
              + " `measures` too unless the contributions have a `file` of their own.");
    }
    if (magnitude.isPresent() && !byLine && contributors.size() < policy.contributorsNeeded()) {
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
        method,
        holdings,
        absolute,
        flag(node, "negative"),
        respondents,
        new DecisionReader(dimensions, files).read(node));
  }

  private static Defence defence(JsonNode node) {
    String protect = text(node, "protect").orElse("suppress");
    if (!protect.equals("suppress") && (node.has("method") || node.has("coalition"))) {
      throw new BadInputException(
          "`method` and `coalition` go with `protect: suppress`, not with " + protect + ".");
    }
    JsonNode coalition = node.get("coalition");
    if (coalition != null && !coalition.isInt()) {
      throw new BadInputException("`coalition` is 0, 1 or 2 units: " + coalition + " is not.");
    }
    return new Defence(
        choice(node, "method", Defence.Search.class, Defence.USUAL.method()),
        coalition == null ? Defence.USUAL.coalition() : coalition.intValue());
  }

  private static boolean noFile(Optional<Respondents> respondents) {
    return respondents.flatMap(Respondents::file).isEmpty();
  }

  private Respondents respondents(JsonNode node, Optional<String> magnitude) {
    known(
        node,
        Set.of("file", "unit", "holding", "value", "weight", "request", "waiver"),
        "the contributors");
    return new Respondents(
        text(node, "file").map(files),
        text(node, "unit").orElseThrow(() -> missing("unit")),
        text(node, "holding"),
        text(node, "value").or(() -> magnitude),
        text(node, "weight"),
        text(node, "request"),
        text(node, "waiver"));
  }

  /** Rules that need what the table does not say. */
  private static void requireFit(
      Policy policy,
      List<ProtectionSpec.Dimension> dimensions,
      JsonNode node,
      Optional<Respondents> respondents) {
    if (policy.request().isPresent() && respondents.flatMap(Respondents::request).isEmpty()) {
      throw new BadInputException(
          "The request rule needs contributions line by line that say who asked: `contributors:"
              + " {file: F.csv, unit: U, value: V, request: R}`.");
    }
    if (policy.group().isPresent()) {
      String column = policy.group().get().dimension();
      if (dimensions.stream().noneMatch(d -> d.column().equals(column))) {
        throw new BadInputException(
            "The group rule names \"" + column + "\", which is no dimension.");
      }
      if (!"count".equals(text(node, "zeros").orElse(""))) {
        throw new BadInputException(
            "The group rule needs `zeros: count`: a category that nobody is in must be a zero that"
                + " can be hidden, or its absence tells.");
      }
    }
  }

  private static boolean flag(JsonNode node, String key) {
    JsonNode value = node.get(key);
    if (value != null && !value.isBoolean()) {
      throw new BadInputException("`" + key + "` is true or false.");
    }
    return value != null && value.asBoolean();
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
      known(each, Set.of("column", "hierarchy", "hierarchies", "ordered", "unlike"), "a dimension");
      String column = text(each, "column").orElseThrow(() -> missing("column"));
      dimensions.add(
          new ProtectionSpec.Dimension(
              column, hierarchy(each), flag(each, "ordered"), texts(each, "unlike")));
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

  static void known(JsonNode node, Set<String> keys, String where) {
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

  static Optional<String> text(JsonNode node, String key) {
    JsonNode value = node.get(key);
    if (value == null || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isValueNode() || value.asText().isBlank()) {
      throw new BadInputException("`" + key + "` must be one word.");
    }
    return Optional.of(value.asText());
  }

  static List<String> texts(JsonNode node, String key) {
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

  static long whole(JsonNode node, String key, long least) {
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

  static double number(JsonNode node, String key, double above, double upTo) {
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

  static BadInputException missing(String key) {
    return new BadInputException("The specification has no `" + key + "`.");
  }
}
