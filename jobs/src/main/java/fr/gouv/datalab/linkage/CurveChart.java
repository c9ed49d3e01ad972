package fr.gouv.datalab.linkage;

import fr.gouv.datalab.reports.French;
import fr.gouv.datalab.reports.Markup;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Precision and recall by threshold, as SVG: two lines, told apart without colour too. */
final class CurveChart {
  private static final int WIDTH = 660;
  private static final int HEIGHT = 260;
  private static final int LEFT = 56;
  private static final int BOTTOM = 36;
  private static final int TOP = 12;
  private static final int RIGHT = 110;

  private final double least;
  private final List<TruthReport.Point> points;

  private CurveChart(List<TruthReport.Point> points) {
    this.points = points;
    double worst =
        points.stream().mapToDouble(p -> Math.min(p.precision(), p.recall())).min().orElse(0);
    this.least = Math.max(0, Math.floor(worst * 10 - 0.5) / 10);
  }

  static Markup svg(String title, List<TruthReport.Point> points) {
    return new CurveChart(points).drawn(title);
  }

  private Markup drawn(String title) {
    Markup svg =
        new Markup()
            .raw("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"" + WIDTH)
            .raw("\" height=\"" + HEIGHT + "\" viewBox=\"0 0 " + WIDTH + " " + HEIGHT)
            .raw("\" aria-label=\"")
            .text(title)
            .raw("\" font-family=\"Liberation Sans, Arial, sans-serif\" font-size=\"12\">");
    for (int step = 0; step <= 4; step++) {
      double value = least + (1 - least) * step / 4;
      svg.raw(line(LEFT, y(value), WIDTH - RIGHT, y(value), "#dddddd"))
          .raw("<text x=\"" + (LEFT - 6) + "\" y=\"" + decimal(y(value) + 4))
          .raw("\" text-anchor=\"end\">")
          .text(French.percent(value))
          .raw("</text>");
    }
    for (double threshold : new double[] {0.01, 0.25, 0.5, 0.75, 0.99}) {
      svg.raw("<text x=\"" + decimal(x(threshold)) + "\" y=\"" + (HEIGHT - BOTTOM + 18))
          .raw("\" text-anchor=\"middle\">")
          .text(String.format(Locale.FRANCE, "%.2f", threshold))
          .raw("</text>");
    }
    svg.raw("<text x=\"" + (LEFT + (WIDTH - LEFT - RIGHT) / 2) + "\" y=\"" + (HEIGHT - 4))
        .raw("\" text-anchor=\"middle\">seuil de probabilité</text>");
    line(svg, TruthReport.Point::precision, "précision", "#000091", "");
    line(svg, TruthReport.Point::recall, "rappel", "#a94645", " stroke-dasharray=\"6 3\"");
    return svg.raw("</svg>");
  }

  private void line(
      Markup svg,
      ToDoubleFunction<TruthReport.Point> of,
      String label,
      String colour,
      String dash) {
    if (points.isEmpty()) {
      return;
    }
    StringBuilder path = new StringBuilder();
    for (TruthReport.Point point : points) {
      path.append(path.isEmpty() ? "M" : " L")
          .append(decimal(x(point.threshold())))
          .append(' ')
          .append(decimal(y(of.applyAsDouble(point))));
    }
    TruthReport.Point last = points.get(points.size() - 1);
    boolean lower =
        of.applyAsDouble(last) <= Math.min(last.precision(), last.recall())
            && last.precision() != last.recall();
    svg.raw("<path d=\"" + path + "\" fill=\"none\" stroke-width=\"2\" stroke=\"" + colour + "\"")
        .raw(dash + "/>")
        .raw("<text x=\"" + (WIDTH - RIGHT + 8) + "\" y=\"")
        .raw(decimal(y(of.applyAsDouble(last)) + (lower ? 14 : 2)) + "\" fill=\"" + colour + "\">")
        .text(label)
        .raw("</text>");
  }

  private double x(double threshold) {
    return LEFT + (WIDTH - LEFT - RIGHT) * threshold;
  }

  private double y(double value) {
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - value) / (1 - least);
  }

  private static String line(double x1, double y1, double x2, double y2, String colour) {
    return String.format(
        Locale.ROOT,
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>",
        x1,
        y1,
        x2,
        y2,
        colour);
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
