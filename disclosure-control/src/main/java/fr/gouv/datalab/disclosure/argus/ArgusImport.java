package fr.gouv.datalab.disclosure.argus;

import fr.gouv.datalab.disclosure.BadInputException;
import fr.gouv.datalab.disclosure.CsvText;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Turns a table of tau-ARGUS into this library's files: {@code table.csv}, {@code spec.yaml}, one
 * hierarchy for each dimension and, where lines have a status, a cost or levels of protection,
 * {@code apriori.hst}. With the statuses of a protected table, {@code published.csv} instead, to be
 * audited.
 */
public final class ArgusImport {

  /** Statuses of cells without units. */
  private static final Set<String> EMPTY = Set.of("e", "z", "-");

  private final ArgusTable table;
  private final List<RdaFile.Variable> figures = new ArrayList<>();
  private final Optional<String> frequency;
  private final Optional<String> magnitude;
  private final List<String> contributors;
  private final Map<String, Integer> place = new LinkedHashMap<>();

  /**
   * @throws BadInputException when no column is a figure
   */
  public ArgusImport(ArgusTable table) {
    this.table = table;
    int at = table.dimensions().size();
    for (RdaFile.Variable each : table.variables()) {
      place.put(each.name(), at++);
    }
    Optional<String> counts = named("FREQUENCY");
    Optional<String> sum =
        table.variables().stream()
            .filter(v -> v.has("NUMERIC"))
            .filter(v -> !v.has("SHADOW") && !v.has("COST") && !v.has("COSTVAR"))
            .filter(v -> !v.has("LOWERPL") && !v.has("UPPERPL"))
            .map(RdaFile.Variable::name)
            .findFirst();
    if (counts.isEmpty() && sum.isEmpty()) {
      throw new BadInputException(
          "The metadata has no figure: no column is <NUMERIC> or <FREQUENCY>.");
    }
    this.frequency = counts.isPresent() ? counts : sum;
    this.magnitude = counts.isPresent() ? sum : Optional.empty();
    this.contributors =
        magnitude.isEmpty()
            ? List.of()
            : table.variables().stream()
                .filter(v -> v.has("MAXSCORE"))
                .map(RdaFile.Variable::name)
                .toList();
    table.variables().stream().filter(v -> written().contains(v.name())).forEach(figures::add);
  }

  private Optional<String> named(String property) {
    return table.variables().stream()
        .filter(v -> v.has(property))
        .map(RdaFile.Variable::name)
        .findFirst();
  }

  private List<String> written() {
    List<String> columns = new ArrayList<>(List.of(frequency.orElseThrow()));
    magnitude.ifPresent(columns::add);
    columns.addAll(contributors);
    return columns;
  }

  /**
   * The files, by name.
   *
   * @param policy the policy of the specification; none: what statuses say, or what the figures ask
   */
  public Map<String, String> files(Optional<String> policy) {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("table.csv", table(false));
    String decisions = decisions();
    files.put("spec.yaml", spec(policy, !decisions.isEmpty()));
    hierarchies(files);
    if (!decisions.isEmpty()) {
      files.put("apriori.hst", decisions);
    }
    return files;
  }

  /**
   * The files of a table that tau-ARGUS has protected: cells of any status but safe and protected
   * are hidden.
   *
   * @throws BadInputException when no column is a status
   */
  public Map<String, String> published(Optional<String> policy) {
    if (named("STATUS").isEmpty()) {
      throw new BadInputException(
          "The metadata has no <STATUS>: which cells tau-ARGUS hides is not said.");
    }
    Map<String, String> files = new LinkedHashMap<>();
    files.put("published.csv", table(true));
    files.put("spec.yaml", spec(policy, false));
    hierarchies(files);
    return files;
  }

  private String table(boolean published) {
    List<String> columns =
        published ? written().subList(0, magnitude.isPresent() ? 2 : 1) : written();
    List<String> header = new ArrayList<>(table.dimensions().keySet());
    header.addAll(columns);
    if (published) {
      header.add("status");
    }
    StringBuilder text = new StringBuilder(CsvText.line(header));
    for (int i = 0; i < table.rows().size(); i++) {
      List<String> row = table.rows().get(i);
      if (named("STATUS").isPresent() && EMPTY.contains(status(row))) {
        continue;
      }
      boolean hidden = published && isHidden(row);
      List<String> fields = new ArrayList<>(row.subList(0, table.dimensions().size()));
      for (String column : columns) {
        fields.add(hidden ? "" : number(row, column, i));
      }
      if (published) {
        fields.add(hidden ? "c" : "v");
      }
      text.append(CsvText.line(fields));
    }
    return text.toString();
  }

