package fr.gouv.datalab.reports;

import com.openhtmltopdf.extend.FSStream;
import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PdfBoxRenderer;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.svgsupport.BatikSVGDrawer;
import com.openhtmltopdf.util.XRLog;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.Objects;
import java.util.TimeZone;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDMetadata;

/**
 * Prints a report: tagged PDF (PDF/UA, PDF/A-2a), its fonts embedded, its bytes the same for the
 * same page and the same time.
 */
public final class ReportPdf {
  private static final String FONTS = "/liberation/";
  private static final String FONT = "font:";

  private ReportPdf() {}

  /**
   * The printed page.
   *
   * @param html well-formed, with nothing to be fetched
   * @param time the date that the document bears
   */
  public static byte[] of(String html, Instant time) throws IOException {
    System.setProperty("java.awt.headless", "true");
    XRLog.setLoggingEnabled(false);
    ByteArrayOutputStream out = new ByteArrayOutputStream(262_144);
    PdfRendererBuilder builder = new PdfRendererBuilder();
    builder.withHtmlContent(forPrint(html), null);
    builder.useUriResolver((base, uri) -> uri.startsWith(FONT) ? uri : null);
    builder.useProtocolsStreamImplementation(ReportPdf::fontOfChart, "font");
    builder.useSVGDrawer(new BatikSVGDrawer());
    builder.usePdfUaAccessibility(true);
    builder.usePdfAConformance(PdfRendererBuilder.PdfAConformance.PDFA_2_A);
    builder.useColorProfile(ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData());
    builder.withProducer("datalab");
    font(builder, "LiberationSans-Regular.ttf", "Liberation Sans", 400, FontStyle.NORMAL);
    font(builder, "LiberationSans-Bold.ttf", "Liberation Sans", 700, FontStyle.NORMAL);
    font(builder, "LiberationSans-Italic.ttf", "Liberation Sans", 400, FontStyle.ITALIC);
    font(builder, "LiberationMono-Regular.ttf", "Liberation Mono", 400, FontStyle.NORMAL);
    try (PdfBoxRenderer renderer = builder.buildPdfRenderer()) {
      renderer.createPDFWithoutClosing();
      PDDocument document = renderer.getPdfDocument();
      fix(document, time.truncatedTo(ChronoUnit.SECONDS));
      document.save(out);
    }
    return out.toByteArray();
  }

  /** The page with what a printed, tagged file needs: fonts for charts, and their alternatives. */
  private static String forPrint(String html) {
    String faces =
        "@font-face { font-family: 'Liberation Sans'; src: url("
            + FONT
            + "LiberationSans-Regular.ttf); }</style>";
    return html.replaceFirst("</style>", faces).replace(" aria-label=\"", " alt=\"");
  }

  private static FSStream fontOfChart(String uri) {
    return new FSStream() {
      @Override
      public InputStream getStream() {
        return resource(uri.substring(FONT.length()));
      }

      @Override
      public Reader getReader() {
        return new InputStreamReader(getStream(), StandardCharsets.ISO_8859_1);
      }
    };
  }

  private static void font(
      PdfRendererBuilder builder, String file, String family, int weight, FontStyle style) {
    builder.useFont(() -> resource(file), family, weight, style, true);
  }

  private static InputStream resource(String file) {
    return Objects.requireNonNull(ReportPdf.class.getResourceAsStream(FONTS + file), file);
  }

  /** Puts one time wherever the present one was, and an identifier that does not come from it. */
  private static void fix(PDDocument document, Instant time) throws IOException {
    Calendar calendar = new GregorianCalendar(TimeZone.getTimeZone(ZoneOffset.UTC));
    calendar.setTimeInMillis(time.toEpochMilli());
    document.getDocumentInformation().setCreationDate(calendar);
    document.getDocumentInformation().setModificationDate(calendar);
    document.setDocumentId(time.getEpochSecond());
    PDMetadata metadata = document.getDocumentCatalog().getMetadata();
    String xmp = new String(metadata.toByteArray(), StandardCharsets.UTF_8);
    String fixed =
        xmp.replaceAll(
            "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?(Z|[+-]\\d{2}:?\\d{2})?",
            time.toString());
    metadata.importXMPMetadata(fixed.getBytes(StandardCharsets.UTF_8));
  }
}
