package fr.gouv.datalab.deliveries;

import java.time.Instant;

/**
 * One delivery that is in the lake, whole.
 *
 * @param id first hexadecimal digits of a hash over the dataset and its files
 * @param dataset such as {@code dgfip.declarants}
 * @param person who had it ingested
 * @param ended when
 * @param read records in its files
 * @param accepted rows in the lake
 * @param quarantined rows in quarantine; {@code read = accepted + quarantined}
 */
public record Delivery(
    String id,
    String dataset,
    String person,
    Instant ended,
    long read,
    long accepted,
    long quarantined) {}
