package fr.gouv.datalab.disclosure;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a table is and how it is protected: {@code SPEC.yaml}.
 *
 * @param dimensions the dimensions, in the order of the published columns
 * @param frequency the column of the number of units
 * @param magnitude the column of the published sum, when there is one
 * @param contributors columns of the largest contributions to the magnitude, largest first
 * @param measures further columns of counts, or of expected counts with up to six decimals, summed
 *     over margins and shown where the cell is
 * @param policy the primary rules
 * @param width the interval that a hidden figure keeps
 * @param intervals whose interval is held: every hidden cell's, or those of primary cells only
 * @param cost what suppression tries to keep
 * @param zeros what an absent finest cell means
 * @param method how it is protected
 * @param holdings the column of the number of holders, when units of one owner count as one and the
 *     table says how many there are
 * @param absolute the column of the sum of contributions in absolute value, when some are negative
 * @param negative whether everyone knows that the magnitude may be negative
 * @param respondents where contributions are, line by line, when the table does not say the largest
 * @param decisions what was decided of single cells
 */
public record ProtectionSpec(
    List<Dimension> dimensions,
    String frequency,
    Optional<String> magnitude,
    List<String> contributors,
    List<String> measures,
    Policy policy,
    Width width,
    Intervals intervals,
    Cost cost,
    Zeros zeros,
    Method method,
    Optional<String> holdings,
    Optional<String> absolute,
    boolean negative,
    Optional<Respondents> respondents,
    List<Decision> decisions) {

  /**
   * One dimension.
   *
   * @param column its column
   * @param hierarchy its codes; none: all codes found, under {@link Hierarchy#TOTAL}
   * @param ordered whether codes that follow one another may be merged
   * @param unlike columns of other tables that are other characteristics, although they may look
   *     the same by their figures
   */
  public record Dimension(
      String column, Optional<Hierarchy> hierarchy, boolean ordered, List<String> unlike) {

    public Dimension {
      unlike = List.copyOf(unlike);
    }

    /** A dimension that looks like no other. */
    public Dimension(String column, Optional<Hierarchy> hierarchy, boolean ordered) {
      this(column, hierarchy, ordered, List.of());
    }

    /** A dimension whose codes come in no order. */
    public Dimension(String column, Optional<Hierarchy> hierarchy) {
      this(column, hierarchy, false);
    }
  }

  /** By suppression, of a table that says its own contributions, without decisions. */
  public ProtectionSpec(
      List<Dimension> dimensions,
      String frequency,
      Optional<String> magnitude,
      List<String> contributors,
      List<String> measures,
      Policy policy,
      Width width,
      Intervals intervals,
      Cost cost,
      Zeros zeros) {
    this(
        dimensions,
        frequency,
        magnitude,
        contributors,
        measures,
        policy,
        width,
        intervals,
        cost,
        zeros,
        new Method.Suppress(),
        Optional.empty(),
        Optional.empty(),
        false,
        Optional.empty(),
        List.of());
  }

  /**
   * The half-width that a hidden figure must keep on each side, never less than one unit of its
   * last decimal. Below, zero is enough where figures cannot be negative.
   *
   * @param share of the figure's own value
   * @param frequency in units, for counts, instead of the share; 0 when not given
   */
  public record Width(double share, long frequency) {}

  /**
   * Whose interval is held. No hidden cell may be inferred exactly, whatever is chosen; see
   * decision 0005.
   */
  public enum Intervals {
    ALL,
    PRIMARY
  }

  /** What suppression tries to keep. */
  public enum Cost {
    CELLS,
    FREQUENCY,
    MAGNITUDE
  }

  /** What an absent finest cell means: known to be impossible, or a count of zero. */
  public enum Zeros {
    STRUCTURAL,
    COUNT
  }

  public ProtectionSpec {
    dimensions = List.copyOf(dimensions);
    contributors = List.copyOf(contributors);
    measures = List.copyOf(measures);
    decisions = List.copyOf(decisions);
  }

  /**
   * Reads a specification; the hierarchies' paths are relative to it.
   *
   * @throws BadInputException naming the file and the key
   */
  public static ProtectionSpec read(Path file) {
    return SpecReader.read(file);
  }

  /**
   * The same, from a document already read.
   *
   * @param hierarchies gives the hierarchy that a name stands for
   * @throws BadInputException naming the key
   */
  public static ProtectionSpec parse(JsonNode node, Function<String, Hierarchy> hierarchies) {
    return new SpecReader(hierarchies).parse(node);
  }

  /** A specification with every default: frequencies alone, primary cells within 10 %. */
  public static ProtectionSpec of(Policy policy, String frequency, List<Dimension> dimensions) {
    return new ProtectionSpec(
        dimensions,
        frequency,
        Optional.empty(),
        List.of(),
        List.of(),
        policy,
        new Width(0.10, 0),
        Intervals.PRIMARY,
        Cost.FREQUENCY,
        Zeros.STRUCTURAL);
  }

  /** The names of the dimensions' columns. */
  public List<String> columns() {
    return dimensions.stream().map(Dimension::column).toList();
  }

  /**
   * The figures that cells carry: the frequency, the magnitude when there is one, the measures, and
   * the key of cell-key perturbation, which is not published.
   */
  public List<String> figures() {
    List<String> figures = new ArrayList<>(List.of(frequency));
    magnitude.ifPresent(figures::add);
    figures.addAll(measures);
    if (method instanceof Method.CellKeys keys) {
      figures.add(keys.key());
    }
    return figures;
  }

  /** The figures that readers get: all but the key of cell-key perturbation. */
  public List<String> shown() {
    List<String> shown = new ArrayList<>(figures());
    if (method instanceof Method.CellKeys keys) {
      shown.remove(keys.key());
    }
    return shown;
  }

  /** Whether figures are changed rather than hidden. */
  public boolean isChanged() {
    return !(method instanceof Method.Suppress);
  }

  boolean isMagnitude(int figure) {
    return magnitude.isPresent() && figure == 1;
  }

  /** The figure whose value and interval the audit shows first. */
  int mainFigure() {
    return magnitude.isPresent() ? 1 : 0;
  }

  /** The same, holding the intervals of other cells. */
  public ProtectionSpec withIntervals(Intervals other) {
    return new ProtectionSpec(
        dimensions,
        frequency,
        magnitude,
        contributors,
        measures,
        policy,
        width,
        other,
        cost,
        zeros,
        method,
        holdings,
        absolute,
        negative,
        respondents,
        decisions);
  }

  /** The same, with other intervals to keep. */
  public ProtectionSpec with(Width other) {
    return new ProtectionSpec(
        dimensions,
        frequency,
        magnitude,
        contributors,
        measures,
        policy,
        other,
        intervals,
        cost,
        zeros,
        method,
        holdings,
        absolute,
        negative,
        respondents,
        decisions);
  }

  /** How cells are hidden, and against whom. */
  Defence defence() {
    return method instanceof Method.Suppress suppress ? suppress.defence() : Defence.USUAL;
  }

  /** The same, hiding cells in another way. */
  public ProtectionSpec with(Defence other) {
    return new ProtectionSpec(
        dimensions,
        frequency,
        magnitude,
        contributors,
        measures,
        policy,
        width,
        intervals,
        cost,
        zeros,
        new Method.Suppress(other),
        holdings,
        absolute,
        negative,
        respondents,
        decisions);
  }

  /** The same rules over other dimensions, without decisions on single cells. */
  ProtectionSpec over(List<Dimension> others) {
    return new ProtectionSpec(
        others,
        frequency,
        magnitude,
        contributors,
        measures,
        policy,
        width,
        intervals,
        cost,
        zeros,
        method,
        holdings,
        absolute,
        negative,
        respondents,
        List.of());
  }

  /** How many of the largest contributions are kept of each cell. */
  int places() {
    return Math.max(policy.contributorsNeeded(), contributors.size());
  }
}
