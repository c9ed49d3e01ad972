package fr.gouv.datalab.deliveries;

import java.util.Optional;

/**
 * One file of a delivery, known by its content: its name is not kept, it could name someone.
 *
 * @param sha256 of its bytes, lower-case hexadecimal
 * @param size bytes
 * @param source of a tokenised file, the keyed hash of the file in clear that it was made of
 */
public record DeliveredFile(String sha256, long size, Optional<String> source) {
  /** A file in clear. */
  public DeliveredFile(String sha256, long size) {
    this(sha256, size, Optional.empty());
  }
}
