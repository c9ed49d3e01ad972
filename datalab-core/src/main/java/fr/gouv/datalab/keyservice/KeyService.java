package fr.gouv.datalab.keyservice;

import fr.gouv.datalab.gate.GrantSecrets;
import fr.gouv.datalab.gate.Grants;
import fr.gouv.datalab.gate.JobGrant;
import fr.gouv.datalab.gate.JobGrants;
import fr.gouv.datalab.gate.KeyUses;
import fr.gouv.datalab.gate.UseCaseRequest;
import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.lake.FileKeys;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.tokens.Bearer;
import fr.gouv.datalab.tokens.BearerVerifier;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the gate does for jobs: opens grants to persons, and keys to grants. Every key is decided
 * when it is asked for: the grant, its person's token, the convention, its dates, the person, the
 * dataset, the family, the flow. It holds nothing that the registry does not: killed and started
 * again, it goes on. Safe for use by many threads.
 */
public final class KeyService {
  private final Registry registry;
  private final KeyStore store;
  private final BearerVerifier persons;
  private final Terms terms;
  private final JobGrants jobs;
  private final Grants grants;
  private final KeyUses uses;
  private final Map<String, Opened> opened = new ConcurrentHashMap<>();

  /**
   * How long what it gives lasts.
   *
   * @param life of a grant that is not renewed
   * @param memory for which a job may remember a file's key, or its project's
   */
  public record Terms(Duration life, Duration memory) {
    /** Five minutes, and five seconds. */
    public static final Terms USUAL = new Terms(Duration.ofMinutes(5), Duration.ofSeconds(5));
  }

  private record Opened(GrantSecrets secrets, FileKeys files) {}

  /**
   * The service of a registry's home and its keys.
   *
   * @param persons who says whom a bearer token stands for
   */
  public KeyService(Registry registry, KeyStore store, BearerVerifier persons, Terms terms) {
    this.registry = registry;
    this.store = store;
    this.persons = persons;
    this.terms = terms;
    jobs = new JobGrants(registry);
    grants = new Grants(registry);
    uses = new KeyUses(registry);
  }

  /** How long what it gives lasts. */
  public Terms terms() {
    return terms;
  }

  /**
   * Opens data to a job.
   *
   * @param user who reads: whom the bearer token stands for, and nobody else
   * @throws RefusedException when the token is not theirs, or as the gate refuses
   */
  public JobGrants.Opened open(
      String bearer, String convention, UseCaseRequest request, String user) {
    Bearer person = persons.verify(bearer);
    if (!person.person().equals(user)) {
      throw new RefusedException(
          "personal token",
          "The token stands for "
              + person.person()
              + ", and the job is run as "
              + user
              + ": give --user "
              + person.person()
              + ", or another token.");
    }
    return jobs.open(convention, request, person, store.current(KeyName.LAKE), terms.life());
  }

  /**
   * Lets a grant stand longer.
   *
   * @throws RefusedException when it no longer stands, or is another person's
   */
  public JobGrant renew(String bearer, String job) {
    return jobs.renew(job, persons.verify(bearer), terms.life());
  }

  /**
   * Ends a grant.
   *
   * @throws RefusedException when it no longer stands
   */
  public void close(String secret) {
    JobGrant job = jobs.of(secret);
    forget(job.id());
    jobs.close(job);
  }

  /**
   * Opens one key of one file.
   *
   * @param key the name of the data key that it is under
   * @param wrapped as it stands in the file
   * @throws RefusedException when the grant does not open that key, or no longer
   * @throws org.apache.parquet.crypto.KeyAccessDeniedException when it is not under that key
   */
  public byte[] unwrap(String secret, KeyName key, String wrapped) {
    JobGrant job = jobs.of(secret);
    Opened open = opened(job);
    try {
      open.secrets.check(key);
    } catch (RefusedException refusal) {
      if (!open.secrets.covers(key)) {
        uses.refused(job, key, refusal);
      }
      throw refusal;
    }
    if (uses.given(job, key)) {
      open.secrets.check(key);
    }
    return open.files.unwrap(wrapped, key);
  }

  /**
   * The key of the project of a grant's convention.
   *
   * @return 32 bytes
   */
  public byte[] projectKey(String secret) {
    JobGrant job = jobs.of(secret);
    Opened open = opened(job);
    byte[] key = open.secrets.projectKey();
    uses.given(job, KeyName.project(job.grant().convention()));
    return key;
  }

  /** Those who object to what a granted dataset is used for, as {@code PersonSet.bytes}. */
  public byte[] objections(String secret, String dataset) {
    return opened(jobs.of(secret)).secrets.objections(dataset).bytes();
  }

  /** The version of the lake's key in use, for a grant that stands. */
  public int lakeVersion(String secret) {
    jobs.of(secret);
    return store.current(KeyName.LAKE);
  }

  /** Writes counts, and ends the grants of jobs that died. To be called every few seconds. */
  public void sweep() {
    uses.flush();
    jobs.expire().forEach(this::forget);
  }

  private void forget(String job) {
    uses.forget(job);
    opened.remove(job);
  }

  private Opened opened(JobGrant job) {
    return opened.computeIfAbsent(
        job.id(),
        id ->
            new Opened(
                new GrantSecrets(registry, store, grants, job.grant()),
                FileKeys.of(store, key -> {}, job.lakeKey())));
  }
}
