package fr.gouv.datalab.desk.conventions;

import fr.gouv.datalab.conventions.Convention;
import fr.gouv.datalab.conventions.ConventionText;
import fr.gouv.datalab.conventions.Filing;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * A version of a convention as a page shows it.
 *
 * @param filing where it stands
 * @param standing one word for its state and its dates together
 * @param parts of its text, in French
 * @param changes since the version before, as {@link ConventionText#changes} has them; none for the
 *     first
 */
public record ConventionView(
    Filing filing, Standing standing, List<Part> parts, List<String> changes) {

  /** Copies the lists. */
  public ConventionView {
    parts = List.copyOf(parts);
    changes = List.copyOf(changes);
  }

  /** Whether something may be read under it today, and if not why. */
  public enum Standing {
    /** Signed by all, within its dates. */
    IN_FORCE,
    /** Some party has not signed. */
    UNSIGNED,
    /** Signed, and its first day is to come. */
    TO_COME,
    /** Signed, and its last day is past. */
    EXPIRED,
    /** Nothing is read until a new version is signed by all. */
    SUSPENDED,
    /** Ended for good. */
    ENDED;

    /** The standing of a version at a time. */
    public static Standing of(Filing filing, Instant now) {
      return switch (filing.state()) {
        case UNSIGNED -> UNSIGNED;
        case SUSPENDED -> SUSPENDED;
        case ENDED -> ENDED;
        case SIGNED -> {
          LocalDate day = now.atZone(Convention.ZONE).toLocalDate();
          yield day.isBefore(filing.convention().from())
              ? TO_COME
              : day.isAfter(filing.convention().until()) ? EXPIRED : IN_FORCE;
        }
      };
    }

    /** The badge that it wears. */
    public String badge() {
      return switch (this) {
        case IN_FORCE -> "approved";
        case UNSIGNED, TO_COME -> "submitted";
        case EXPIRED, SUSPENDED -> "returned";
        case ENDED -> "rejected";
      };
    }
  }

  /**
   * A heading of the text and what stands under it.
   *
   * @param number of the article; empty for what comes before the first and for the annex
   * @param heading empty for what comes before the first article
   */
  public record Part(String number, String heading, List<Line> lines) {
    /** Copies the lines. */
    public Part {
      lines = List.copyOf(lines);
    }
  }

  /**
   * A line of the text.
   *
   * @param depth 0 for a sentence, 1 for an item of a list, 2 for what is under an item
   */
  public record Line(int depth, String text) {}

  /** Cuts a text into its articles. */
  static List<Part> parts(List<String> text) {
    List<Part> parts = new ArrayList<>();
    String heading = "";
    List<Line> lines = new ArrayList<>();
    for (String line : text) {
      if (line.startsWith("Article ") || line.startsWith("Annexe.")) {
        parts.add(part(heading, lines));
        heading = line;
        lines = new ArrayList<>();
      } else if (!line.isBlank()) {
        lines.add(line(line));
      }
    }
    parts.add(part(heading, lines));
    return parts;
  }

  private static Part part(String heading, List<Line> lines) {
    String number =
        heading.startsWith("Article ")
            ? heading.substring("Article ".length(), heading.indexOf('.'))
            : "";
    return new Part(number, heading, lines);
  }

  private static Line line(String text) {
    return text.startsWith("- ")
        ? new Line(1, text.substring(2))
        : text.startsWith("    ") ? new Line(2, text.strip()) : new Line(0, text);
  }
}
