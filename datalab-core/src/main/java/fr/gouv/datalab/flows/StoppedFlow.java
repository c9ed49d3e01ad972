package fr.gouv.datalab.flows;

import java.time.Instant;

/**
 * A flow that its producer stopped.
 *
 * @param dataset whose data does not flow
 * @param since when it was stopped
 * @param person who stopped it
 * @param reason why, in their words
 */
public record StoppedFlow(String dataset, Instant since, String person, String reason) {}
