package fr.gouv.datalab.desk.donnees;

import fr.gouv.datalab.desk.Words;
import fr.gouv.datalab.gate.AccessLog;
import fr.gouv.datalab.reports.Markup;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Openings by week as a chart: granted ones full, refused ones hatched by an outline. */
final class WeekChart {
  static final int WEEKS = 26;
  private static final int HEIGHT = 140;
  private static final int TALLEST = 120;
  private static final int BAR = 20;

  private WeekChart() {}

  /** Granted and refused openings of a week. */
  record Week(LocalDate monday, long granted, long refused) {}

  static LocalDate since(LocalDate today) {
    return monday(today).minusWeeks(WEEKS - 1L);
  }

  private static LocalDate monday(LocalDate day) {
    return day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
  }

  static List<Week> weeks(LocalDate today, List<AccessLog.Daily> days) {
    Map<LocalDate, long[]> counts = new LinkedHashMap<>();
    for (int i = 0; i < WEEKS; i++) {
      counts.put(since(today).plusWeeks(i), new long[2]);
    }
    for (AccessLog.Daily day : days) {
      long[] count = counts.get(monday(day.day()));
      if (count != null) {
        count[day.granted() ? 0 : 1] += day.number();
      }
    }
    return counts.entrySet().stream()
        .map(each -> new Week(each.getKey(), each.getValue()[0], each.getValue()[1]))
        .toList();
  }

  static String svg(List<Week> weeks, Words words) {
    long most =
        Math.max(1, weeks.stream().mapToLong(w -> w.granted() + w.refused()).max().orElse(1));
    long granted = weeks.stream().mapToLong(Week::granted).sum();
    long refused = weeks.stream().mapToLong(Week::refused).sum();
    int width = weeks.size() * (BAR + 4) + 8;
    Markup svg =
        new Markup()
            .raw("<svg role=\"img\" width=\"" + width + "\" height=\"" + (HEIGHT + 24))
            .raw("\" viewBox=\"0 0 " + width + " " + (HEIGHT + 24) + "\" aria-label=\"")
            .text(words.t("access.chart", granted, refused))
            .raw("\">");
    for (int i = 0; i < weeks.size(); i++) {
      Week week = weeks.get(i);
      int x = 4 + i * (BAR + 4);
      int full = (int) Math.round((double) TALLEST * week.granted() / most);
      int empty = (int) Math.round((double) TALLEST * week.refused() / most);
      svg.raw("<g><title>")
          .text(words.t("access.week", words.day(week.monday()), week.granted(), week.refused()))
          .raw("</title>")
          .raw(rect(x, HEIGHT - full, full, "fill=\"#000091\""))
          .raw(rect(x, HEIGHT - full - empty, empty, "fill=\"#fff\" stroke=\"#ce0500\""))
          .raw("</g>");
    }
    svg.raw("<line x1=\"0\" y1=\"" + HEIGHT + "\" x2=\"" + width + "\" y2=\"" + HEIGHT)
        .raw("\" stroke=\"#929292\"/>");
    svg.raw("<text x=\"4\" y=\"12\" font-size=\"12\" fill=\"#3a3a3a\">")
        .text(words.t("access.most", words.number(most)))
        .raw("</text>");
    label(svg, 4, weeks.get(0), words, "start");
    label(svg, width - 4, weeks.get(weeks.size() - 1), words, "end");
    return svg.raw("</svg>").toString();
  }

  private static String rect(int x, int y, int height, String paint) {
    return height == 0
        ? ""
        : "<rect x=\""
            + x
            + "\" y=\""
            + y
            + "\" width=\""
            + BAR
            + "\" height=\""
            + height
            + "\" "
            + paint
            + "/>";
  }

  private static void label(Markup svg, int x, Week week, Words words, String anchor) {
    svg.raw("<text x=\"" + x + "\" y=\"" + (HEIGHT + 17) + "\" font-size=\"12\" fill=\"#3a3a3a\"")
        .raw(" text-anchor=\"" + anchor + "\">")
        .text(words.day(week.monday()))
        .raw("</text>");
  }
}
