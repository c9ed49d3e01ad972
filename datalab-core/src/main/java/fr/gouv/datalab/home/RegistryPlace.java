package fr.gouv.datalab.home;

import fr.gouv.datalab.yaml.Section;
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

  /**
   * A place that someone names.
   *
   * @throws fr.gouv.datalab.refusals.BadDataException when it cannot be one, or holds a password
   */
  public static RegistryPlace checked(
      String url, Optional<String> user, Optional<Path> passwordFile) {
    RegistryPlace said = new RegistryPlace(url, user, passwordFile);
    Section yaml =
        Section.of("--to", said.lines().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return RegistrySection.read(yaml, Path.of("")).orElseThrow();
  }

  /** The lines of {@code datalab.yaml} that say so. */
  public String lines() {
    StringBuilder lines = new StringBuilder("registry:\n  url: " + quoted(url) + "\n");
    user.ifPresent(name -> lines.append("  user: ").append(quoted(name)).append('\n'));
    passwordFile.ifPresent(
        file ->
            lines
                .append("  passwordFile: ")
                .append(quoted(file.toAbsolutePath().normalize().toString()))
                .append('\n'));
    return lines.toString();
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /** A place that needs no password. */
  public static RegistryPlace at(String url) {
    return new RegistryPlace(url, Optional.empty(), Optional.empty());
  }
}
