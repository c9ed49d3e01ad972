package fr.gouv.datalab.ingest;

import fr.gouv.datalab.dialects.ColumnLook;
import java.util.ArrayList;
import java.util.List;

/**
 * What was found in looking at the first records of a file, before it is read.
 *
 * @param form of the file
 * @param gzip whether it came compressed
 * @param mark whether it starts with the mark of UTF-8
 * @param quotes whether fields in quotes were seen
 * @param dialect how it is written, and will be read
 * @param columns what their values look like, in the order of the file
 * @param records how many were looked at
 * @param whole whether that is all of them
 * @param remarks sentences that a person should read
 */
public record FileLook(
    FileForm form,
    boolean gzip,
    boolean mark,
    boolean quotes,
    FileDialect dialect,
    List<SeenColumn> columns,
    long records,
    boolean whole,
    List<String> remarks) {

  /**
   * One column, as the file has it.
   *
   * @param name in lower case
   * @param look what its values look like
   */
  public record SeenColumn(String name, ColumnLook look) {}

  /** What looking at a file gave. */
  static FileLook of(
      FileForm form,
      boolean gzip,
      boolean mark,
      FileDialect dialect,
      FileColumns columns,
      Head.Looked looked,
      List<String> remarks) {
    return new FileLook(
        form,
        gzip,
        mark,
        looked.quotes(),
        dialect,
        seen(columns.header(), looked),
        looked.records(),
        looked.whole(),
        remarks);
  }

  /** The columns of a file under those names, as they were looked at. */
  static List<SeenColumn> seen(List<String> names, Head.Looked looked) {
    List<SeenColumn> seen = new ArrayList<>();
    for (int i = 0; i < looked.columns().size(); i++) {
      seen.add(new SeenColumn(names.get(i), looked.columns().get(i)));
    }
    return seen;
  }

  /** Copies the lists. */
  public FileLook {
    columns = List.copyOf(columns);
    remarks = List.copyOf(remarks);
  }

  /** One line for a person: every property that a reader of the file must know. */
  public String sentence() {
    List<String> parts = new ArrayList<>();
    if (form == FileForm.PARQUET) {
      parts.add("Parquet");
    } else {
      parts.add(form == FileForm.CSV ? "CSV" : "JSON lines");
      parts.add(dialect.charset().name() + (mark ? " with a byte order mark" : ""));
      if (form == FileForm.CSV) {
        parts.add("separator " + shown(dialect.separator()));
        parts.add("decimal " + shown(dialect.decimal()) + (hasDecimals() ? "" : " (none seen)"));
        parts.add("dates " + dialect.dates() + (hasDates() ? "" : " (none seen)"));
        parts.add(quotes ? "fields in quotes" : "no quotes");
      }
      parts.add(gzip ? "gzip" : "in clear");
    }
    return String.join(", ", parts);
  }

  private boolean hasDecimals() {
    return columns.stream().anyMatch(c -> c.look().commas() + c.look().points() > 0);
  }

  private boolean hasDates() {
    return columns.stream().anyMatch(c -> c.look().dates(dialect.dates()) > 0);
  }

  /** A separator as it can be printed. */
  static String shown(char mark) {
    return mark == '\t' ? "tab" : "\"" + mark + "\"";
  }
}
