package fr.gouv.datalab.deliveries;

import fr.gouv.datalab.journal.Act;
import fr.gouv.datalab.journal.Journal;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.registry.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The register of deliveries. One is pending from before its first row is written until after its
 * last; readers see the rows of ingested ones alone, so a delivery appears whole or not at all, and
 * what a killed process left pending is known and taken back.
 */
public final class Deliveries {
  private final Registry registry;

  public Deliveries(Registry registry) {
    this.registry = registry;
  }

  /**
   * Whether a file of that content is in the lake already, for this dataset, or was and expired:
   * the same file again would begin its retention anew.
   */
  public boolean has(String dataset, String sha256) {
    return registry.read(
            tx ->
                tx.number(
                    "select count(*) from delivery_file f join delivery d on d.id = f.delivery"
                        + " where f.sha256 = ? and d.dataset = ?"
                        + " and d.state in ('ingested', 'expired')",
                    sha256,
                    dataset))
        > 0;
  }

  /** Every file of a dataset that is in the lake. */
  public List<DeliveredFile> files(String dataset) {
    return registry.read(
        tx ->
            tx.list(
                "select f.sha256, f.size, f.source from delivery_file f join delivery d"
                    + " on d.id = f.delivery where d.dataset = ? and d.state = 'ingested'",
                row ->
                    new DeliveredFile(
                        row.getString(1), row.getLong(2), Optional.ofNullable(row.getString(3))),
                dataset));
  }

  /** How many files a delivery has. */
  public int filesOf(String delivery) {
    return registry.read(
        tx -> (int) tx.number("select count(*) from delivery_file where delivery = ?", delivery));
  }

  /** The deliveries of a dataset that began and never ended. */
  public List<String> pending(String dataset) {
    return registry.read(
        tx ->
            tx.list(
                "select id from delivery where dataset = ? and state = 'pending' order by id",
                row -> row.getString(1),
                dataset));
  }

  /** Says that rows of this delivery may be written from now on. */
  public void begin(String id, String dataset, String person, List<DeliveredFile> files) {
    registry.inTransaction(
        tx -> {
          tx.update(
              "insert into delivery (id, dataset, state, person, started, rows_read, accepted,"
                  + " quarantined) values (?, ?, 'pending', ?, ?, 0, 0, 0)",
              id,
              dataset,
              person,
              tx.now());
          for (int i = 0; i < files.size(); i++) {
            DeliveredFile file = files.get(i);
            tx.update(
                "insert into delivery_file (delivery, number, sha256, size, source)"
                    + " values (?, ?, ?, ?, ?)",
                id,
                i + 1,
                file.sha256(),
                file.size(),
                file.source().orElse(null));
          }
          return null;
        });
  }

  /** Forgets a pending delivery whose rows were all taken back. */
  public void abandon(String id) {
    registry.inTransaction(
        tx -> {
          tx.update("delete from delivery_file where delivery = ?", id);
          return tx.update("delete from delivery where id = ? and state = 'pending'", id);
        });
  }

  /** Says that the delivery is whole: from now on its rows are read. Journals it. */
  public Delivery complete(String id, String person, long read, long accepted, long quarantined) {
    return complete(id, person, read, accepted, quarantined, Map.of(), tx -> {});
  }

  /**
   * The same, with what else the journal says of it and the registry keeps of it, in one
   * transaction.
   *
   * @param more details of the journal's record
   * @param also what is kept in the same transaction
   */
  public Delivery complete(
      String id,
      String person,
      long read,
      long accepted,
      long quarantined,
      Map<String, Object> more,
      Consumer<Transaction> also) {
    return registry.inTransaction(
        tx -> {
          tx.update(
              "update delivery set state = 'ingested', ended = ?, rows_read = ?, accepted = ?,"
                  + " quarantined = ?, sequence = (select coalesce(max(sequence), 0) + 1 from"
                  + " delivery) where id = ? and state = 'pending'",
              tx.now(),
              read,
              accepted,
              quarantined,
              id);
          Delivery done =
              tx.first("select * from delivery where id = ?", Deliveries::delivery, id)
                  .orElseThrow();
          List<String> files =
              tx.list(
                  "select sha256 from delivery_file where delivery = ? order by number",
                  row -> row.getString(1),
                  id);
          Map<String, Object> details = new LinkedHashMap<>();
          details.put("delivery", id);
          details.put("read", read);
          details.put("accepted", accepted);
          details.put("quarantined", quarantined);
          details.put("files", files);
          details.putAll(more);
          also.accept(tx);
          Journal.append(tx, new Act(person, "ingest", done.dataset(), details));
          return done;
        });
  }

  /** The delivery of that id, when it is in the lake. */
  public Optional<Delivery> find(String id) {
    return registry.read(
        tx ->
            tx.first(
                "select * from delivery where id = ? and state = 'ingested'",
                Deliveries::delivery,
                id));
  }

  /** The deliveries of a dataset that are in the lake, oldest first. */
  public List<Delivery> of(String dataset) {
    return registry.read(
        tx ->
            tx.list(
                "select * from delivery where dataset = ? and state = 'ingested'"
                    + " order by sequence",
                Deliveries::delivery,
                dataset));
  }

  /**
   * What the rows of a dataset that may be read are labelled with, oldest delivery first: the ids
   * of its deliveries, each followed by those of its replays that were decided but whose rows are
   * not all moved yet.
   */
  public List<String> labels(String dataset) {
    return registry.read(
        tx -> {
          List<String> labels = new ArrayList<>();
          for (String id :
              tx.list(
                  "select id from delivery where dataset = ? and state = 'ingested'"
                      + " order by sequence",
                  row -> row.getString(1),
                  dataset)) {
            labels.add(id);
            labels.addAll(
                tx.list(
                    "select id from replay where delivery = ? and state = 'DECIDED' order by id",
                    row -> row.getString(1),
                    id));
          }
          return labels;
        });
  }

  /** All deliveries in the lake, oldest first. */
  public List<Delivery> all() {
    return registry.read(
        tx ->
            tx.list(
                "select * from delivery where state = 'ingested' order by sequence",
                Deliveries::delivery));
  }

  private static Delivery delivery(java.sql.ResultSet row) throws java.sql.SQLException {
    String ended = row.getString("ended");
    return new Delivery(
        row.getString("id"),
        row.getString("dataset"),
        row.getString("person"),
        ended == null ? null : Instant.parse(ended),
        row.getLong("rows_read"),
        row.getLong("accepted"),
        row.getLong("quarantined"));
  }
}
