package fr.gouv.datalab.mailings;

import fr.gouv.datalab.journal.Act;
import fr.gouv.datalab.journal.Journal;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.registry.Statements;
import fr.gouv.datalab.registry.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The lists that were drawn. Safe for use by many threads. */
public final class MailingLists {
  private static final Statements SQL = Statements.beside(MailingLists.class, "mailings.sql");
  private static final String PREFIX = "[0-9a-f]{6,64}";

  private final Registry registry;

  /** The lists of the registry's home. */
  public MailingLists(Registry registry) {
    this.registry = registry;
  }

  /**
   * Says that a list was drawn, seed and counts included, in the journal too. The same list again
   * changes nothing.
   *
   * @return whether it is new
   */
  public boolean add(MailingList list) {
    return registry.inTransaction(
        tx -> {
          if (find(tx, list.id()).isPresent()) {
            return false;
          }
          tx.update(
              SQL.get("insert"),
              list.id(),
              list.useCase(),
              list.convention(),
              list.asOf(),
              list.seed(),
              list.share(),
              list.treated(),
              list.control(),
              list.letter(),
              list.lakeKey(),
              list.person(),
              tx.now());
          Map<String, Object> details = new LinkedHashMap<>();
          details.put("useCase", list.useCase());
          details.put("convention", list.convention());
          details.put("asOf", list.asOf().toString());
          details.put("seed", Long.toString(list.seed()));
          details.put("share", list.share());
          details.put("treated", list.treated());
          details.put("control", list.control());
          details.put("letter", list.letter());
          Journal.append(tx, new Act(list.person(), "mailing.draw", list.id(), details));
          return true;
        });
  }

  /** All lists, the latest first. */
  public List<MailingList> all() {
    return registry.read(tx -> tx.list(SQL.get("all"), MailingLists::list));
  }

  /** The latest list that a use case drew under a convention. */
  public Optional<MailingList> latest(String useCase, String convention) {
    return registry.read(
        tx -> tx.first(SQL.get("latest"), MailingLists::list, useCase, convention));
  }

  /**
   * The list that the first digits of a hash name.
   *
   * @throws UsageException when none, or more than one, begins so
   */
  public MailingList named(String prefix) {
    if (!prefix.matches(PREFIX)) {
      throw new UsageException(
          "`" + prefix + "` is not the beginning of a list's hash: give six hexadecimal digits.");
    }
    List<MailingList> found =
        registry.read(tx -> tx.list(SQL.get("named"), MailingLists::list, prefix + "%"));
    if (found.size() != 1) {
      throw new UsageException(
          found.isEmpty()
              ? "There is no list `"
                  + prefix
                  + "`: `datalab run USE_CASE --step courrier` draws one."
              : "More than one list begins with `" + prefix + "`: give more digits.");
    }
    return found.get(0);
  }

  /** The lists drawn under a convention. */
  public List<MailingList> of(String convention) {
    return registry.read(tx -> tx.list(SQL.get("of"), MailingLists::list, convention));
  }

  /**
   * Says that a list's rows follow a change of the lake's key, in the journal too: its name, which
   * warrants name, stays.
   *
   * @param content the name that its rows give now
   */
  public static void rekeyed(
      Transaction tx, String id, String content, int lakeKey, String person) {
    tx.update(SQL.get("rekeyed"), content, lakeKey, id);
    Map<String, Object> details = Map.of("content", content, "lakeKey", lakeKey);
    Journal.append(tx, new Act(person, "mailing.rekey", id, details));
  }

  /** A list, as a transaction sees it. */
  public static Optional<MailingList> find(Transaction tx, String id) {
    return tx.first(SQL.get("find"), MailingLists::list, id);
  }

  private static MailingList list(ResultSet row) throws SQLException {
    return new MailingList(
        row.getString("id"),
        row.getString("use_case"),
        row.getString("convention"),
        LocalDate.parse(row.getString("as_of")),
        Long.parseLong(row.getString("seed")),
        row.getString("share"),
        row.getLong("treated"),
        row.getLong("control"),
        row.getString("letter"),
        row.getInt("lake_key"),
        row.getString("content") == null ? row.getString("id") : row.getString("content"),
        row.getString("person"),
        Instant.parse(row.getString("drawn")));
  }
}
