package fr.gouv.datalab.disclosure;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** The text of {@code published.csv} and {@code audit.csv}. */
final class TableFiles {

  private TableFiles() {}

  static String published(ProtectedTable table) {
    ProtectionSpec spec = table.spec();
    List<String> header = new ArrayList<>(spec.columns());
    header.addAll(spec.figures());
    header.add("status");
    StringBuilder text = new StringBuilder();
    line(text, header);
    for (int cell = 0; cell < table.lattice().size(); cell++) {
      boolean hidden = table.pattern().isHidden(cell);
      List<String> fields = new ArrayList<>(table.lattice().codesOf(cell));
      for (int f = 0; f < spec.figures().size(); f++) {
        fields.add(hidden ? "" : plain(table.number(f, cell)));
      }
      fields.add(hidden ? "c" : "v");
      line(text, fields);
    }
    return text.toString();
  }

  /**
   * {@code value, lower, upper} are of the magnitude where there is one, else of the frequency; the
   * other figures follow under their own names.
   */
  static String audit(ProtectedTable table) {
    ProtectionSpec spec = table.spec();
    int main = spec.mainFigure();
    List<String> header = new ArrayList<>(spec.columns());
    header.addAll(List.of("value", "reason", "lower", "upper"));
    for (int f = 0; f < spec.figures().size(); f++) {
      if (f != main) {
        String name = spec.figures().get(f);
        header.addAll(List.of(name, name + "_lower", name + "_upper"));
      }
    }
    StringBuilder text = new StringBuilder();
    line(text, header);
    for (int cell = 0; cell < table.lattice().size(); cell++) {
      if (!table.pattern().isHidden(cell)) {
        continue;
      }
      List<String> fields = new ArrayList<>(table.lattice().codesOf(cell));
      fields.add(plain(table.number(main, cell)));
      fields.add(table.pattern().reason(cell).word());
      fields.add(bound(table, main, table.interval(main, cell).lower()));
      fields.add(bound(table, main, table.interval(main, cell).upper()));
      for (int f = 0; f < spec.figures().size(); f++) {
        if (f != main) {
          fields.add(plain(table.number(f, cell)));
          fields.add(bound(table, f, table.interval(f, cell).lower()));
          fields.add(bound(table, f, table.interval(f, cell).upper()));
        }
      }
      line(text, fields);
    }
    return text.toString();
  }

  /** Who let which cell be shown, and why. */
  static String waivers(ProtectedTable table) {
    List<String> header = new ArrayList<>(table.spec().columns());
    header.addAll(List.of("rule", "reason", "by"));
    StringBuilder text = new StringBuilder();
    line(text, header);
    for (Waiver each : table.waivers()) {
      List<String> fields = new ArrayList<>(each.codes());
      fields.addAll(List.of(each.rule().word(), each.reason(), each.by()));
      line(text, fields);
    }
    return text.toString();
  }

  /** A bound in the figure's own decimals; {@code Infinity} where nothing bounds it. */
  static String bound(ProtectedTable table, int figure, double bound) {
    if (Double.isInfinite(bound)) {
      return bound > 0 ? "Infinity" : "-Infinity";
    }
    return plain(BigDecimal.valueOf(Math.round(bound), table.lattice().scale(figure)));
  }

  private static String plain(BigDecimal value) {
    return value.toPlainString();
  }

  static void line(StringBuilder text, List<String> fields) {
    for (int i = 0; i < fields.size(); i++) {
      text.append(i == 0 ? "" : ",").append(Csv.field(fields.get(i)));
    }
    text.append("\r\n");
  }
}
