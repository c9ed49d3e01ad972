package fr.gouv.datalab.rights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.journal.Act;
import fr.gouv.datalab.journal.Journal;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.registry.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Demands to erase persons (GDPR, art. 17): a legal reviewer asks, the administrator of each
 * producer approves, nobody does both. Once approved, the person's tokens keep them out of every
 * later delivery of these datasets. Each act is journaled, without a token. Safe for use by many
 * threads.
 */
public final class Erasures {
  private static final JsonMapper JSON = new JsonMapper();

  private final Registry registry;

  /** The erasures of the registry's home. */
  public Erasures(Registry registry) {
    this.registry = registry;
  }

  /**
   * Refuses when a text excludes the right for a dataset (GDPR, art. 17(3)).
   *
   * @throws RefusedException naming that text
   */
  public static void requireRight(Contract contract, Ground ground) {
    String text = contract.excludedRights().get(Contract.ERASURE);
    if (text != null && ground.yieldsToExceptions()) {
      throw new RefusedException(
          text,
          "nobody is erased from "
              + contract.dataset()
              + " on the ground of "
              + ground.article()
              + ": the right does not apply there. Data processed unlawfully are erased all the"
              + " same (--ground unlawful).");
    }
  }

  /** Refuses who may not ask for an erasure, before anything is counted for them. */
  public void requireMayRequest(String person) {
    registry.read(
        tx -> {
          new Mandates(tx).requireLegal(person, "ask for an erasure");
          return null;
        });
  }

  /**
   * Asks for an erasure.
   *
   * @param found the rows counted in each dataset: these are the datasets of the demand
   * @throws RefusedException when the person is no legal reviewer, or a text excludes the right
   */
  public ErasureRequest request(
      List<PersonToken> tokens,
      Ground ground,
      String reference,
      List<Candidates> found,
      String person) {
    Catalogue catalogue = Catalogue.of(registry.home());
    return registry.inTransaction(
        tx -> {
          new Mandates(tx).requireLegal(person, "ask for an erasure");
          found.forEach(each -> requireRight(catalogue.dataset(each.dataset()), ground));
          String id = Numbered.next(tx, "EFF", "countErasures");
          tx.update(
              Numbered.SQL.get("requestErasure"),
              id,
              ground.word(),
              reference,
              tx.now(),
              person,
              json(found));
          found.forEach(
              each -> tx.update(Numbered.SQL.get("requestErasureIn"), id, each.dataset()));
          Numbered.keep(tx, id, tokens);
          Journal.append(
              tx,
              new Act(
                  person,
                  "erase.request",
                  id,
                  Map.of(
                      "ground",
                      ground.article(),
                      "reference",
                      reference,
                      "datasets",
                      found.stream().map(Candidates::dataset).toList(),
                      "kinds",
                      PersonFile.kinds(tokens))));
          return get(tx, id);
        });
  }

  /**
   * Approves an erasure for every dataset whose producer the person is the administrator of.
   *
   * @param level {@link CivilKey.Level#EXACT}, or {@link CivilKey.Level#PROBABLE}: the approver saw
   *     how many rows each reaches
   * @throws RefusedException when the person asked for it, or administers none of them, or another
   *     approved another level
   */
  public ErasureRequest approve(String id, CivilKey.Level level, String person) {
    Catalogue catalogue = Catalogue.of(registry.home());
    return registry.inTransaction(
        tx -> {
          ErasureRequest request = get(tx, id);
          require(request, "requested", "approved");
          if (request.requestedBy().equals(person)) {
            throw new RefusedException(
                "four eyes",
                person + " asked for " + id + ": a producer's administrator approves it.");
          }
          if (request.level().filter(other -> other != level).isPresent()) {
            throw new RefusedException(
                "one decision",
                id + " was approved with another reach of civil status: agree on one, or withdraw");
          }
          Mandates mandates = new Mandates(tx);
          List<String> theirs =
              request.datasets().keySet().stream()
                  .filter(dataset -> mandates.administers(person, catalogue.dataset(dataset)))
                  .sorted()
                  .toList();
          if (theirs.isEmpty()) {
            throw new RefusedException(
                "who answers for a producer's data",
                person
                    + " may not approve "
                    + id
                    + ": a signed convention must name them administrator of the producer of "
                    + String.join(" or ", new TreeMap<>(request.datasets()).keySet())
                    + ".");
          }
          theirs.forEach(
              dataset ->
                  tx.update(Numbered.SQL.get("approveErasure"), tx.now(), person, id, dataset));
          boolean all = get(tx, id).unapproved().isEmpty();
          tx.update(
              Numbered.SQL.get("setErasure"), all ? "approved" : "requested", level.name(), id);
          Journal.append(
              tx,
              new Act(
                  person,
                  "erase.approve",
                  id,
                  Map.of("datasets", theirs, "civilStatus", level.name())));
          return get(tx, id);
        });
  }

