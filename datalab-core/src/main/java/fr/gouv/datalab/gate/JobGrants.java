package fr.gouv.datalab.gate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.gouv.datalab.hashes.Sha256;
import fr.gouv.datalab.journal.Act;
import fr.gouv.datalab.journal.Journal;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.registry.Statements;
import fr.gouv.datalab.registry.Transaction;
import fr.gouv.datalab.tokens.Bearer;
import fr.gouv.datalab.tokens.TokenStore;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The grants of running jobs. A job presents a secret of 256 random bits, of which the registry
 * keeps the SHA-256 alone, so that a gate that was killed and started again still knows its jobs.
 *
 * <p>Opening, closing and expiry are journaled, each in the transaction that does it; renewals are
 * not. A grant stands until it expires, is closed, or the personal token it was opened with no
 * longer stands. It says who asks: whether the data may still be read, {@link Grants} says. Safe
 * for use by many threads and processes.
 */
public final class JobGrants {
  /** What every secret begins with, so that one that was leaked can be searched for. */
  public static final String PREFIX = "datalab-job_";

  private static final Statements SQL = Statements.beside(JobGrants.class, "jobs.sql");
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Registry registry;
  private final TokenStore tokens;

  /** The grants of the registry's home. */
  public JobGrants(Registry registry) {
    this.registry = registry;
    tokens = new TokenStore(registry);
  }

  /**
   * A grant just opened.
   *
   * @param job what the registry keeps of it
   * @param secret what its processes present; it cannot be had again
   */
  public record Opened(JobGrant job, String secret) {
    @Override
    public String toString() {
      return "Opened[" + job.id() + "]";
    }
  }

  /**
   * Asks to read, for a job.
   *
   * @param bearer who asks
   * @param lakeKey the version of the lake's key in use
   * @param life from now, until it is renewed
   * @throws RefusedException as {@link Gate#open} does
   */
  public Opened open(
      String convention, UseCaseRequest request, Bearer bearer, int lakeKey, Duration life) {
    String secret = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random(32));
    String id = "J-" + HexFormat.of().formatHex(random(6));
    Instant expires = registry.now().plus(life);
    Grant grant =
        new Gate(registry)
            .open(
                convention,
                request,
                bearer.person(),
                Map.of("job", id),
                (tx, granted) ->
                    tx.update(
                        SQL.get("insert"),
                        id,
                        Sha256.hex(secret),
                        granted.access(),
                        convention,
                        granted.version(),
                        request.useCase(),
                        json(request.datasets()),
                        bearer.person(),
                        bearer.token().orElse(null),
                        lakeKey,
                        granted.opened(),
                        granted.until(),
                        expires));
    return new Opened(new JobGrant(id, grant, bearer.token(), lakeKey, expires, false), secret);
  }

  /**
   * The grant of a secret, as it stands now.
   *
   * @throws RefusedException when it is unknown, expired or closed, or its personal token no longer
   *     stands
   */
  public JobGrant of(String secret) {
    return standing(
            registry.read(tx -> tx.first(SQL.get("bySecret"), JobGrants::job, Sha256.hex(secret))))
        .orElseThrow(
            () ->
                refused("This grant is unknown: only a job that the gate opened data to has one."));
  }

  /**
   * Lets a grant stand longer. Its person may, with the token of the moment.
   *
   * @throws RefusedException when it no longer stands, or is another person's
   */
  public JobGrant renew(String id, Bearer bearer, Duration life) {
    JobGrant job =
        standing(registry.read(tx -> tx.first(SQL.get("byId"), JobGrants::job, id)))
            .filter(known -> known.grant().user().equals(bearer.person()))
            .orElseThrow(() -> refused(bearer.person() + " has no grant " + id + " that stands."));
    Instant expires = registry.now().plus(life);
    registry.inTransaction(tx -> tx.update(SQL.get("renew"), expires, id));
    return new JobGrant(id, job.grant(), job.token(), job.lakeKey(), expires, false);
  }

  /** Ends a grant. Ending it again changes nothing. */
  public void close(JobGrant job) {
    registry.inTransaction(tx -> end(tx, job.id(), "gate.close"));
  }

  /**
   * Ends the grants that nobody renewed: their jobs died.
   *
   * @return the ids of those that ended
   */
  public List<String> expire() {
    Instant now = registry.now();
    List<String> over = registry.read(tx -> tx.list(SQL.get("over"), row -> row.getString(1), now));
    over.forEach(id -> registry.inTransaction(tx -> end(tx, id, "gate.expire")));
    return over;
  }

  private static boolean end(Transaction tx, String id, String verb) {
    if (tx.update(SQL.get("close"), tx.now(), id) == 0) {
      return false;
    }
    JobGrant job = tx.first(SQL.get("byId"), JobGrants::job, id).orElseThrow();
    Map<String, Object> keys = new TreeMap<>();
    tx.list(SQL.get("uses"), row -> Map.entry(row.getString(1), row.getLong(2)), id)
        .forEach(use -> keys.put(use.getKey(), use.getValue()));
    Journal.append(
        tx,
        new Act(
            job.grant().user(), verb, job.grant().convention(), Map.of("job", id, "keys", keys)));
    return true;
  }

  private Optional<JobGrant> standing(Optional<JobGrant> found) {
    found.ifPresent(
        job -> {
          if (job.closed()) {
            throw refused("The grant " + job.id() + " was closed: its job is over.");
          }
          if (!registry.now().isBefore(job.expires())) {
            throw refused(
                "The grant "
                    + job.id()
                    + " expired on "
                    + job.expires()
                    + ": its job did not renew it in time. Run the job again.");
          }
          job.token().ifPresent(tokens::check);
        });
    return found;
  }

  private static RefusedException refused(String sentence) {
    return new RefusedException("grant of a job", sentence);
  }

  private static JobGrant job(ResultSet row) throws SQLException {
    Grant grant =
        new Grant(
            row.getLong("access"),
            row.getString("convention"),
            row.getInt("version"),
            new UseCaseRequest(row.getString("use_case"), datasets(row.getString("datasets"))),
            row.getString("person"),
            Instant.parse(row.getString("opened")),
            LocalDate.parse(row.getString("last_day")));
    return new JobGrant(
        row.getString("id"),
        grant,
        Optional.ofNullable(row.getString("token")),
        row.getInt("lake_key"),
        Instant.parse(row.getString("expires")),
        row.getString("closed") != null);
  }

  private static String json(Map<String, List<String>> datasets) {
    try {
      return JSON.writeValueAsString(datasets);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Names can be written as JSON.", e);
    }
  }

  private static Map<String, List<String>> datasets(String json) {
    try {
      return JSON.readValue(json, new TypeReference<Map<String, List<String>>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The registry's grants were altered.", e);
    }
  }

  private static byte[] random(int bytes) {
    byte[] drawn = new byte[bytes];
    RANDOM.nextBytes(drawn);
    return drawn;
  }
}
