package fr.gouv.datalab.usecases;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import fr.gouv.datalab.refusals.BadDataException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code usecase.yaml} and the SQL files it names, refusing what it does not know. */
public final class UseCaseReader {
  private static final ObjectMapper YAML =
      JsonMapper.builder(
              YAMLFactory.builder()
                  .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private record File(
      String useCase,
      String title,
      String purpose,
      String protectedUnit,
      Map<String, List<String>> inputs,
      Map<String, String> reference,
      List<StepEntry> steps,
      List<OutputEntry> outputs,
      Map<String, List<String>> report,
      MailingReader.Entry mailing) {}

  record StepEntry(String view, String sql, LinkEntry link, ExpectedEntry expected) {}

  record LinkEntry(String left, String right, Double threshold) {}

  record ExpectedEntry(String from, String outcome, String among, List<String> features) {}

  record OutputEntry(
      String name,
      String title,
      String from,
      String unit,
      PopulationEntry population,
      Map<String, String> hierarchies,
      String register,
      Map<String, ColumnEntry> columns,
      JsonNode spec) {}

  record ColumnEntry(String label, String unit, Boolean ordered, Map<String, String> codes) {}

  record PopulationEntry(String source, Map<String, List<String>> filter, boolean cumulative) {}

  private final UseCaseFolder folder;
  private final String id;
  private final Set<String> views = new HashSet<>();
  private final Set<String> inputs = new HashSet<>();

  private UseCaseReader(UseCaseFolder folder, String id) {
    this.folder = folder;
    this.id = id;
  }

  /**
   * @throws BadDataException when there is no such use case, or its folder does not say what it
   *     must
   */
  public static UseCase read(UseCaseFolder folder, String id) {
    return new UseCaseReader(folder, id).read();
  }

  private UseCase read() {
    String text =
        folder.exists()
            ? text("usecase.yaml")
            : fail("there is none; put its folder in the home's usecases/, or check its name");
    File file;
    try {
      file = YAML.readValue(text, File.class);
    } catch (JsonProcessingException e) {
      return fail(
          e.getOriginalMessage()
              + (e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")"));
    }
    require(id.equals(file.useCase), "'useCase' must be the folder's name, " + id);
    inputs.addAll(given(file.inputs, "inputs").keySet());
    return new UseCase(
        id,
        given(file.title, "title"),
        given(file.purpose, "purpose"),
        given(file.protectedUnit, "protectedUnit"),
        given(file.inputs, "inputs"),
        orEmpty(file.reference),
        steps(given(file.steps, "steps")),
        outputs(given(file.outputs, "outputs")),
        orEmpty(file.report),
        Optional.ofNullable(file.mailing).map(new MailingReader(this)::read));
  }

  List<Step> steps(List<StepEntry> entries) {
    List<Step> steps = new ArrayList<>();
    for (StepEntry entry : entries) {
      String view = given(entry.view, "view of a step");
      require(view.matches("[a-z][a-z0-9_]*"), "'" + view + "' is not a name for a view");
      require(views.add(view), "two steps make the view " + view);
      long kinds =
          java.util.stream.Stream.of(entry.sql, entry.link, entry.expected)
              .filter(x -> x != null)
              .count();
      require(
          kinds == 1, "the step " + view + " must have exactly one of 'sql', 'link', 'expected'");
      steps.add(step(view, entry));
    }
    return steps;
  }

  private Step step(String view, StepEntry entry) {
    if (entry.sql != null) {
      return new Step.Sql(view, text(entry.sql));
    }
    if (entry.link != null) {
      double threshold = entry.link.threshold == null ? 0.9 : entry.link.threshold;
      require(
          threshold > 0 && threshold < 1, "the threshold of " + view + " must be between 0 and 1");
      return new Step.Link(
          view, given(entry.link.left, "left"), given(entry.link.right, "right"), threshold);
    }
    return new Step.Expected(
        view,
        given(entry.expected.from, "from"),
        given(entry.expected.outcome, "outcome"),
        given(entry.expected.among, "among"),
        given(entry.expected.features, "features"));
  }

  private List<Output> outputs(List<OutputEntry> entries) {
    List<Output> outputs = new ArrayList<>();
    entries.forEach(entry -> outputs.add(output(entry)));
    require(!outputs.isEmpty(), "'outputs' is empty: nothing would leave");
    return outputs;
  }

  Output output(OutputEntry entry) {
    String name = given(entry.name, "name of an output");
    require(name.matches("[a-z][a-z0-9_]*"), "'" + name + "' is not a name for a table");
    PopulationEntry population = given(entry.population, "population of " + name);
    require(
        inputs.contains(given(population.source, "source of " + name)),
        "the source of "
            + name
            + ", "
            + population.source
            + ", is none of its inputs: tables are compared with those of the same source, so it is"
            + " the dataset whose units are counted");
    return new Output(
        name,
        given(entry.title, "title of " + name),
        given(entry.from, "from of " + name),
        Optional.ofNullable(entry.unit),
        new Population(population.source, orEmpty(population.filter), population.cumulative),
        orEmpty(entry.hierarchies),
        Optional.ofNullable(entry.register),
        columns(entry.columns),
        spec(given(entry.spec, "spec of " + name)));
  }

  private static List<Output.Column> columns(Map<String, ColumnEntry> entries) {
    List<Output.Column> columns = new ArrayList<>();
    orEmpty(entries)
        .forEach(
            (name, entry) ->
                columns.add(
                    new Output.Column(
                        name,
                        entry.label == null ? name : entry.label,
                        entry.unit == null ? "" : entry.unit,
                        Boolean.TRUE.equals(entry.ordered),
                        orEmpty(entry.codes))));
    return columns;
  }

  private String spec(JsonNode node) {
    try {
      return YAML.writeValueAsString(node).replaceFirst("^---\\s*", "");
    } catch (JsonProcessingException e) {
      return fail(e.getOriginalMessage());
    }
  }

  private String text(String file) {
    return folder.text(file).orElseGet(() -> fail("the file " + file + " is missing"));
  }

  <T> T given(T value, String key) {
    require(value != null, "'" + key + "' is missing");
    return value;
  }

  private static <V> Map<String, V> orEmpty(Map<String, V> map) {
    return map == null ? Map.of() : map;
  }

  void require(boolean condition, String sentence) {
    if (!condition) {
      fail(sentence);
    }
  }

  private <T> T fail(String sentence) {
    throw new BadDataException("Use case " + id + ": " + sentence + ".");
  }
}
