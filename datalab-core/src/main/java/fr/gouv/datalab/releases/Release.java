package fr.gouv.datalab.releases;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A release as the registry knows it.
 *
 * @param id {@code REL-2026-0001}
 * @param title as its author gave it
 * @param useCase the use case that made its tables
 * @param convention under which it was run
 * @param state where it stands
 * @param created when it was drafted
 * @param author who drafted it
 * @param submittedBy who submitted it last, if anyone did
 * @param changed when its state last changed
 * @param files its files and their hashes, as they were at the draft, by path
 * @param decisions every decision, oldest first
 */
public record Release(
    String id,
    String title,
    String useCase,
    String convention,
    ReleaseState state,
    Instant created,
    String author,
    Optional<String> submittedBy,
    Instant changed,
    List<HashedFile> files,
    List<Decided> decisions) {

  /** Copies the lists. */
  public Release {
    files = List.copyOf(files);
    decisions = List.copyOf(decisions);
  }

  /**
   * A file of the release.
   *
   * @param path from the release's folder, with {@code /}
   * @param sha256 in hexadecimal
   * @param size in bytes
   */
  public record HashedFile(String path, String sha256, long size) {}

  /**
   * A decision that was taken.
   *
   * @param sequence the journal's record of it
   * @param round which submission it is about, the first being 1
   * @param person who took it
   * @param seat for which seat; empty where none is needed
   * @param decision what was decided
   * @param comment what was said
   * @param time when
   * @param statement the text that was signed
   * @param signature Ed25519 over the statement, in base64
   */
  public record Decided(
      long sequence,
      long round,
      String person,
      String seat,
      Decision decision,
      String comment,
      Instant time,
      String statement,
      String signature) {}

  /**
   * What was frozen at the first export.
   *
   * @param time when
   * @param person who exported
   * @param proof the package's {@code proof.json}
   * @param sums SHA-256 of the package's {@code SHA256SUMS}, in hexadecimal
   * @param signature Ed25519 over {@code SHA256SUMS}, in base64
   */
  public record Exported(
      Instant time, String person, String proof, String sums, String signature) {}

  /** The same release, with these decisions. */
  Release withDecisions(List<Decided> others) {
    return new Release(
        id,
        title,
        useCase,
        convention,
        state,
        created,
        author,
        submittedBy,
        changed,
        files,
        others);
  }

  /** The number of submissions so far. */
  public long round() {
    return decisions.stream().filter(d -> d.decision() == Decision.SUBMIT).count();
  }

  /** The approvals of the present round. */
  public List<Decided> approvals() {
    return decisions.stream()
        .filter(d -> d.decision() == Decision.APPROVE && d.round() == round())
        .toList();
  }
}
