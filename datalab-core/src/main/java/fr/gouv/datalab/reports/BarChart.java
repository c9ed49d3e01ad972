package fr.gouv.datalab.reports;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * A chart of horizontal bars as SVG: one label, one bar and one figure a line, readable printed.
 */
public final class BarChart {
  private static final int WIDTH = 660;
  private static final int LABELS = 210;
  private static final int FIGURES = 120;
  private static final int LINE = 21;
  private static final int BAR = 13;
  private static final int LONGEST_LABEL = 34;

  private BarChart() {}

  /**
   * A bar.
   *
   * @param label what it is of
   * @param value how long it is; nothing where the figure is hidden
   * @param figure as it is written beside
   */
  public record Bar(String label, OptionalDouble value, String figure) {}

  /** The chart of some bars, in their order. */
  public static Markup svg(String title, List<Bar> bars) {
    double longest = bars.stream().mapToDouble(bar -> bar.value().orElse(0)).max().orElse(0);
    int height = bars.size() * LINE + 4;
    Markup svg =
        new Markup()
            .raw("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"" + WIDTH)
            .raw("\" height=\"" + height + "\" viewBox=\"0 0 " + WIDTH + " " + height)
            .raw("\" aria-label=\"")
            .text(title)
            .raw("\" font-family=\"Liberation Sans, Arial, sans-serif\" font-size=\"12\">");
    svg.raw(
        "<line x1=\""
            + LABELS
            + "\" y1=\"0\" x2=\""
            + LABELS
            + "\" y2=\""
            + height
            + "\" stroke=\"#929292\" stroke-width=\"1\"/>");
    for (int i = 0; i < bars.size(); i++) {
      bar(svg, bars.get(i), i * LINE + 2, longest);
    }
    return svg.raw("</svg>");
  }

  private static void bar(Markup svg, Bar bar, int top, double longest) {
    int baseline = top + 14;
    svg.raw("<text x=\"" + (LABELS - 8) + "\" y=\"" + baseline + "\" text-anchor=\"end\">")
        .text(shortened(bar.label()))
        .raw("</text>");
    double room = WIDTH - LABELS - FIGURES;
    // Noise may take a small count below zero: it has no bar.
    double length = longest > 0 ? Math.max(0, room * bar.value().orElse(0) / longest) : 0;
    double end = LABELS + 1 + length;
    if (bar.value().isPresent()) {
      svg.raw(
          "<rect x=\""
              + (LABELS + 1)
              + "\" y=\""
              + (top + 3)
              + "\" width=\""
              + decimal(length)
              + "\" height=\""
              + BAR
              + "\" fill=\"#000091\"/>");
    }
    svg.raw(
            "<text x=\""
                + decimal(end + 6)
                + "\" y=\""
                + baseline
                + "\" fill=\""
                + (bar.value().isPresent() ? "#161616" : "#666666")
                + "\">")
        .text(bar.figure())
        .raw("</text>");
  }

  private static String shortened(String label) {
    return label.length() <= LONGEST_LABEL
        ? label
        : label.substring(0, LONGEST_LABEL - 1).strip() + "…";
  }

  private static String decimal(double length) {
    return String.format(Locale.ROOT, "%.1f", length);
  }
}