  /** Gives a demand up before it is executed, and forgets the person's tokens. */
  public void withdraw(String id, String person) {
    registry.inTransaction(
        tx -> {
          ErasureRequest request = get(tx, id);
          require(request, "requested", "approved");
          if (!request.requestedBy().equals(person)) {
            new Mandates(tx).requireLegal(person, "withdraw an erasure");
          }
          tx.update(Numbered.SQL.get("setErasure"), "withdrawn", null, id);
          Numbered.forget(tx, id);
          Journal.append(tx, new Act(person, "erase.withdraw", id));
          return null;
        });
  }

  /** Says that rows may go from now on; an execution that was cut short begins again. */
  public ErasureRequest begin(String id, String person) {
    return registry.inTransaction(
        tx -> {
          new Mandates(tx).requireLegal(person, "execute an erasure");
          ErasureRequest request = get(tx, id);
          require(request, "approved", "executing");
          tx.update(Numbered.SQL.get("setErasure"), "executing", request.level().get().name(), id);
          return get(tx, id);
        });
  }

  /** The person's tokens. */
  public List<PersonToken> tokens(String id) {
    return registry.read(tx -> Numbered.tokens(tx, id));
  }

  /** Remembers under which keys the vault has the person's envelopes, until it is done. */
  public void keepKeys(String id, String dataset, Map<String, List<byte[]>> tokensByDelivery) {
    registry.inTransaction(
        tx -> {
          tokensByDelivery.forEach(
              (delivery, tokens) ->
                  tokens.forEach(
                      token ->
                          tx.update(
                              Numbered.SQL.get("keepErasureKey"), id, dataset, delivery, token)));
          return null;
        });
  }

  /** The keys that were remembered for a dataset, by delivery. */
  public Map<String, List<byte[]>> keys(String id, String dataset) {
    Map<String, List<byte[]>> keys = new TreeMap<>();
    registry.read(
        tx ->
            tx.list(
                Numbered.SQL.get("erasureKeys"),
                row ->
                    row.getString("dataset").equals(dataset)
                        && keys.computeIfAbsent(
                                row.getString("delivery"), d -> new java.util.ArrayList<>())
                            .add(row.getBytes("token")),
                id));
    return keys;
  }

  /** Says that the person is gone, with the proof's figures. */
  public void done(String id, String person, Map<String, Object> figures) {
    registry.inTransaction(
        tx -> {
          tx.update(Numbered.SQL.get("finishErasure"), tx.now(), person, json(figures), id);
          tx.update(Numbered.SQL.get("forgetErasureKeys"), id);
          Journal.append(tx, new Act(person, "erase.execute", id, figures));
          return null;
        });
  }

  /** All demands, oldest first. */
  public List<ErasureRequest> list() {
    return registry.read(tx -> tx.list(Numbered.SQL.get("erasures"), row -> request(tx, row)));
  }

  /**
   * The demand of that name.
   *
   * @throws UsageException when there is none
   */
  public ErasureRequest get(String id) {
    return registry.read(tx -> get(tx, id));
  }

  /** Those who were erased from a dataset, or are about to be: a delivery leaves them out. */
  public Suppressed suppressed(Contract contract) {
    return registry.read(
        tx -> {
          List<List<PersonToken>> persons =
              tx
                  .list(
                      Numbered.SQL.get("suppressing"),
                      row -> row.getString("id"),
                      contract.dataset())
                  .stream()
                  .map(id -> Numbered.tokens(tx, id))
                  .toList();
          boolean probable = tx.number(Numbered.SQL.get("suppressedLevel"), contract.dataset()) > 0;
          return Suppressed.of(
              contract, persons, probable ? CivilKey.Level.PROBABLE : CivilKey.Level.EXACT);
        });
  }

  private static void require(ErasureRequest request, String... states) {
    if (!List.of(states).contains(request.state())) {
      throw new RefusedException(
          "the order of an erasure",
          request.id()
              + " is "
              + request.state()
              + (request.unapproved().isEmpty() || !request.state().equals("requested")
                  ? ", not " + String.join(" or ", states) + "."
                  : ": it waits for who administers "
                      + String.join(", ", request.unapproved())
                      + "."));
    }
  }

  private static ErasureRequest get(Transaction tx, String id) {
    return tx.first(Numbered.SQL.get("erasure"), row -> request(tx, row), id)
        .orElseThrow(
            () ->
                new UsageException(
                    "There is no erasure " + id + ": `datalab erase list` shows them."));
  }

  private static ErasureRequest request(Transaction tx, ResultSet row) throws SQLException {
    String id = row.getString("id");
    Map<String, String> datasets = new TreeMap<>();
    tx.list(
        Numbered.SQL.get("erasureDatasets"),
        each -> {
          String by = each.getString("approved_by");
          return datasets.put(each.getString("dataset"), by == null ? "" : by);
        },
        id);
    return new ErasureRequest(
        id,
        row.getString("state"),
        Ground.of(row.getString("ground")),
        row.getString("reference"),
        Instant.parse(row.getString("requested")),
        row.getString("requested_by"),
        datasets,
        Optional.ofNullable(row.getString("level")).map(CivilKey.Level::valueOf),
        found(row.getString("found")));
  }

  private static List<Candidates> found(String json) {
    try {
      return JSON.readValue(json, new TypeReference<List<Candidates>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The counts of an erasure cannot be read.", e);
    }
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
