package fr.gouv.datalab.warrants;

import fr.gouv.datalab.registry.Statements;
import fr.gouv.datalab.registry.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Reads warrants as a transaction sees them. */
final class WarrantRows {
  static final Statements SQL = Statements.beside(WarrantRows.class, "warrants.sql");

  private WarrantRows() {}

  static Optional<Warrant> find(Transaction tx, String id) {
    return tx.first(SQL.get("find"), row -> warrant(row), id).map(w -> whole(tx, w));
  }

  static List<Warrant> all(Transaction tx) {
    return tx.list(SQL.get("all"), row -> warrant(row)).stream().map(w -> whole(tx, w)).toList();
  }

  static Optional<byte[]> wrapped(Transaction tx, String id) {
    return tx.first(SQL.get("execution"), row -> row.getBytes("wrapped"), id);
  }

  private static Warrant whole(Transaction tx, Warrant w) {
    return new Warrant(
        w.id(),
        w.convention(),
        w.useCase(),
        w.list(),
        w.letter(),
        w.recipient(),
        w.recipientKey(),
        w.reason(),
        w.until(),
        w.state(),
        w.requestedBy(),
        w.requested(),
        tx.list(SQL.get("approvals"), WarrantRows::approval, w.id()),
        tx.first(SQL.get("execution"), WarrantRows::execution, w.id()));
  }

  private static Warrant warrant(ResultSet row) throws SQLException {
    return new Warrant(
        row.getString("id"),
        row.getString("convention"),
        row.getString("use_case"),
        row.getString("list"),
        row.getString("letter"),
        row.getString("recipient"),
        row.getString("recipient_key"),
        row.getString("reason"),
        LocalDate.parse(row.getString("until")),
        WarrantState.valueOf(row.getString("state")),
        row.getString("requested_by"),
        Instant.parse(row.getString("requested")),
        List.of(),
        Optional.empty());
  }

  private static Warrant.Approval approval(ResultSet row) throws SQLException {
    return new Warrant.Approval(
        row.getString("seat"),
        row.getString("person"),
        Instant.parse(row.getString("time")),
        row.getString("signature"));
  }

  private static Warrant.Execution execution(ResultSet row) throws SQLException {
    return new Warrant.Execution(
        row.getString("person"),
        Instant.parse(row.getString("time")),
        new Warrant.Figures(
            row.getLong("letters"),
            row.getLong("unfit"),
            row.getLong("absent"),
            row.getLong("opposed")),
        row.getString("sha256"));
  }
}
