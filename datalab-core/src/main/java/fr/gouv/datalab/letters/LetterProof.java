package fr.gouv.datalab.letters;

import fr.gouv.datalab.reports.Markup;
import fr.gouv.datalab.reports.ReportPdf;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The proof of a letter (<i>bon à tirer</i>), for those who approve a warrant and for the printer:
 * the whole text, addressed to someone who does not exist, in a town that has no postcode. A tagged
 * PDF; the same text and date give the same bytes.
 */
public final class LetterProof {
  /** To whom every proof is addressed. */
  static final PostalLines SPECIMEN =
      PostalLines.of(
          List.of(
              new Addressee("F", "Prénom", "Spécimen"), new Addressee("M", "Prénom", "Exemple")),
          new AddressParts(
              "00", "rue de l'Exemple", "Bâtiment Spécimen", "00000", "Ville-Exemple"));

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.FRENCH);

  private LetterProof() {}

  /**
   * The proof, as a PDF of one or two pages.
   *
   * @param date that it bears
   */
  public static byte[] pdf(LetterText letter, LocalDate date) {
    try {
      return ReportPdf.of(html(letter, date), date.atStartOfDay(ZoneOffset.UTC).toInstant());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String html(LetterText letter, LocalDate date) {
    Markup page = new Markup();
    page.raw("<!DOCTYPE html>\n<html lang=\"fr\" xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>")
        .raw("<meta charset=\"UTF-8\"/>")
        .element("title", "Épreuve : " + letter.subject())
        .raw("<meta name=\"description\" content=\"")
        .text("Épreuve du courrier : " + letter.subject())
        .raw("\"/><meta name=\"subject\" content=\"")
        .text(letter.subject())
        .raw("\"/><meta name=\"author\" content=\"")
        .text(letter.sender().get(0))
        .raw("\"/><style>")
        .raw(css())
        .raw("</style></head>\n<body>");
    page.raw("<p class=\"proof\">")
        .text("Épreuve : adresse de spécimen, qui n'existe pas")
        .raw("</p>");
    page.raw("<div class=\"mark\"><p class=\"state\">République<br/>Française</p>")
        .raw("<p class=\"motto\">Liberté<br/>Égalité<br/>Fraternité</p></div>");
    page.raw("<div class=\"sender\">");
    lines(page, letter.sender(), "b");
    page.raw("</div><div class=\"address\">");
    for (String line : ((PostalLines.Fit) SPECIMEN).lines()) {
      if (!line.isEmpty()) {
        page.element("p", line);
      }
    }
    page.raw("</div>");
    page.element("p class=\"date\"", letter.place() + ", le " + day(date));
    page.raw("<h1>").text("Objet : " + letter.subject()).raw("</h1>");
    page.element("p", letter.greeting());
    letter.paragraphs().forEach(paragraph -> page.element("p class=\"body\"", paragraph));
    page.raw("<div class=\"signature\">");
    lines(page, letter.signature(), "span");
    page.raw("</div><div class=\"notice\"><h2>Vos données, vos droits</h2>");
    letter.notice().forEach(line -> page.element("p", line));
    return page.raw("</div></body>\n</html>\n").toString();
  }

  private static String day(LocalDate date) {
    return date.getDayOfMonth() == 1
        ? DAY.format(date).replaceFirst("^1 ", "1er ")
        : DAY.format(date);
  }

  private static void lines(Markup page, List<String> lines, String first) {
    for (int i = 0; i < lines.size(); i++) {
      page.raw("<p>");
      if (i == 0) {
        page.element(first, lines.get(i));
      } else {
        page.text(lines.get(i));
      }
      page.raw("</p>");
    }
  }

  private static String css() {
    try (InputStream in =
        Objects.requireNonNull(LetterProof.class.getResourceAsStream("letter.css"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
