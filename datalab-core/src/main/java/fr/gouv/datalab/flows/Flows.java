package fr.gouv.datalab.flows;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.conventions.Article;
import fr.gouv.datalab.conventions.Convention;
import fr.gouv.datalab.conventions.Filing;
import fr.gouv.datalab.conventions.Filings;
import fr.gouv.datalab.journal.Act;
import fr.gouv.datalab.journal.Journal;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.registry.Statements;
import fr.gouv.datalab.registry.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Stops and resumes the flow of a dataset, for all conventions at once. A flow that nobody stopped
 * is open. Only a person whom a signed convention names administrator of the dataset's producer may
 * do either. The gate refuses a stopped dataset from the moment the act is done, also to jobs that
 * already run. Safe for use by many threads.
 */
public final class Flows {
  private static final Statements SQL = Statements.beside(Flows.class, "flows.sql");

  private final Registry registry;

  /** The flows of the registry's home. */
  public Flows(Registry registry) {
    this.registry = registry;
  }

  /**
   * Stops the flow of a dataset. Stopping it again changes nothing.
   *
   * @param reason shown to those who are refused
   * @return whether it was open
   * @throws RefusedException when the person does not act for the producer
   * @throws UsageException when there is no such dataset
   */
  public boolean stop(String dataset, String person, String reason) {
    Contract contract = Catalogue.of(registry.home()).dataset(dataset);
    return registry.inTransaction(
        tx -> {
          mayAct(tx, contract, person, "stop");
          if (stopped(tx, dataset).isPresent()) {
            return false;
          }
          tx.update(SQL.get("stop"), dataset, tx.now(), person, reason);
          Journal.append(tx, new Act(person, "flow.stop", dataset, Map.of("reason", reason)));
          return true;
        });
  }

  /**
   * Lets the data of a dataset flow again. Resuming an open flow changes nothing.
   *
   * @return whether it was stopped
   * @throws RefusedException when the person does not act for the producer
   * @throws UsageException when there is no such dataset
   */
  public boolean resume(String dataset, String person) {
    Contract contract = Catalogue.of(registry.home()).dataset(dataset);
    return registry.inTransaction(
        tx -> {
          mayAct(tx, contract, person, "resume");
          if (stopped(tx, dataset).isEmpty()) {
            return false;
          }
          tx.update(SQL.get("resume"), person, dataset);
          Journal.append(tx, new Act(person, "flow.resume", dataset));
          return true;
        });
  }

  /** The stop of a dataset's flow; empty when it is open. */
  public Optional<StoppedFlow> stopped(String dataset) {
    return registry.read(tx -> stopped(tx, dataset));
  }

  /** The same, as a transaction sees it. */
  public static Optional<StoppedFlow> stopped(Transaction tx, String dataset) {
    return tx.first(SQL.get("stopped"), Flows::flow, dataset);
  }

  /** All stopped flows, by dataset. */
  public List<StoppedFlow> stopped() {
    return registry.read(tx -> tx.list(SQL.get("allStopped"), Flows::flow));
  }

  private static StoppedFlow flow(ResultSet row) throws SQLException {
    return new StoppedFlow(
        row.getString("dataset"),
        Instant.parse(row.getString("stopped")),
        row.getString("person"),
        row.getString("reason"));
  }

  private static void mayAct(Transaction tx, Contract contract, String person, String act) {
    String role = Convention.administrator(contract.producer());
    Filings filings = new Filings(tx);
    Optional<String> naming = Optional.empty();
    for (String id : filings.ids()) {
      Optional<Filing> current = intact(filings, id);
      if (current.filter(filing -> counts(filing, contract)).isPresent()) {
        naming = Optional.of(id);
        if (current.get().convention().holds(person, role)) {
          return;
        }
      }
    }
    throw new RefusedException(
        naming.map(Article.PEOPLE::of).orElse("the producer's switch"),
        person
            + " may not "
            + act
            + " the flow of "
            + contract.dataset()
            + ": only its producer may, by a person whom a signed convention on it names "
            + role
            + ".");
  }

  /** An altered convention names nobody. */
  private static Optional<Filing> intact(Filings filings, String id) {
    try {
      return filings.current(id);
    } catch (RefusedException altered) {
      return Optional.empty();
    }
  }

  /** Signed by all and not ended; a suspension or a date does not take the switch away. */
  private static boolean counts(Filing filing, Contract contract) {
    return filing.unsigned().isEmpty()
        && filing.ended().isEmpty()
        && contract.producer().equals(filing.convention().producers().get(contract.dataset()));
  }
}
