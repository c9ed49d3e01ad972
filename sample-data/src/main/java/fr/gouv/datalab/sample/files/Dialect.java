package fr.gouv.datalab.sample.files;

import fr.gouv.datalab.sample.files.Bytes.Encoding;

/**
 * How an administration writes its CSV.
 *
 * @param byteOrderMark true when the file begins with the UTF-8 mark
 * @param isoDates true for {@code yyyy-MM-dd}, false for {@code dd/MM/yyyy}
 * @param gzip true when the file is compressed
 */
public record Dialect(
    Encoding encoding,
    char separator,
    char decimalMark,
    boolean isoDates,
    boolean byteOrderMark,
    boolean gzip) {

  /** UTF-8, semicolon, decimal comma, French dates. */
  public static final Dialect FRENCH = new Dialect(Encoding.UTF_8, ';', ',', false, false, false);

  /** The same with a byte order mark, as spreadsheets write it. */
  public static final Dialect FRENCH_WITH_MARK =
      new Dialect(Encoding.UTF_8, ';', ',', false, true, false);

  /** The same in Windows-1252. */
  public static final Dialect WINDOWS =
      new Dialect(Encoding.WINDOWS_1252, ';', ',', false, false, false);

  /** The same in UTF-8, compressed. */
  public static final Dialect FRENCH_GZIP =
      new Dialect(Encoding.UTF_8, ';', ',', false, false, true);

  /** UTF-8, comma, decimal point, ISO dates. */
  public static final Dialect OPEN_DATA = new Dialect(Encoding.UTF_8, ',', '.', true, false, false);
}
