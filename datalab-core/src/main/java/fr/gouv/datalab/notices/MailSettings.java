package fr.gouv.datalab.notices;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * By which mail server people are told that something waits for them.
 *
 * @param host the server
 * @param port where it listens
 * @param tls how the connection is kept secret
 * @param user as whom the server knows the house, if it asks
 * @param passwordFile holds that user's password, readable by its owner alone
 * @param from the sender's address
 * @param desk the desk's address, to which messages link
 * @param caFile certificates (PEM) that the server is checked against, in place of the JDK's
 */
public record MailSettings(
    String host,
    int port,
    Tls tls,
    Optional<String> user,
    Optional<Path> passwordFile,
    String from,
    URI desk,
    Optional<Path> caFile) {

  /** How the connection is kept secret. */
  public enum Tls {
    /** It begins in clear and must turn to TLS before anything is said (RFC 3207). */
    STARTTLS,
    /** It is TLS from its first byte (RFC 8314). */
    IMPLICIT,
    /** It is not: for a server on this machine alone. */
    NONE
  }
}
