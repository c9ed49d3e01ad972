package fr.gouv.datalab.bridge.sessions;

import fr.gouv.datalab.journal.Act;
import fr.gouv.datalab.journal.Journal;
import fr.gouv.datalab.registry.Registry;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Every query in the journal: one record before it runs, with its text and tables, and one when it
 * ended, with its rows and how it ended. A query without the second was cut by the server's death.
 *
 * <p>The text is kept without what could be a value of a row: literals stand as {@code (…)}.
 */
public final class QueryJournal {
  /** Quoted names, which are kept; then comments, texts (closed or not) and long numbers. */
  private static final Pattern PARTS =
      Pattern.compile(
          "(`[^`]*`)|--[^\\n]*|/\\*.*?(?:\\*/|$)"
              + "|'(?:[^'\\\\]|\\\\.|'')*(?:'|$)|\"(?:[^\"\\\\]|\\\\.|\"\")*(?:\"|$)"
              + "|(?<![\\p{L}_0-9])\\d[\\d_.]{4,}",
          Pattern.DOTALL);

  private final Registry registry;

  /** The journal of the registry's home. */
  public QueryJournal(Registry registry) {
    this.registry = registry;
  }

  /**
   * Who asks, and under what.
   *
   * @param person who asks
   * @param convention under which convention
   * @param useCase for which of its use cases
   */
  public record Asker(String person, String convention, String useCase) {}

  /**
   * Records a query that is about to run.
   *
   * @return its number, for {@link #ended}
   */
  public long began(Asker asker, String text, Collection<String> tables) {
    return record(
        asker,
        "bridge.query",
        Map.of("useCase", asker.useCase(), "text", kept(text), "tables", List.copyOf(tables)));
  }

  /**
   * Records the end of a query.
   *
   * @param query its number
   * @param rows that its client was given
   * @param outcome {@code complete}, or why it is not
   */
  public void ended(Asker asker, long query, long rows, String outcome) {
    record(asker, "bridge.result", Map.of("query", query, "rows", rows, "outcome", outcome));
  }

  /**
   * Records a query that did not run.
   *
   * @param rule that refused it
   */
  public void refused(Asker asker, String text, String rule) {
    record(
        asker,
        "bridge.refusal",
        Map.of("useCase", asker.useCase(), "text", kept(text), "rule", rule));
  }

  private long record(Asker asker, String verb, Map<String, Object> details) {
    return registry.inTransaction(
        tx -> Journal.append(tx, new Act(asker.person(), verb, asker.convention(), details)));
  }

  /** A query on one line; comments and literals could hold a value, so neither is kept. */
  public static String kept(String text) {
    return PARTS
        .matcher(text)
        .replaceAll(part -> part.group(1) == null ? "(…)" : Matcher.quoteReplacement(part.group()))
        .replaceAll("\\s+", " ")
        .strip();
  }
}
