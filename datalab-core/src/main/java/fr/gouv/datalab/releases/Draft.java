package fr.gouv.datalab.releases;

import com.fasterxml.jackson.annotation.JsonIgnore;
import fr.gouv.datalab.refusals.BadDataException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What someone would like to release: protected tables, and what a reader must be told of them.
 * Texts are French, for a reader outside the datalab.
 *
 * @param title of the release
 * @param useCase the use case that made the tables
 * @param convention under which it was run
 * @param asOf the date that the data describe
 * @param author who ran it
 * @param purpose the question that was asked
 * @param sources which datasets were crossed
 * @param outputs the tables, in the order of the report
 * @param sentences the findings, each a paragraph
 * @param method how it was computed, each a paragraph
 * @param limits what the figures cannot say, each a paragraph
 * @param linkages how well sources without a common number were linked
 */
public record Draft(
    String title,
    String useCase,
    String convention,
    LocalDate asOf,
    String author,
    String purpose,
    List<Source> sources,
    List<Output> outputs,
    List<String> sentences,
    List<String> method,
    List<String> limits,
    List<Linkage> linkages) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]{0,63}");

  /**
   * Copies the lists.
   *
   * @throws BadDataException when it has no table, or two of one name
   */
  public Draft {
    Objects.requireNonNull(asOf, "asOf");
    for (String text : List.of(title, useCase, convention, author)) {
      if (text.isBlank()) {
        throw new BadDataException("A draft needs a title, a use case, a convention, an author.");
      }
    }
    sources = List.copyOf(sources);
    outputs = List.copyOf(outputs);
    sentences = List.copyOf(sentences);
    method = List.copyOf(method);
    limits = List.copyOf(limits);
    linkages = List.copyOf(linkages);
    Set<String> names = new HashSet<>();
    for (Output output : outputs) {
      if (!names.add(output.name())) {
        throw new BadDataException("Two tables of the draft are named " + output.name() + ".");
      }
    }
    if (outputs.isEmpty()) {
      throw new BadDataException("A draft without a table releases nothing: give it an output.");
    }
  }

  /** A draft of tables alone, to be completed by the {@code with...} methods. */
  public static Draft of(
      String title,
      String useCase,
      String convention,
      LocalDate asOf,
      String author,
      List<Output> outputs) {
    return new Draft(
        title,
        useCase,
        convention,
        asOf,
        author,
        "",
        List.of(),
        outputs,
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  /** The same, saying what was asked of which sources. */
  public Draft withQuestion(String question, List<Source> crossed) {
    return new Draft(
        title,
        useCase,
        convention,
        asOf,
        author,
        question,
        crossed,
        outputs,
        sentences,
        method,
        limits,
        linkages);
  }

  /** The same, with what the report says. */
  public Draft withTexts(
      List<String> findings, List<String> howComputed, List<String> whatItCannotSay) {
    return new Draft(
        title,
        useCase,
        convention,
        asOf,
        author,
        purpose,
        sources,
        outputs,
        findings,
        howComputed,
        whatItCannotSay,
        linkages);
  }

  /** The same, with the figures of its linkages. */
  public Draft withLinkages(List<Linkage> figures) {
    return new Draft(
        title,
        useCase,
        convention,
        asOf,
        author,
        purpose,
        sources,
        outputs,
        sentences,
        method,
        limits,
        figures);
  }

  /**
   * A dataset that was read.
   *
   * @param dataset its name: {@code dgfip.foyers_fiscaux}
   * @param title as its catalogue entry says it
   * @param producer who produces it
   */
  public record Source(String dataset, String title, String producer) {}

  /**
   * A protected table.
   *
   * @param name of its files in the package: letters, digits, underscore and hyphen
   * @param title as the report shows it
   * @param unit what a cell counts, in the plural: {@code foyers fiscaux}
   * @param population whom it counts
   * @param comparedWith the tables of the same source and date, public before, with which it was
   *     protected; as sentences name them
   * @param columns what its columns are; those not told are shown under their own names
   * @param folder where {@code published.csv}, {@code audit.csv} and {@code spec.yaml} are, with
   *     the hierarchies that the specification names; null once it was copied
   */
  public record Output(
      String name,
      String title,
      String unit,
      Population population,
      List<String> comparedWith,
      List<Column> columns,
      @JsonIgnore Path folder) {

    /** A table of which nothing was public before. */
    public Output(
        String name,
        String title,
        String unit,
        Population population,
        List<Column> columns,
        Path folder) {
      this(name, title, unit, population, List.of(), columns, folder);
    }

    /**
     * Copies the columns.
     *
     * @throws BadDataException when the name cannot name a file
     */
    public Output {
      Objects.requireNonNull(population, "population");
      comparedWith = List.copyOf(comparedWith);
      columns = List.copyOf(columns);
      if (!NAME.matcher(name).matches()) {
        throw new BadDataException(
            "A table's name is letters, digits, underscores and hyphens; `" + name + "` is not.");
      }
    }

    /** What is said of a column, if anything is. */
    public Column column(String column) {
      return columns.stream()
          .filter(c -> c.name().equals(column))
          .findFirst()
          .orElseGet(() -> new Column(column, column, "", false, Map.of(), ""));
    }
  }

  /**
   * Whom a table counts, as data, so that tables of one source can be compared.
   *
   * @param source dataset whose units are counted
   * @param filter codes kept, by characteristic; empty for everyone
   * @param cumulative whether the source only ever gains units
   */
  public record Population(String source, Map<String, List<String>> filter, boolean cumulative) {

    /** Sorts the filter: a draft is the same bytes each time. */
    public Population {
      Map<String, List<String>> sorted = new TreeMap<>();
      filter.forEach((column, codes) -> sorted.put(column, codes.stream().sorted().toList()));
      filter = Collections.unmodifiableMap(sorted);
    }

    /** Everyone of a dataset. */
    public static Population all(String source) {
      return new Population(source, Map.of(), false);
    }
  }

  /**
   * A column, for readers.
   *
   * @param name in {@code published.csv}
   * @param label as a report says it: {@code Décile de revenu}
   * @param unit of a figure: {@code foyers}, {@code EUR}; empty for a dimension
   * @param ordered whether the codes have an order of their own, as deciles do
   * @param codes labels of codes that no hierarchy tells
   * @param of for a figure that counts a part of another one: that figure's column, so that a
   *     report shows the share; empty else
   */
  public record Column(
      String name,
      String label,
      String unit,
      boolean ordered,
      Map<String, String> codes,
      String of) {

    /** Copies the labels. */
    public Column {
      codes = Map.copyOf(codes);
      of = of == null ? "" : of;
    }

    /** A column that is no part of another. */
    public Column(
        String name, String label, String unit, boolean ordered, Map<String, String> codes) {
      this(name, label, unit, ordered, codes, "");
    }
  }

  /**
   * How well two sources were linked. A share is between 0 and 1, or negative where it is not
   * known.
   *
   * @param left one source
   * @param right the other
   * @param pairs number of pairs that were kept
   * @param threshold match probability from which a pair is kept
   * @param precision share of the kept pairs that are true
   * @param recall share of the true pairs that are kept
   * @param basis how precision and recall are known: on truth, or estimated by the model
   */
  public record Linkage(
      String left,
      String right,
      long pairs,
      double threshold,
      double precision,
      double recall,
      String basis) {}
}
