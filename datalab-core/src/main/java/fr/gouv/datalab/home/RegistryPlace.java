package fr.gouv.datalab.home;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the registry is.
 *
 * @param url {@code jdbc:sqlite:...} or {@code jdbc:postgresql:...}; holds no password
 * @param user as whom PostgreSQL knows the house, where the URL does not say it
 * @param passwordFile holds that user's password, readable by its owner alone
 */
public record RegistryPlace(String url, Optional<String> user, Optional<Path> passwordFile) {

  /** A place that needs no password. */
  public static RegistryPlace at(String url) {
    return new RegistryPlace(url, Optional.empty(), Optional.empty());
  }
}
