package fr.gouv.datalab.home;

import fr.gouv.datalab.keys.KeyEncryptionPlace;
import fr.gouv.datalab.openid.ProviderSettings;
import fr.gouv.datalab.yaml.Section;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code datalab.yaml} says, with the default where it says nothing.
 *
 * @param registry JDBC URL of the registry: {@code jdbc:sqlite:...} or {@code jdbc:postgresql:...}
 * @param lake URI of the lake's root, of any Hadoop file system
 * @param vault URI of the vault's root
 * @param landing URI where deliveries land
 * @param keyEncryption where the key-encryption key is to be
 * @param openid the OpenID Connect provider who says who people are, where there is one
 * @param spark Spark settings added to the house's own, by full name
 */
public record Configuration(
    String registry,
    String lake,
    String vault,
    String landing,
    KeyEncryptionPlace keyEncryption,
    Optional<ProviderSettings> openid,
    Map<String, String> spark) {

  /** Copies the settings. */
  public Configuration {
    spark = Map.copyOf(spark);
  }

  /**
   * Reads {@code datalab.yaml}.
   *
   * @throws fr.gouv.datalab.refusals.BadDataException when it is not YAML or has an unknown key
   */
  static Configuration read(Home home) {
    Configuration defaults =
        new Configuration(
            "jdbc:sqlite:" + home.registry(),
            home.lake().toUri().toString(),
            home.vault().toUri().toString(),
            home.landing().toUri().toString(),
            KeyEncryptionPlace.InFile.DEFAULT,
            Optional.empty(),
            Map.of());
    Path file = home.configurationFile();
    try {
      return Files.notExists(file)
          ? defaults
          : Section.optional(file.toString(), Files.readAllBytes(file))
              .map(yaml -> defaults.with(yaml, home))
              .orElse(defaults);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Configuration with(Section yaml, Home home) {
    Configuration said =
        new Configuration(
            yaml.optionalText("registry").orElse(registry),
            yaml.optionalText("lake").orElse(lake),
            yaml.optionalText("vault").orElse(vault),
            yaml.optionalText("landing").orElse(landing),
            yaml.optionalSection("keys")
                .map(keys -> KeyEncryptionSection.read(keys, home.path()))
                .orElse(keyEncryption),
            yaml.optionalSection("openid").map(section -> OpenIdSection.read(section, home.path())),
            yaml.textByKey("spark"));
    yaml.nothingElse();
    return said;
  }
}
