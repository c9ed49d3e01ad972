package fr.gouv.datalab.disclosure;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** How the report names a cell, its status and what a reader infers of it. */
final class CellWords {

  private final ProtectedTable table;
  private final Lattice lattice;

  CellWords(ProtectedTable table) {
    this.table = table;
    this.lattice = table.lattice();
  }

  /** A status seen without colours: a full square for a rule, an empty one for protection. */
  static String mark(Reason reason) {
    return switch (reason) {
      case SHOWN -> "";
      default ->
          "<span class=\"m\" aria-hidden=\"true\">" + (reason.isPrimary() ? "■" : "□") + "</span>";
    };
  }

  static String style(Reason reason) {
    return reason == Reason.SHOWN ? "" : reason.isPrimary() ? " p" : " s";
  }

  String name(int cell) {
    List<String> labels = new ArrayList<>();
    for (int d = 0; d < lattice.dimensions(); d++) {
      labels.add(label(d, lattice.code(d, cell)));
    }
    return String.join(", ", labels);
  }

  String label(int d, int code) {
    String text = lattice.hierarchy(d).code(code);
    String label = lattice.hierarchy(d).label(code);
    if (label.isEmpty() || label.equals(text)) {
      return text.equals(Hierarchy.TOTAL) ? "Total" : text;
    }
    return text.equals(Hierarchy.TOTAL) ? label : text + " " + label;
  }

  String value(int figure, int cell) {
    return Html.number(table.number(figure, cell));
  }

  String interval(int figure, int cell) {
    Audit.Interval interval = table.interval(figure, cell);
    String low = bound(figure, interval.lower());
    if (Double.isInfinite(interval.upper())) {
      return Double.isInfinite(interval.lower()) ? "sans borne" : low + " ou plus";
    }
    String high = bound(figure, interval.upper());
    if (Double.isInfinite(interval.lower())) {
      return high + " ou moins";
    }
    return "de " + low + " à " + high;
  }

  private String bound(int figure, double bound) {
    return Double.isInfinite(bound)
        ? ""
        : Html.number(BigDecimal.valueOf(Math.round(bound), lattice.scale(figure)));
  }

  /** How wide the interval is for the value. */
  double width(int figure, int cell) {
    Audit.Interval interval = table.interval(figure, cell);
    double value = Math.max(1, Math.abs((double) lattice.value(figure, cell)));
    return (interval.upper() - interval.lower()) / value;
  }
}
