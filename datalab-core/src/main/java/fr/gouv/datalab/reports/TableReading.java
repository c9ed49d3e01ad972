package fr.gouv.datalab.reports;

import fr.gouv.datalab.releases.CodeList;
import fr.gouv.datalab.releases.Draft;
import fr.gouv.datalab.releases.PublishedTable;
import fr.gouv.datalab.releases.TableSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/** A published table as a reader looks at it: totals, one dimension at a time, two crossed. */
final class TableReading {
  static final String ALL = "Ensemble";

  private final Draft.Output output;
  private final PublishedTable table;

  TableReading(Draft.Output output, PublishedTable table) {
    this.output = output;
    this.table = table;
  }

  Draft.Output output() {
    return output;
  }

  PublishedTable table() {
    return table;
  }

  List<String> dimensions() {
    return table.spec().dimensions().stream().map(TableSpec.Dimension::column).toList();
  }

  /** What is counted, in the plural. */
  String unit() {
    return French.plural(output.unit());
  }

  /** A figure as it is read, or that it is hidden. */
  static String figure(OptionalDouble value) {
    return value.isPresent() ? French.number(value.getAsDouble()) : "masqué";
  }

  /** The share of the whole, in brackets; nothing where one of the two is hidden. */
  String ofTotal(OptionalDouble value) {
    OptionalDouble total = total();
    return value.isPresent() && total.isPresent() && total.getAsDouble() > 0
        ? " (" + French.percent(value.getAsDouble() / total.getAsDouble()) + ")"
        : "";
  }

  /** What a code means. */
  String label(String dimension, String code) {
    CodeList codes = table.codes(dimension);
    if (code.equals(codes.root()) && code.equals(CodeList.TOTAL)) {
      return ALL;
    }
    String told = output.column(dimension).codes().get(code);
    return told != null ? told : codes.label(code).orElse(code);
  }

  /** The table's frequency over everything. */
  OptionalDouble total() {
    return at(roots());
  }

  /** The frequency where one dimension has a code and the others their totals. */
  OptionalDouble at(String dimension, String code) {
    List<String> codes = roots();
    codes.set(dimensions().indexOf(dimension), code);
    return at(codes);
  }

  /** The frequency where two dimensions have codes and the others their totals. */
  OptionalDouble at(String first, String code, String second, String other) {
    List<String> codes = roots();
    codes.set(dimensions().indexOf(first), code);
    codes.set(dimensions().indexOf(second), other);
    return at(codes);
  }

  private OptionalDouble at(List<String> codes) {
    return table.cell(codes).map(PublishedTable.Cell::frequency).orElse(OptionalDouble.empty());
  }

  private List<String> roots() {
    List<String> roots = new ArrayList<>();
    dimensions().forEach(dimension -> roots.add(table.codes(dimension).root()));
    return roots;
  }

  /** A figure where one dimension has a code and the others their totals. */
  OptionalDouble figure(String figure, String dimension, String code) {
    List<String> codes = roots();
    codes.set(dimensions().indexOf(dimension), code);
    return figure(figure, codes);
  }

  /** A figure over everything. */
  OptionalDouble figure(String figure) {
    return figure(figure, roots());
  }

  private OptionalDouble figure(String figure, List<String> codes) {
    int at = table.spec().figures().indexOf(figure);
    return table
        .cell(codes)
        .filter(PublishedTable.Cell::published)
        .map(cell -> OptionalDouble.of(Double.parseDouble(cell.figures().get(at))))
        .orElse(OptionalDouble.empty());
  }

  /** The share that a figure is of the one it is a part of, if it is of one. */
  OptionalDouble share(String figure, String dimension, String code) {
    return share(
        figure(figure, dimension, code),
        isShare(figure) ? figure(whole(figure), dimension, code) : OptionalDouble.empty());
  }

  /** The same over everything. */
  OptionalDouble share(String figure) {
    return share(figure(figure), isShare(figure) ? figure(whole(figure)) : OptionalDouble.empty());
  }

  private static OptionalDouble share(OptionalDouble part, OptionalDouble whole) {
    return part.isPresent() && whole.isPresent() && whole.getAsDouble() > 0
        ? OptionalDouble.of(part.getAsDouble() / whole.getAsDouble())
        : OptionalDouble.empty();
  }

  /** Whether a figure counts a part of another one of the table. */
  boolean isShare(String figure) {
    return table.spec().figures().contains(whole(figure));
  }

  /** The column of which a figure counts a part. */
  String whole(String figure) {
    return output.column(figure).of();
  }

  /** Codes in the order of a chart: their own where they have one, else the largest first. */
  List<String> sorted(String dimension, List<String> codes) {
    Comparator<String> own = Comparator.naturalOrder();
    Comparator<String> largest =
        Comparator.comparingDouble((String code) -> -at(dimension, code).orElse(-1))
            .thenComparing(own);
    return codes.stream().sorted(output.column(dimension).ordered() ? own : largest).toList();
  }

  /** The finest published cells, the largest first. */
  List<PublishedTable.Cell> largest(int most) {
    List<List<String>> leaves = new ArrayList<>();
    dimensions().forEach(dimension -> leaves.add(table.codes(dimension).leaves()));
    return table.cells().stream()
        .filter(PublishedTable.Cell::published)
        .filter(cell -> finest(cell, leaves))
        .sorted(
            Comparator.comparingDouble((PublishedTable.Cell cell) -> -cell.frequency().orElse(0))
                .thenComparing(PublishedTable.Cell::name))
        .limit(most)
        .toList();
  }

  private static boolean finest(PublishedTable.Cell cell, List<List<String>> leaves) {
    for (int i = 0; i < leaves.size(); i++) {
      if (!leaves.get(i).contains(cell.codes().get(i))) {
        return false;
      }
    }
    return true;
  }
}
