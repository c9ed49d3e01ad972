package fr.gouv.datalab.releases;

import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.registry.Statements;
import fr.gouv.datalab.registry.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Releases as the registry's rows say them. */
final class ReleaseRows {
  static final Statements SQL = Statements.beside(ReleaseRows.class, "releases.sql");

  private ReleaseRows() {}

  /** Every release, the latest first, without files and decisions. */
  static List<Release> list(Transaction tx) {
    return tx.list(SQL.get("list"), ReleaseRows::release);
  }

  /**
   * A release with its files and decisions.
   *
   * @throws UsageException when there is none of that name
   */
  static Release get(Transaction tx, String id) {
    return find(tx, id)
        .orElseThrow(
            () ->
                new UsageException(
                    "There is no release "
                        + id
                        + ": `datalab release list` shows those there are."));
  }

  static Optional<Release> find(Transaction tx, String id) {
    List<Release.HashedFile> files =
        tx.list(
            SQL.get("files"),
            row ->
                new Release.HashedFile(
                    row.getString("path"), row.getString("sha256"), row.getLong("size")),
            id);
    List<Release.Decided> decisions = tx.list(SQL.get("decisions"), ReleaseRows::decided, id);
    return tx.first(SQL.get("release"), row -> release(row, files, decisions), id);
  }

  static Optional<Release.Exported> exported(Transaction tx, String id) {
    return tx.first(
        SQL.get("export"),
        row ->
            new Release.Exported(
                Instant.parse(row.getString("time")),
                row.getString("person"),
                row.getString("proof"),
                row.getString("sums"),
                Base64.getEncoder().encodeToString(row.getBytes("signature"))),
        id);
  }

  static Release.Decided decided(ResultSet row) throws SQLException {
    return new Release.Decided(
        row.getLong("sequence"),
        row.getLong("round"),
        row.getString("person"),
        row.getString("role"),
        Decision.valueOf(row.getString("decision").toUpperCase(Locale.ROOT)),
        row.getString("comment"),
        Instant.parse(row.getString("time")),
        row.getString("statement"),
        Base64.getEncoder().encodeToString(row.getBytes("signature")));
  }

  /** A row of a list. */
  static Release release(ResultSet row) throws SQLException {
    return release(row, List.of(), List.of());
  }

  private static Release release(
      ResultSet row, List<Release.HashedFile> files, List<Release.Decided> decisions)
      throws SQLException {
    return new Release(
        row.getString("id"),
        row.getString("title"),
        row.getString("use_case"),
        row.getString("convention"),
        ReleaseState.valueOf(row.getString("state")),
        Instant.parse(row.getString("created")),
        row.getString("author"),
        Optional.ofNullable(row.getString("submitted_by")),
        Instant.parse(row.getString("changed")),
        files,
        decisions);
  }
}
