package fr.gouv.datalab.dialects;

import fr.gouv.datalab.ingest.FileForm;
import fr.gouv.datalab.ingest.RecordSplitter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Finds what separates the fields of a text: the candidate under which most of the expected names
 * stand in the first record; where none does, the one under which most records have as many fields
 * as the first.
 */
public final class Separators {
  /** Those that are looked for. */
  public static final List<Character> CANDIDATES = List.of(';', ',', '\t', '|');

  private static final int RECORDS = 200;

  private Separators() {}

  /**
   * What one candidate makes of a text.
   *
   * @param separator the candidate
   * @param names fields of the first record, in lower case, without quotes
   * @param known how many of the names are expected ones
   * @param alike the share of the records that have as many fields as the first
   */
  public record Cut(char separator, List<String> names, long known, double alike) {
    /** Copies the names. */
    public Cut {
      names = List.copyOf(names);
    }
  }

  /**
   * The best cut of the head of a file.
   *
   * @param head its first bytes
   * @param usual the separator that is expected, taken where others are no better
   * @param expected names of columns, in lower case; empty when nothing is known
   */
  public static Cut of(byte[] head, char usual, Set<String> expected) {
    Cut best = cut(head, usual, expected);
    for (char candidate : CANDIDATES) {
      Cut cut = cut(head, candidate, expected);
      boolean better =
          cut.known != best.known
              ? cut.known > best.known
              : best.known == 0 && score(cut) > score(best);
      best = better ? cut : best;
    }
    return best;
  }

  private static double score(Cut cut) {
    // More fields break a tie: a text has commas inside sentences more often than in every record.
    return cut.names.size() < 2 ? 0 : cut.alike + Math.min(cut.names.size(), 100) / 1000.0;
  }

  private static Cut cut(byte[] head, char separator, Set<String> expected) {
    byte[] text = FileForm.withoutMark(head);
    List<String> names = new ArrayList<>();
    int records = 0;
    int alike = 0;
    try {
      RecordSplitter splitter = new RecordSplitter(new ByteArrayInputStream(text), separator, 1);
      while (records < RECORDS && splitter.next()) {
        if (records == 0) {
          for (int i = 0; i < splitter.fields(); i++) {
            names.add(name(splitter, i));
          }
        }
        records++;
        alike += splitter.fields() == names.size() ? 1 : 0;
      }
    } catch (IOException e) {
      // A quote that is not closed under this candidate: what was cut before it counts.
      alike += 0;
    }
    long known = names.stream().filter(expected::contains).count();
    return new Cut(separator, names, known, records == 0 ? 0 : (double) alike / records);
  }

  private static String name(RecordSplitter record, int field) {
    int from = record.from(field);
    return new String(record.buffer(), from, record.to(field) - from, StandardCharsets.UTF_8)
        .strip()
        .toLowerCase(Locale.ROOT);
  }
}
