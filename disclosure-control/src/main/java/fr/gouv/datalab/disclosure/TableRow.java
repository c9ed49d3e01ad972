package fr.gouv.datalab.disclosure;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * One cell as it is given.
 *
 * @param codes one for each dimension
 * @param figures by column
 * @param line its line in the file; 0 when it comes from none
 */
record TableRow(List<String> codes, Map<String, BigDecimal> figures, long line) {

  TableRow {
    codes = List.copyOf(codes);
    figures = Map.copyOf(figures);
  }

  /** {@code territoire=75, energie=GO (line 7)}. */
  String name(ProtectionSpec spec) {
    StringBuilder name = new StringBuilder();
    for (int d = 0; d < codes.size(); d++) {
      name.append(d == 0 ? "" : ", ").append(spec.columns().get(d)).append('=');
      name.append(codes.get(d));
    }
    return line == 0 ? name.toString() : name + " (line " + line + ")";
  }

  /** A column's number of decimals here. */
  int decimals(String column) {
    BigDecimal value = figures.get(column);
    return value == null ? 0 : Math.max(0, value.stripTrailingZeros().scale());
  }
}
