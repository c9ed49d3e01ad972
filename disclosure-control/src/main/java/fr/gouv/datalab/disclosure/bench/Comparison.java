package fr.gouv.datalab.disclosure.bench;

import fr.gouv.datalab.disclosure.Defence;
import fr.gouv.datalab.disclosure.PatternJudgement;
import fr.gouv.datalab.disclosure.ProtectedTable;
import fr.gouv.datalab.disclosure.Protection;
import fr.gouv.datalab.disclosure.ProtectionSpec;
import fr.gouv.datalab.disclosure.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Has several tools protect the same generated tables, and judges all that they hide by one audit:
 * what it cost, and what readers still infer.
 *
 * <p>We protect each table three times: so that no reader computes a hidden cell; so that not even
 * a unit that knows its own cell does; and as we usually do, with an interval of 10 % around each
 * primary cell and against two units that pool. The audit is of readers and of lone units.
 */
public final class Comparison {

  private static final String OURS = "datalab: ";

  /**
   * What a tool was asked and what came of it.
   *
   * @param tool its name; ours with against whom
   * @param seconds its own call, the table being in its memory; 0 when it gave nothing
   * @param inAll with its start and the files that it reads and writes
   * @param judgement empty when it gave nothing
   * @param note why it gave nothing
   */
  public record Row(
      int dimensions,
      boolean magnitude,
      String tool,
      double seconds,
      double inAll,
      Optional<PatternJudgement> judgement,
      String note) {

    /** False when we protected the table and a reader computes a hidden cell. */
    public boolean isAsWePromise() {
      return !tool.startsWith(OURS)
          || judgement.filter(j -> j.shown() == 0 && j.exact() == 0).isPresent();
    }
  }

  private final long seed;
  private final double mean;
  private final double absent;
  private final int intervalsUpTo;
  private final long patience;

  /**
   * @param mean units in a finest cell, on average
   * @param absent the share of finest cells that do not exist
   * @param intervalsUpTo hidden cells tied together of which intervals are judged
   * @param patience seconds that another tool may take for a table
   */
  public Comparison(long seed, double mean, double absent, int intervalsUpTo, long patience) {
    this.seed = seed;
    this.mean = mean;
    this.absent = absent;
    this.intervalsUpTo = intervalsUpTo;
    this.patience = patience;
  }

  /** Compares on one table, telling each row as it comes. */
  public List<Row> compare(
      int cells, int dimensions, boolean magnitude, List<Peer> peers, Consumer<Row> progress) {
    PeerTable table = new PeerTable(seed, cells, dimensions, magnitude, mean, absent);
    ProtectionSpec usual = table.spec().withIntervals(ProtectionSpec.Intervals.PRIMARY);
    ProtectionSpec exactly = usual.with(new ProtectionSpec.Width(0, 0));
    ProtectionSpec judge = exactly.with(new Defence(Defence.Search.FAST, 1));
    ProtectionSpec readers = exactly.with(new Defence(Defence.Search.FAST, 0));
    List<Row> rows = new ArrayList<>();
    for (Peer peer : peers) {
      rows.add(told(theirs(table, peer, judge), progress));
    }
    rows.add(told(ours(table, readers, OURS + "readers", judge), progress));
    rows.add(told(ours(table, judge, OURS + "lone units", judge), progress));
    rows.add(told(ours(table, usual, OURS + "as usual", judge), progress));
    return rows;
  }

  private static Row told(Row row, Consumer<Row> progress) {
    progress.accept(row);
    return row;
  }

  private Row ours(PeerTable table, ProtectionSpec spec, String name, ProtectionSpec judge) {
    long start = System.nanoTime();
    ProtectedTable safe = Protection.of(spec, table.table());
    double seconds = (System.nanoTime() - start) / 1e9;
    PatternJudgement judged =
        PatternJudgement.of(
            judge,
            table.table(),
            cell -> safe.reason(cell.toArray(String[]::new)) != Reason.SHOWN,
            intervalsUpTo);
    return row(table, name, seconds, seconds, Optional.of(judged), "");
  }

  private Row theirs(PeerTable table, Peer peer, ProtectionSpec judge) {
    PeerRun run = new PeerRun(peer, patience);
    Optional<String> missing = run.missing();
    if (missing.isPresent()) {
      String note = "not run: " + missing.get() + "; " + peer.installation() + ".";
      return row(table, peer.word(), 0, 0, Optional.empty(), note);
    }
    Optional<PeerRun.Outcome> outcome;
    try {
      outcome = run.protect(table);
    } catch (PeerRun.PeerFailure e) {
      return row(table, peer.word(), 0, 0, Optional.empty(), e.getMessage().strip());
    }
    if (outcome.isEmpty()) {
      String note = "not ended after " + patience + " s";
      return row(table, peer.word(), 0, patience, Optional.empty(), note);
    }
    Set<List<String>> hidden = outcome.get().hidden();
    PatternJudgement judged =
        PatternJudgement.of(judge, table.table(), hidden::contains, intervalsUpTo);
    return row(
        table,
        peer.word(),
        outcome.get().seconds(),
        outcome.get().inAll(),
        Optional.of(judged),
        "");
  }

  private static Row row(
      PeerTable table,
      String tool,
      double seconds,
      double inAll,
      Optional<PatternJudgement> judged,
      String note) {
    boolean magnitude = table.spec().magnitude().isPresent();
    int dimensions = table.spec().dimensions().size();
    return new Row(dimensions, magnitude, tool, seconds, inAll, judged, note);
  }

  /** The heading of {@link #line}. */
  public static String heading() {
    return "dimensions  kind        cells  primary  tool                  hidden  secondary  value kept"
        + "   seconds    in all   exact  narrow  insiders";
  }

  /** One row for people. */
  public static String line(Row row) {
    String kind = row.magnitude() ? "magnitude" : "frequency";
    if (row.judgement().isEmpty()) {
      return String.format(
          Locale.ROOT,
          "%10d  %-9s %7s  %7s  %-19s  %s",
          row.dimensions(),
          kind,
          "",
          "",
          row.tool(),
          row.note());
    }
    PatternJudgement judged = row.judgement().get();
    return String.format(
        Locale.ROOT,
        "%10d  %-9s %7d  %7d  %-19s %8d  %9d  %10.4f  %8.2f  %8.2f  %6d  %6s  %8d%s",
        row.dimensions(),
        kind,
        judged.cells(),
        judged.primary(),
        row.tool(),
        judged.hidden(),
        judged.hidden() - judged.primary() + judged.shown(),
        judged.valueKept(),
        row.seconds(),
        row.inAll(),
        judged.exact(),
        judged.narrow() < 0 ? "-" : judged.narrow(),
        judged.insiders(),
        judged.shown() == 0 ? "" : "  " + judged.shown() + " primary cells shown");
  }
}
