package fr.gouv.datalab.quality;

import fr.gouv.datalab.reports.French;
import fr.gouv.datalab.reports.Markup;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Horizontal bars of shares as SVG, with a mark where the share was in the last delivery. */
final class ShareChart {
  private static final int WIDTH = 660;
  private static final int LABELS = 190;
  private static final int FIGURES = 150;
  private static final int LINE = 21;
  private static final int LONGEST_LABEL = 30;

  private ShareChart() {}

  /**
   * A bar.
   *
   * @param label what it is of
   * @param share between 0 and 1
   * @param before the share in the last delivery, where it is known
   * @param figure as it is written beside
   */
  record Bar(String label, double share, OptionalDouble before, String figure) {}

  static Markup svg(String title, List<Bar> bars) {
    double longest = 0.01;
    for (Bar bar : bars) {
      longest = Math.max(longest, Math.max(bar.share(), bar.before().orElse(0)));
    }
    int height = bars.size() * LINE + 4;
    Markup svg =
        new Markup()
            .raw("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"" + WIDTH)
            .raw("\" height=\"" + height + "\" viewBox=\"0 0 " + WIDTH + " " + height)
            .raw("\" aria-label=\"")
            .text(title)
            .raw("\" font-family=\"Liberation Sans, Arial, sans-serif\" font-size=\"12\">")
            .raw(line(LABELS, 0, height, "#929292", 1));
    for (int i = 0; i < bars.size(); i++) {
      bar(svg, bars.get(i), i * LINE + 2, longest);
    }
    return svg.raw("</svg>");
  }

  private static void bar(Markup svg, Bar bar, int top, double longest) {
    double room = (WIDTH - LABELS - FIGURES) / longest;
    double length = room * bar.share();
    svg.raw("<text x=\"" + (LABELS - 8) + "\" y=\"" + (top + 14) + "\" text-anchor=\"end\">")
        .text(shortened(bar.label()))
        .raw("</text>")
        .raw(
            "<rect x=\""
                + (LABELS + 1)
                + "\" y=\""
                + (top + 3)
                + "\" height=\"13\" fill=\"#6a6af4\"")
        .raw(" width=\"" + decimal(length) + "\"/>");
    double end = length;
    if (bar.before().isPresent()) {
      double before = room * bar.before().getAsDouble();
      svg.raw(line(LABELS + 1 + before, top, top + 19, "#b34000", 2.5));
      end = Math.max(end, before);
    }
    svg.raw(
            "<text x=\""
                + decimal(LABELS + 8 + end)
                + "\" y=\""
                + (top + 14)
                + "\" fill=\"#161616\">")
        .text(bar.figure())
        .raw("</text>");
  }

  private static String line(double x, double from, double to, String colour, double width) {
    return "<line x1=\""
        + decimal(x)
        + "\" y1=\""
        + decimal(from)
        + "\" x2=\""
        + decimal(x)
        + "\" y2=\""
        + decimal(to)
        + "\" stroke=\""
        + colour
        + "\" stroke-width=\""
        + decimal(width)
        + "\"/>";
  }

  /** {@code 12,3 % (1 234)}. */
  static String figure(double share, long rows) {
    return French.percent(share) + " (" + French.number(rows) + ")";
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
