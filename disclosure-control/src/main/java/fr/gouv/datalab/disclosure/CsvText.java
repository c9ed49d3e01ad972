package fr.gouv.datalab.disclosure;

import java.util.List;

/** Lines of CSV as every file of this library has them: RFC 4180, UTF-8, commas. */
public final class CsvText {

  private CsvText() {}

  /** One line with its end. */
  public static String line(List<String> fields) {
    StringBuilder text = new StringBuilder();
    TableFiles.line(text, fields);
    return text.toString();
  }
}
