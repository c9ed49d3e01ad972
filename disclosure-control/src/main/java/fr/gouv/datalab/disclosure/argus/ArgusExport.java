package fr.gouv.datalab.disclosure.argus;

import fr.gouv.datalab.disclosure.BadInputException;
import fr.gouv.datalab.disclosure.CellTable;
import fr.gouv.datalab.disclosure.Decision;
import fr.gouv.datalab.disclosure.Hierarchy;
import fr.gouv.datalab.disclosure.HrcFile;
import fr.gouv.datalab.disclosure.JudgedCell;
import fr.gouv.datalab.disclosure.ProtectionSpec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a table as tau-ARGUS reads it: {@code table.tab} with every margin and, as a status, what
 * this library's rules say; {@code table.rda}; an {@code .hrc} for each dimension of several
 * levels; {@code apriori.hst} with the costs and levels that were decided.
 */
public final class ArgusExport {

  private static final String SEPARATOR = ";";

  private final ProtectionSpec spec;
  private final CellTable table;

  /** A table that was read, not yet protected. */
  public ArgusExport(CellTable table) {
    this.spec = table.spec();
    this.table = table;
  }

  /**
   * The files, by name.
   *
   * @throws BadInputException for what tau-ARGUS has not: several hierarchies on a dimension, codes
   *     with quotes or separators in them
   */
  public Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("table.tab", tab());
    files.put("table.rda", rda(files));
    String decided = decided();
    if (!decided.isEmpty()) {
      files.put("apriori.hst", decided);
    }
    return files;
  }

  private String tab() {
    StringBuilder text = new StringBuilder();
    for (JudgedCell cell : table.judged()) {
      for (int d = 0; d < cell.codes().size(); d++) {
        text.append(quoted(cell.codes().get(d))).append(SEPARATOR);
      }
      List<BigDecimal> figures = new ArrayList<>(cell.figures());
      figures.addAll(cell.largest());
      for (BigDecimal figure : figures) {
        text.append(figure.toPlainString()).append(SEPARATOR);
      }
      text.append(cell.reason().isPrimary() ? 'u' : 's').append("\r\n");
    }
    return text.toString();
  }

  private static String quoted(String code) {
    if (code.contains("\"") || code.contains(SEPARATOR)) {
      throw new BadInputException(
          "The code \""
              + code
              + "\" cannot be written for tau-ARGUS: it has a quote or a"
              + " semicolon in it.");
    }
    return '"' + code + '"';
  }

  private String rda(Map<String, String> files) {
    StringBuilder text = new StringBuilder("<SEPARATOR> \"" + SEPARATOR + "\"\r\n");
    text.append("<SAFE> s\r\n<UNSAFE> u\r\n<PROTECT> p\r\n");
    for (int d = 0; d < spec.dimensions().size(); d++) {
      Hierarchy hierarchy = table.hierarchy(d);
      String column = word(spec.columns().get(d));
      text.append(column).append("\r\n  <RECODEABLE>\r\n  <TOTCODE> \"");
      text.append(hierarchy.code(0)).append("\"\r\n");
      if (hierarchy.levels() > 1) {
        String name = column + ".hrc";
        files.put(name, HrcFile.text(hierarchy, HrcFile.LEAD));
        text.append("  <HIERARCHICAL>\r\n  <HIERCODELIST> \"").append(name);
        text.append("\"\r\n  <HIERLEADSTRING> \"").append(HrcFile.LEAD).append("\"\r\n");
      }
    }
    List<String> figures = spec.figures();
    for (int f = 0; f < figures.size(); f++) {
      text.append(word(figures.get(f))).append("\r\n");
      text.append(f == 0 ? "  <FREQUENCY>\r\n" : "  <NUMERIC>\r\n");
      if (f > 0) {
        text.append("  <DECIMALS> ").append(table.decimals(f)).append("\r\n");
      }
    }
    for (int k = 1; k <= table.places(); k++) {
      text.append("Top").append(k).append("\r\n  <MAXSCORE>\r\n");
    }
    return text.append("Status\r\n  <STATUS>\r\n").toString();
  }

  private static String word(String column) {
    if (column.isBlank() || column.chars().anyMatch(Character::isWhitespace)) {
      throw new BadInputException(
          "The column \""
              + column
              + "\" cannot be written for tau-ARGUS: rename it without spaces.");
    }
    return column;
  }

  private String decided() {
    StringBuilder text = new StringBuilder();
    for (Decision each : spec.decisions()) {
      String letter =
          switch (each.kind()) {
            case COST -> "c;" + plain(each.lower());
            case LEVEL -> "pl;" + plain(each.lower()) + ";" + plain(each.upper());
            case KEPT -> "p";
            case HIDDEN -> "u";
            case WAIVED -> "s";
          };
      each.codes().forEach(code -> text.append(quoted(code)).append(SEPARATOR));
      text.append(letter).append("\r\n");
    }
    return text.toString();
  }

  private static String plain(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }
}
