package fr.gouv.datalab.rights.spark;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What an erasure removed, and what was read afterwards to prove it.
 *
 * @param erasure its name
 * @param datasets what went from each
 * @param filesRead every file left under the lake's and the vault's roots
 * @param rowsRead every row of those that are Parquet, decrypted one by one
 * @param bytesRead of all files
 * @param found what still names the person: none
 */
public record Erased(
    String erasure,
    List<Rows> datasets,
    long filesRead,
    long rowsRead,
    long bytesRead,
    long found) {

  /**
   * What went from one dataset.
   *
   * @param rows deleted in the lake
   * @param emptied rows that stay for somebody else, without the person's identifiers
   * @param envelopes in the vault
   * @param quarantined rows in quarantine
   */
  public record Rows(String dataset, long rows, long emptied, long envelopes, long quarantined) {}

  /** The figures, as the journal keeps them. */
  public Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    for (Rows each : datasets) {
      figures.put(
          each.dataset,
          Map.of(
              "rows", each.rows,
              "emptied", each.emptied,
              "envelopes", each.envelopes,
              "quarantined", each.quarantined));
    }
    figures.put("filesRead", filesRead);
    figures.put("rowsRead", rowsRead);
    figures.put("bytesRead", bytesRead);
    figures.put("found", found);
    return figures;
  }

  /** Lines for a person. */
  public String text() {
    StringBuilder text = new StringBuilder(erasure).append(" is done\n");
    for (Rows each : datasets) {
      text.append(
          String.format(
              Locale.ROOT,
              "  %-28s %,d rows deleted, %,d kept for somebody else without the person; %,d"
                  + " envelopes of the vault; %,d rows of quarantine%n",
              each.dataset,
              each.rows,
              each.emptied,
              each.envelopes,
              each.quarantined));
    }
    return text.append(proof()).toString();
  }

  /** The proof, in a line. */
  public String proof() {
    return String.format(
        Locale.ROOT,
        "Read again, without Delta: %,d files, %,d rows, %,d bytes of the lake and the vault; %,d"
            + " found. Older versions cannot be read any more.",
        filesRead,
        rowsRead,
        bytesRead,
        found);
  }
}
