package fr.gouv.datalab.bridge.releases;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import fr.gouv.datalab.bridge.queries.InvalidQueryException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What comes with a table that someone would like to release, as a JSON document. Texts are French,
 * for a reader outside the datalab.
 *
 * @param title of the table and of the release
 * @param query the SQL that made the table, without parameters: it is run again, and the table must
 *     be what it gives
 * @param asOf the date that the data describe, {@code yyyy-mm-dd}; empty for the day of the
 *     source's last delivery
 * @param unit what a cell counts, in the plural: {@code stagiaires}
 * @param population whom the table counts
 * @param spec the protection specification, as {@code docs/reference/disclosure-spec.md} says it
 * @param hierarchies the text of each file that the specification names: {@code code,parent,label}
 * @param columns what the columns are, for readers
 * @param purpose the question that was asked
 * @param findings each a paragraph
 * @param method how it was computed, each a paragraph
 * @param limits what the figures cannot say, each a paragraph
 * @param submit whether the draft goes to the reviewers at once
 * @param comment to the reviewers
 */
public record ReleaseRequest(
    String title,
    String query,
    String asOf,
    String unit,
    Population population,
    JsonNode spec,
    Map<String, String> hierarchies,
    Map<String, Column> columns,
    String purpose,
    List<String> findings,
    List<String> method,
    List<String> limits,
    boolean submit,
    String comment) {

  /**
   * Whom the table counts.
   *
   * @param source one of the tables that the query reads
   * @param filter codes kept, by characteristic; empty for everyone
   * @param cumulative whether the source only ever gains units
   */
  public record Population(String source, Map<String, List<String>> filter, boolean cumulative) {
    /** Copies the filter. */
    public Population {
      filter = filter == null ? Map.of() : Map.copyOf(filter);
    }
  }

  /**
   * A column, for readers.
   *
   * @param label as a report says it
   * @param unit of a figure; empty for a dimension
   * @param ordered whether the codes have an order of their own
   * @param codes labels of codes that no hierarchy tells
   */
  public record Column(String label, String unit, boolean ordered, Map<String, String> codes) {
    /** Copies the labels. */
    public Column {
      unit = unit == null ? "" : unit;
      codes = codes == null ? Map.of() : Map.copyOf(codes);
    }
  }

  private static final Pattern FILE = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_.-]{0,63}");

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .build();

  /**
   * Copies what it is given.
   *
   * @throws InvalidQueryException naming what is missing, or is not what it must be
   */
  public ReleaseRequest {
    required("title", title);
    required("query", query);
    required("unit", unit);
    if (population == null || population.source() == null) {
      throw missing("population: {source: TABLE}");
    }
    if (spec == null || !spec.isObject()) {
      throw missing("spec");
    }
    asOf = asOf == null ? "" : asOf;
    hierarchies = hierarchies == null ? Map.of() : Map.copyOf(hierarchies);
    columns = columns == null ? Map.of() : Map.copyOf(columns);
    purpose = purpose == null ? "" : purpose;
    findings = findings == null ? List.of() : List.copyOf(findings);
    method = method == null ? List.of() : List.copyOf(method);
    limits = limits == null ? List.of() : List.copyOf(limits);
    comment = comment == null ? "" : comment;
    dated(asOf);
    for (String file : hierarchies.keySet()) {
      if (!FILE.matcher(file).matches()) {
        throw new InvalidQueryException(
            "A hierarchy is named by a file name alone, such as territoire.csv: `"
                + file
                + "` is not one.");
      }
    }
  }

  /**
   * Reads the document; a key that is not known is an error.
   *
   * @throws InvalidQueryException naming the key at fault
   */
  public static ReleaseRequest read(String json) {
    try {
      return JSON.readValue(json, ReleaseRequest.class);
    } catch (JsonProcessingException e) {
      if (e.getCause() instanceof InvalidQueryException known) {
        throw known;
      }
      throw new InvalidQueryException(
          "The release's document cannot be read: "
              + e.getOriginalMessage().lines().findFirst().orElse("")
              + ".");
    }
  }

  /** The date that the data describe, if it was said. */
  public Optional<LocalDate> date() {
    return dated(asOf);
  }

  private static Optional<LocalDate> dated(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(text));
    } catch (DateTimeParseException e) {
      throw new InvalidQueryException(
          "`asOf` is a date, such as 2026-01-31: `" + text + "` is not.");
    }
  }

  private static void required(String key, String value) {
    if (value == null || value.isBlank()) {
      throw missing(key);
    }
  }

  private static InvalidQueryException missing(String key) {
    return new InvalidQueryException("The release's document has no `" + key + "`: give it one.");
  }
}
