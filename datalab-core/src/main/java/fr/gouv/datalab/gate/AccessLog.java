package fr.gouv.datalab.gate;

import fr.gouv.datalab.journal.Act;
import fr.gouv.datalab.journal.Journal;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.registry.Statements;
import fr.gouv.datalab.registry.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who asked to read what: one line for each dataset of each opening, refused ones included. */
public final class AccessLog {
  static final String GRANTED = "granted";
  private static final Instant END = Instant.parse("9999-12-31T23:59:59.999Z");
  private static final Statements SQL = Statements.beside(AccessLog.class, "gate.sql");

  private final Registry registry;

  /** The access log of the registry's home. */
  public AccessLog(Registry registry) {
    this.registry = registry;
  }

  /** The lines of a dataset, oldest first. */
  public List<Access> ofDataset(String dataset) {
    return asked(AccessQuestion.ofDataset(dataset));
  }

  /** The lines of a convention, oldest first. */
  public List<Access> ofConvention(String convention) {
    return asked(AccessQuestion.ofConvention(convention));
  }

  /** The lines that a question is about, oldest first. */
  public List<Access> asked(AccessQuestion question) {
    List<Object> values = new ArrayList<>();
    String convention = question.convention().orElse("");
    if (question.dataset().isPresent()) {
      values.addAll(List.of(question.dataset().get(), convention));
    }
    String person = question.person().orElse("");
    String verdict = question.granted().map(granted -> granted ? GRANTED : "refused").orElse("");
    values.addAll(
        List.of(
            convention,
            question.since().orElse(Instant.EPOCH),
            question.until().orElse(END),
            person,
            person,
            verdict,
            verdict,
            question.last().orElse(Long.MAX_VALUE)));
    String sql = SQL.get(question.dataset().isPresent() ? "ofDataset" : "ofConvention");
    List<Access> lines =
        new ArrayList<>(registry.read(tx -> tx.list(sql, AccessLog::access, values.toArray())));
    Collections.reverse(lines);
    return lines;
  }

  /** The last lines of a dataset, the latest first. */
  public List<Access> latest(String dataset, int most) {
    return registry.read(
        tx -> tx.list(SQL.get("latestOfDataset"), AccessLog::access, dataset, most));
  }

  /** The last lines of all, the latest first. */
  public List<Access> latest(int most) {
    return registry.read(tx -> tx.list(SQL.get("latest"), AccessLog::access, most));
  }

  /**
   * How many openings of a dataset were asked on a day.
   *
   * @param day by the registry's clock, UTC
   * @param granted whether they were granted
   * @param number how many
   */
  public record Daily(LocalDate day, boolean granted, long number) {}

  /** The openings of a dataset by day, since a day. */
  public List<Daily> daily(String dataset, LocalDate since) {
    return registry.read(
        tx ->
            tx.list(
                SQL.get("byDay"),
                row ->
                    new Daily(
                        LocalDate.parse(row.getString("day")),
                        row.getLong("granted") == 1,
                        row.getLong("number")),
                dataset,
                since));
  }

  /** The last opening of a dataset that was granted to a use case until a moment, if any was. */
  public Optional<Access> lastGranted(
      String convention, String useCase, String dataset, Instant until) {
    return registry.read(
        tx ->
            tx.first(
                SQL.get("lastGranted"), AccessLog::access, convention, useCase, dataset, until));
  }

  private static Access access(ResultSet row) throws SQLException {
    String columns = row.getString("columns");
    return new Access(
        row.getLong("sequence"),
        Instant.parse(row.getString("time")),
        row.getString("person"),
        row.getString("convention"),
        row.getString("use_case"),
        row.getString("dataset"),
        columns.isEmpty() ? List.of() : List.of(columns.split(", ")),
        row.getString("verdict"));
  }

  static String verdict(RefusedException refusal) {
    String rule = refusal.rule();
    int comma = rule.indexOf(", ");
    return "refused" + (comma < 0 ? "" : rule.substring(comma));
  }

  /**
   * Writes the lines and the journal's record of one opening.
   *
   * @param more details of the record
   * @return the record's number
   */
  static long write(
      Transaction tx,
      String verb,
      String convention,
      UseCaseRequest request,
      String user,
      String verdict,
      Map<String, Object> more) {
    Map<String, Object> details = new LinkedHashMap<>(more);
    details.put("useCase", request.useCase());
    details.put("datasets", request.datasets());
    details.put("verdict", verdict);
    request.warrant().ifPresent(warrant -> details.put("warrant", warrant));
    long sequence = Journal.append(tx, new Act(user, verb, convention, details));
    String day = tx.now().toString().substring(0, 10);
    int granted = verdict.equals(GRANTED) ? 1 : 0;
    request
        .datasets()
        .forEach(
            (dataset, columns) -> {
              tx.update(
                  SQL.get("insert"),
                  sequence,
                  tx.now(),
                  user,
                  convention,
                  request.useCase(),
                  dataset,
                  String.join(", ", columns),
                  verdict);
              tx.update(SQL.get("countDay"), dataset, day, granted);
            });
    return sequence;
  }
}
