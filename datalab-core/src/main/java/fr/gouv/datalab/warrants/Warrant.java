package fr.gouv.datalab.warrants;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * A warrant as the registry keeps it: one purpose, one list, one letter, one recipient, one period.
 *
 * @param id such as {@code MAND-2026-0001}
 * @param convention under which it was asked for
 * @param useCase its purpose
 * @param list SHA-256 of the list of pseudonyms
 * @param letter SHA-256 of the letter's proof
 * @param recipient fingerprint of the recipient's public key
 * @param recipientKey the public key itself, as a file holds it
 * @param reason why, in the words of who asks
 * @param until last day on which it may be approved or executed
 * @param state where it stands
 * @param requestedBy who asked
 * @param requested when
 * @param approvals one for each seat that approved, in order
 * @param execution what its execution did
 */
public record Warrant(
    String id,
    String convention,
    String useCase,
    String list,
    String letter,
    String recipient,
    String recipientKey,
    String reason,
    LocalDate until,
    WarrantState state,
    String requestedBy,
    Instant requested,
    List<Approval> approvals,
    Optional<Execution> execution) {

  /** Copies the approvals. */
  public Warrant {
    approvals = List.copyOf(approvals);
  }

  /**
   * An approval.
   *
   * @param seat for which it was given
   * @param signature of the approval's statement, by the person's key, in base64
   */
  public record Approval(String seat, String person, Instant time, String signature) {}

  /**
   * What an execution did.
   *
   * @param figures how many letters, and how many units without one
   * @param sha256 of the sealed file, in hexadecimal
   */
  public record Execution(String person, Instant time, Figures figures, String sha256) {}

  /**
   * What became of the units to write to.
   *
   * @param letters units for whom a letter's address was written
   * @param unfit units whose address does not fit the standard's six lines
   * @param absent units of whom the vault does not hold what a letter needs
   * @param opposed units left out because a person objected after the list was drawn
   */
  public record Figures(long letters, long unfit, long absent, long opposed) {}
}