  private String number(List<String> row, String column, int i) {
    String given = row.get(place.get(column));
    String text = given.replace(" ", "").replace(',', '.');
    if (text.isEmpty() && contributors.contains(column)) {
      return "";
    }
    try {
      return new BigDecimal(text).stripTrailingZeros().toPlainString();
    } catch (NumberFormatException e) {
      throw new BadInputException(
          "Line " + (i + 1) + " of the table: the " + column + " \"" + given + "\" is no number.",
          e);
    }
  }

  private boolean isHidden(List<String> row) {
    String status = status(row);
    return !status.equals(word("SAFE"))
        && !status.equals(word("PROTECT"))
        && !EMPTY.contains(status);
  }

  private String status(List<String> row) {
    return row.get(place.get(named("STATUS").orElseThrow())).toLowerCase(Locale.ROOT);
  }

  private String word(String property) {
    return table.metadata().status(property).toLowerCase(Locale.ROOT);
  }

  private String decisions() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < table.rows().size(); i++) {
      List<String> row = table.rows().get(i);
      if (named("STATUS").isPresent() && EMPTY.contains(status(row))) {
        continue;
      }
      String cell = cell(row);
      if (named("STATUS").isPresent()) {
        String status = status(row);
        if (status.equals(word("UNSAFE")) || status.equals(word("PROTECT"))) {
          text.append(cell).append(status.equals(word("UNSAFE")) ? "u" : "p").append("\r\n");
        }
      }
      Optional<String> cost = named("COSTVAR").or(() -> named("COST"));
      if (cost.isPresent()) {
        text.append(cell).append("c;").append(number(row, cost.get(), i)).append("\r\n");
      }
      boolean may = named("STATUS").isEmpty() || isHidden(row);
      if (may && named("LOWERPL").isPresent() && named("UPPERPL").isPresent()) {
        text.append(cell)
            .append("pl;")
            .append(number(row, named("LOWERPL").get(), i))
            .append(';')
            .append(number(row, named("UPPERPL").get(), i))
            .append("\r\n");
      }
    }
    return text.toString();
  }

  private String cell(List<String> row) {
    StringBuilder cell = new StringBuilder();
    for (int d = 0; d < table.dimensions().size(); d++) {
      cell.append('"').append(row.get(d)).append("\";");
    }
    return cell.toString();
  }

  private void hierarchies(Map<String, String> files) {
    table.dimensions().forEach((name, tree) -> files.put(file(name), HierarchyText.of(tree)));
  }

  private static String file(String dimension) {
    return dimension.replaceAll("[^\\p{L}\\p{N}_-]", "_") + ".csv";
  }

  private String spec(Optional<String> policy, boolean decided) {
    StringBuilder yaml = new StringBuilder("dimensions:\n");
    for (String name : table.dimensions().keySet()) {
      yaml.append("  - {column: ").append(quoted(name));
      yaml.append(", hierarchy: ").append(quoted(file(name))).append("}\n");
    }
    yaml.append("frequency: ").append(quoted(frequency.orElseThrow())).append('\n');
    magnitude.ifPresent(name -> yaml.append("magnitude: ").append(quoted(name)).append('\n'));
    if (!contributors.isEmpty()) {
      yaml.append("contributors: [");
      yaml.append(String.join(", ", contributors.stream().map(ArgusImport::quoted).toList()));
      yaml.append("]\ncost: magnitude\n");
    }
    boolean statuses = named("STATUS").isPresent();
    yaml.append("policy: ")
        .append(
            policy.orElse(
                statuses
                    ? "{minimumFrequency: 1} # statuses say what is hidden"
                    : contributors.isEmpty() ? "{minimumFrequency: 3}" : "entreprises"))
        .append('\n');
    if (decided) {
      yaml.append("apriori: apriori.hst\n");
    }
    return yaml.toString();
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
