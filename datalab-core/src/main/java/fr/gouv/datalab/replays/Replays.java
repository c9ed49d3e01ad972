package fr.gouv.datalab.replays;

import fr.gouv.datalab.journal.Act;
import fr.gouv.datalab.journal.Journal;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.registry.Statements;
import fr.gouv.datalab.registry.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The register of replays. It alone decides whether rows that were judged again are in the lake:
 * the transaction that says so also changes the delivery's counts and is in the journal. Before it
 * nobody sees them; after it everybody does, whatever a kill left to be moved.
 */
public final class Replays {
  private static final Statements SQL = Statements.beside(Replays.class, "replays.sql");

  private final Registry registry;

  public Replays(Registry registry) {
    this.registry = registry;
  }

  /**
   * Says that sealed rows of a delivery are opened from now on, in the journal too.
   *
   * @param contract the {@link fr.gouv.datalab.catalogue.ContractFingerprint} they are judged by
   */
  public ReplayMandate begin(
      String delivery,
      String dataset,
      String person,
      String contract,
      Optional<Correction> correction) {
    return registry.inTransaction(
        tx -> {
          long number = tx.number(SQL.get("last"), delivery) + 1;
          String id = delivery + ".r" + number;
          tx.update(
              SQL.get("begin"),
              id,
              delivery,
              dataset,
              number,
              person,
              contract,
              correction.map(Correction::sha256).orElse(null),
              correction.map(Correction::file).orElse(null),
              tx.now());
          Replay replay = find(tx, id);
          Map<String, Object> details = details(replay);
          details.put("contract", contract);
          Journal.append(tx, new Act(person, "quarantine.replay.begin", dataset, details));
          return new ReplayMandate(registry, replay);
        });
  }

  /** Whether its rows are still being written. */
  boolean isPending(String id) {
    return registry.read(tx -> find(tx, id)).state() == Replay.State.PENDING;
  }

  /** Whether a file was taken as a correction of that file of a delivery. */
  public boolean isTaken(String delivery, Correction correction) {
    return registry.read(
            tx -> tx.number(SQL.get("corrected"), delivery, correction.sha256(), correction.file()))
        > 0;
  }

  /** The replays of a dataset that have no end yet, oldest first. */
  public List<Replay> unfinished(String dataset) {
    return registry.read(tx -> tx.list(SQL.get("unfinished"), Replays::replay, dataset));
  }

  /** Says that all that passed is in the lake: from this instant on it is read. Journals it. */
  public void decide(Replay replay, Replay.Verdicts verdicts) {
    registry.inTransaction(
        tx -> {
          int pending =
              tx.update(
                  SQL.get("decide"),
                  verdicts.judged(),
                  verdicts.accepted(),
                  verdicts.refused(),
                  replay.id());
          if (pending == 1) {
            tx.update(SQL.get("move"), verdicts.accepted(), verdicts.accepted(), replay.delivery());
            journal(tx, replay, verdicts);
          }
          return null;
        });
  }

  /** Says that every row is the delivery's. */
  public void done(Replay replay) {
    registry.inTransaction(
        tx -> tx.update(SQL.get("end"), "DONE", tx.now(), replay.id(), "DECIDED"));
  }

  /** Says that all stays as it was, because every row was refused as before. Journals it. */
  public void unchanged(Replay replay, long judged) {
    registry.inTransaction(
        tx -> {
          tx.update(SQL.get("unchanged"), judged, judged, replay.id());
          tx.update(SQL.get("end"), "ABANDONED", tx.now(), replay.id(), "PENDING");
          return journal(tx, replay, new Replay.Verdicts(judged, 0, judged));
        });
  }

  /** Says that what a killed or failed replay had written was taken back. Journals it. */
  public void abandon(Replay replay) {
    registry.inTransaction(
        tx -> {
          if (tx.update(SQL.get("end"), "ABANDONED", tx.now(), replay.id(), "PENDING") == 1) {
            Journal.append(
                tx,
                new Act(
                    replay.person(),
                    "quarantine.replay.abandon",
                    replay.dataset(),
                    details(replay)));
          }
          return null;
        });
  }

  private static Object journal(Transaction tx, Replay replay, Replay.Verdicts verdicts) {
    Map<String, Object> details = details(replay);
    details.put("judged", verdicts.judged());
    details.put("accepted", verdicts.accepted());
    details.put("refused", verdicts.refused());
    Journal.append(tx, new Act(replay.person(), "quarantine.replay", replay.dataset(), details));
    return null;
  }

  private static Map<String, Object> details(Replay replay) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("delivery", replay.delivery());
    details.put("replay", replay.id());
    replay.correction().ifPresent(of -> details.put("correction", of.sha256()));
    replay.correction().ifPresent(of -> details.put("file", of.file()));
    return details;
  }

  private static Replay find(Transaction tx, String id) {
    return tx.first(SQL.get("find"), Replays::replay, id).orElseThrow();
  }

  private static Replay replay(ResultSet row) throws SQLException {
    String sha256 = row.getString("correction");
    int file = row.getInt("file");
    return new Replay(
        row.getString("id"),
        row.getString("delivery"),
        row.getString("dataset"),
        Replay.State.valueOf(row.getString("state")),
        row.getString("person"),
        Optional.ofNullable(sha256).map(hash -> new Correction(hash, file)));
  }
}
