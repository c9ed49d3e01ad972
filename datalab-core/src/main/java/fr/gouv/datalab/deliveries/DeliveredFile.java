package fr.gouv.datalab.deliveries;

/**
 * One file of a delivery, known by its content: its name is not kept, it could name someone.
 *
 * @param sha256 of its bytes, lower-case hexadecimal
 * @param size bytes
 */
public record DeliveredFile(String sha256, long size) {}
