package fr.gouv.datalab.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** As whom a registry's database knows the house. */
public final class RegistryLogin {
  @Option(
      names = "--registry-user",
      paramLabel = "USER",
      description = "As whom the database knows the house.")
  private String user;

  @Option(
      names = "--registry-password-file",
      paramLabel = "FILE",
      description = "Holds that user's password, readable by its owner alone.")
  private Path passwordFile;

  /** The user, where one was named. */
  public Optional<String> user() {
    return Optional.ofNullable(user);
  }

  /** The file that holds the password, where one was named. */
  public Optional<Path> passwordFile() {
    return Optional.ofNullable(passwordFile);
  }
}
