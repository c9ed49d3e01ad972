package fr.gouv.datalab.warrants;

import fr.gouv.datalab.vault.Recipient;
import java.time.LocalDate;
import java.util.Optional;

/**
 * What someone asks a warrant for.
 *
 * @param convention under which
 * @param useCase for which purpose
 * @param list SHA-256 of the list
 * @param recipient to whom names and addresses would go
 * @param until last day; empty for the longest that the convention allows
 * @param reason why
 */
public record WarrantRequest(
    String convention,
    String useCase,
    String list,
    Recipient recipient,
    Optional<LocalDate> until,
    String reason) {}
