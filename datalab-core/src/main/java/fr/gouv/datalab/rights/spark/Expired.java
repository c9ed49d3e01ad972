package fr.gouv.datalab.rights.spark;

import java.util.List;
import java.util.Locale;

/**
 * What an expiry removed, and what was read afterwards to prove it.
 *
 * @param datasets what went from each
 * @param landed files that waited too long to be ingested
 * @param conventions whose project key was destroyed
 * @param filesRead every file left under the lake's and the vault's roots; 0 where nothing was due
 * @param rowsRead every row of those that are Parquet
 * @param found rows that are past their end: none
 */
public record Expired(
    List<Rows> datasets,
    long landed,
    List<String> conventions,
    long filesRead,
    long rowsRead,
    long found) {
  /** What went from one dataset. */
  public record Rows(String dataset, long rows, long envelopes, long quarantined) {}

  /** Lines for a person. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (Rows each : datasets) {
      text.append(
          String.format(
              Locale.ROOT,
              "  %-28s %,d rows, %,d envelopes of the vault, %,d rows of quarantine expired%n",
              each.dataset,
              each.rows,
              each.envelopes,
              each.quarantined));
    }
    if (landed > 0) {
      text.append(String.format(Locale.ROOT, "  landing room: %,d files removed%n", landed));
    }
    conventions.forEach(
        id -> text.append("  ").append(id).append(": its project key is destroyed\n"));
    if (text.isEmpty()) {
      return "Nothing is at its end.";
    }
    return datasets.isEmpty()
        ? text.toString().stripTrailing()
        : text.append(
                String.format(
                    Locale.ROOT,
                    "Read again, without Delta: %,d files, %,d rows; %,d past their end.",
                    filesRead,
                    rowsRead,
                    found))
            .toString();
  }
}
