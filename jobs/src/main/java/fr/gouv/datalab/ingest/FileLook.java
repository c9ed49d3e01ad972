package fr.gouv.datalab.ingest;

import fr.gouv.datalab.dialects.ColumnLook;
import fr.gouv.datalab.quality.DeliveryFacts;
import fr.gouv.datalab.quality.Remark;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
    List<Remark> remarks) {

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
      List<Remark> remarks) {
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

  /** The same for the register and the report, of the file at that place. */
  public DeliveryFacts.FileFacts facts(int number) {
    Map<String, String> dialect = new LinkedHashMap<>();
    dialect.put(
        "form",
        form == FileForm.JSON_LINES ? "JSON lines" : form == FileForm.CSV ? "CSV" : "Parquet");
    if (form != FileForm.PARQUET) {
      dialect.put("encoding", this.dialect.charset().name());
      dialect.put("mark", mark ? "oui" : "non");
      dialect.put("compression", gzip ? "gzip" : "aucune");
    }
    if (form == FileForm.CSV) {
      String none = " (aucune vue)";
      dialect.put(
          "separator",
          this.dialect.separator() == '\t'
              ? "tabulation"
              : String.valueOf(this.dialect.separator()));
      dialect.put("decimal", this.dialect.decimal() + (hasDecimals() ? "" : none));
      dialect.put("dates", this.dialect.dates() + (hasDates() ? "" : none));
      dialect.put("quotes", quotes ? "oui" : "aucun vu");
    }
    dialect.put("looked", records + (whole ? " (toutes)" : " (les premières)"));
    List<DeliveryFacts.SeenColumn> seen =
        columns.stream()
            .map(c -> new DeliveryFacts.SeenColumn(c.name(), c.look().form().word()))
            .toList();
    return new DeliveryFacts.FileFacts(number, dialect, seen, remarks);
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
