package fr.gouv.datalab.rights;

import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.conventions.Filings;
import fr.gouv.datalab.journal.Act;
import fr.gouv.datalab.journal.Journal;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.registry.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Objections of persons to the use of their data (GDPR, art. 21). While one is in force, every
 * reading through the gate leaves out the rows that name the person, and a letter is not sent; the
 * lake keeps them. What the register knows of the person is keyed tokens, which no rotation of the
 * lake's key changes. Safe for use by many threads.
 */
public final class Oppositions {
  private final Registry registry;

  /** The oppositions of the registry's home. */
  public Oppositions(Registry registry) {
    this.registry = registry;
  }

  /**
   * Records an opposition. One with the same tokens and scope that is in force already is returned
   * instead.
   *
   * @param convention the only one that it is about; empty for every use
   * @param person who records it: a legal reviewer of a signed convention
   * @throws fr.gouv.datalab.refusals.RefusedException when the person is not one
   * @throws UsageException when there is no such convention
   */
  public Opposition record(List<PersonToken> tokens, Optional<String> convention, String person) {
    return registry.inTransaction(
        tx -> {
          new Mandates(tx).requireLegal(person, "record an opposition");
          convention.ifPresent(id -> requireConvention(tx, id));
          Optional<Opposition> same =
              all(tx).stream()
                  .filter(
                      each -> each.withdrawn().isEmpty() && each.convention().equals(convention))
                  .filter(each -> Numbered.tokens(tx, each.id()).equals(tokens))
                  .findFirst();
          return same.orElseGet(() -> insert(tx, tokens, convention, person));
        });
  }

  private static void requireConvention(Transaction tx, String id) {
    if (new Filings(tx).current(id).isEmpty()) {
      throw new UsageException("There is no convention " + id + ": see `datalab convention list`.");
    }
  }

  private static Opposition insert(
      Transaction tx, List<PersonToken> tokens, Optional<String> convention, String person) {
    String id = Numbered.next(tx, "OPP", "countOppositions");
    tx.update(Numbered.SQL.get("oppose"), id, convention.orElse(null), tx.now(), person);
    Numbered.keep(tx, id, tokens);
    List<String> kinds = PersonFile.kinds(tokens);
    Journal.append(
        tx,
        new Act(
            person, "oppose", id, Map.of("convention", convention.orElse("*"), "kinds", kinds)));
    return new Opposition(id, convention, tx.now(), person, kinds, Optional.empty());
  }

  /**
   * Ends an opposition: from now on the person's data is used again, and their tokens are
   * forgotten. Ending it again changes nothing.
   *
   * @return whether it was in force
   * @throws UsageException when there is none of that name
   */
  public boolean withdraw(String id, String person) {
    return registry.inTransaction(
        tx -> {
          new Mandates(tx).requireLegal(person, "withdraw an opposition");
          Opposition known =
              all(tx).stream()
                  .filter(each -> each.id().equals(id))
                  .findFirst()
                  .orElseThrow(
                      () ->
                          new UsageException(
                              "There is no opposition "
                                  + id
                                  + ": `datalab oppose --list` shows them."));
          if (known.withdrawn().isPresent()) {
            return false;
          }
          tx.update(Numbered.SQL.get("withdraw"), tx.now(), person, id);
          Numbered.forget(tx, id);
          Journal.append(tx, new Act(person, "oppose.withdraw", id));
          return true;
        });
  }

  /** All oppositions, oldest first, those withdrawn included. */
  public List<Opposition> list() {
    return registry.read(Oppositions::all);
  }

  /**
   * Those who object, now, to what is done under a convention, as the rows of a dataset name them;
   * nobody where a text excludes the right.
   *
   * @param keys the lake's
   */
  public PersonSet inForce(String convention, Contract contract, KeyStore keys) {
    boolean excluded = contract.excludedRights().containsKey(Contract.OPPOSITION);
    return PersonSet.of(keys, excluded ? List.of() : inForce(convention), Handles.of(contract));
  }

  private Collection<List<PersonToken>> inForce(String convention) {
    return registry.read(
        tx ->
            tx.list(Numbered.SQL.get("idsInForce"), row -> row.getString(1), convention).stream()
                .map(id -> Numbered.tokens(tx, id))
                .toList());
  }

  /** The names of those in force under a convention: two equal lists mean the same persons. */
  public List<String> idsInForce(String convention) {
    return registry.read(
        tx -> tx.list(Numbered.SQL.get("idsInForce"), row -> row.getString(1), convention));
  }

  private static List<Opposition> all(Transaction tx) {
    return tx.list(Numbered.SQL.get("oppositions"), row -> opposition(tx, row));
  }

  private static Opposition opposition(Transaction tx, ResultSet row) throws SQLException {
    String id = row.getString("id");
    return new Opposition(
        id,
        Optional.ofNullable(row.getString("convention")),
        Instant.parse(row.getString("since")),
        row.getString("person"),
        PersonFile.kinds(Numbered.tokens(tx, id)),
        Optional.ofNullable(row.getString("withdrawn")).map(Instant::parse));
  }
}
