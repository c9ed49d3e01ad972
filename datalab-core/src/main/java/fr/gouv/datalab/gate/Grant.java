package fr.gouv.datalab.gate;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * What the gate granted: only a {@link Gate} makes one, {@link JobGrants} remembers it. It says
 * what may be read, not that it may still be: ask {@link Grants} at each file.
 */
public final class Grant {
  private final long access;
  private final int version;
  private final String convention;
  private final UseCaseRequest request;
  private final String user;
  private final Instant opened;
  private final LocalDate until;

  Grant(
      long access,
      String convention,
      int version,
      UseCaseRequest request,
      String user,
      Instant opened,
      LocalDate until) {
    this.access = access;
    this.convention = convention;
    this.version = version;
    this.request = request;
    this.user = user;
    this.opened = opened;
    this.until = until;
  }

  /**
   * What a gate elsewhere told that it granted. It opens nothing: keys are asked of that gate.
   *
   * @param access the number of its record in the journal
   */
  public static Grant told(
      long access,
      String convention,
      int version,
      UseCaseRequest request,
      String user,
      Instant opened,
      LocalDate until) {
    return new Grant(access, convention, version, request, user, opened, until);
  }

  /** The number of its record in the journal, and of its rows in the access log. */
  public long access() {
    return access;
  }

  /** The convention under which it was granted. */
  public String convention() {
    return convention;
  }

  /** The version of the convention that counted then. */
  public int version() {
    return version;
  }

  /** The use case that reads. */
  public String useCase() {
    return request.useCase();
  }

  /** The columns that may be read, by dataset; {@code identite:NAME} for linkage tokens. */
  public Map<String, List<String>> datasets() {
    return request.datasets();
  }

  /** The person for whom it was granted. */
  public String user() {
    return user;
  }

  /** When it was granted. */
  public Instant opened() {
    return opened;
  }

  /** The convention's last day. */
  public LocalDate until() {
    return until;
  }

  UseCaseRequest request() {
    return request;
  }

  @Override
  public String toString() {
    return "Grant " + access + " under " + convention + " to " + user;
  }
}
