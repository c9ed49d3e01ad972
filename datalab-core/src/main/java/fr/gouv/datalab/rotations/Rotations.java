package fr.gouv.datalab.rotations;

import fr.gouv.datalab.journal.Act;
import fr.gouv.datalab.journal.Journal;
import fr.gouv.datalab.mailings.MailingLists;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.registry.Statements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The register of changes of the lake's key: what was begun, which tables were rewritten, whether
 * readers went over. Each step is a record of the journal in the transaction that notes it, so that
 * a change that was interrupted anywhere is resumed where it stood.
 */
public final class Rotations {
  private static final Statements SQL = Statements.beside(Rotations.class, "rotations.sql");
  private static final String OBJECT = "lake";

  private final Registry registry;

  /** The register of a home. */
  public Rotations(Registry registry) {
    this.registry = registry;
  }

  /** The change that has no end yet, if there is one. */
  public Optional<Rotation> unfinished() {
    return registry.read(tx -> tx.first(SQL.get("unfinished"), Rotations::rotation));
  }

  /** Notes that a change begins. */
  public Rotation begin(int from, int to, String person) {
    return registry.inTransaction(
        tx -> {
          long number = tx.number(SQL.get("last")) + 1;
          tx.update(SQL.get("begin"), number, from, to, person, tx.now());
          Journal.append(
              tx, new Act(person, "keys.rotate.begin", OBJECT, details(number, from, to)));
          return new Rotation(number, from, to, person, tx.now(), Optional.empty());
        });
  }

  /** Notes that a table stands whole under the new version. */
  public void rewrote(Rotation rotation, Rewritten table, String person) {
    registry.inTransaction(
        tx -> {
          tx.update(SQL.get("forget"), rotation.number(), table.room().id(), table.dataset());
          tx.update(
              SQL.get("rewrote"),
              rotation.number(),
              table.room().id(),
              table.dataset(),
              table.sourceCommit(),
              table.rows());
          Map<String, Object> details = details(rotation);
          details.put("room", table.room().id());
          details.put("rows", table.rows());
          return Journal.append(tx, new Act(person, "keys.rotate.table", table.dataset(), details));
        });
  }

  /** The tables that stand whole under the new version. */
  public List<Rewritten> rewritten(Rotation rotation) {
    return registry.read(
        tx ->
            tx.list(
                SQL.get("rewritten"),
                row ->
                    new Rewritten(
                        Room.of(row.getString("room")),
                        row.getString("dataset"),
                        row.getLong("source_commit"),
                        row.getLong("row_count")),
                rotation.number()));
  }

  /**
   * Notes, once, that readers go over to the new version, and lists with them.
   *
   * @param lists the names that the rows of lists give from then on
   */
  public void switched(Rotation rotation, String person, Map<String, String> lists) {
    registry.inTransaction(
        tx -> {
          if (tx.update(SQL.get("switched"), tx.now(), rotation.number()) == 1) {
            new TreeMap<>(lists)
                .forEach(
                    (id, content) -> MailingLists.rekeyed(tx, id, content, rotation.to(), person));
            Journal.append(tx, new Act(person, "keys.rotate.switch", OBJECT, details(rotation)));
          }
          return null;
        });
  }

  /** Notes that nothing is left of the old version. */
  public void end(Rotation rotation, String person) {
    close(rotation, person, "done", "keys.rotate.end");
  }

  /** Notes that the change was given up before readers went over. */
  public void abandon(Rotation rotation, String person) {
    close(rotation, person, "abandoned", "keys.rotate.abandon");
  }

  private void close(Rotation rotation, String person, String outcome, String act) {
    registry.inTransaction(
        tx -> {
          tx.update(SQL.get("end"), tx.now(), outcome, rotation.number());
          return Journal.append(tx, new Act(person, act, OBJECT, details(rotation)));
        });
  }

  private static Map<String, Object> details(Rotation rotation) {
    return details(rotation.number(), rotation.from(), rotation.to());
  }

  private static Map<String, Object> details(long number, int from, int to) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("rotation", number);
    details.put("from", from);
    details.put("to", to);
    return details;
  }

  private static Rotation rotation(ResultSet row) throws SQLException {
    return new Rotation(
        row.getLong("number"),
        row.getInt("from_version"),
        row.getInt("to_version"),
        row.getString("person"),
        Instant.parse(row.getString("started")),
        Optional.ofNullable(row.getString("switched")).map(Instant::parse));
  }
}
