package fr.gouv.datalab.home;

import fr.gouv.datalab.keys.KeyEncryptionPlace;
import fr.gouv.datalab.notices.MailSettings;
import fr.gouv.datalab.openid.ProviderSettings;
import fr.gouv.datalab.yaml.Section;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code datalab.yaml} says, with the default where it says nothing.
 *
 * @param registry the database of acts
 * @param lake URI of the lake's root, of any Hadoop file system
 * @param vault URI of the vault's root
 * @param landing URI where deliveries land
 * @param keyEncryption where the key-encryption key is to be
 * @param openid the OpenID Connect provider who says who people are, where there is one
 * @param gate the gate that jobs ask for keys; empty when they have the home's own
 * @param mail by which mail server people are told what waits for them, where there is one
 * @param spark Spark settings added to the house's own, by full name
 */
public record Configuration(
    RegistryPlace registry,
    String lake,
    String vault,
    String landing,
    KeyEncryptionPlace keyEncryption,
    Optional<ProviderSettings> openid,
    Optional<GatePlace> gate,
    Optional<MailSettings> mail,
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
    Path file = home.configurationFile();
    try {
      return Files.notExists(file)
          ? defaults(home)
          : of(file.toString(), Files.readAllBytes(file), home);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Refuses settings that could not be read back. */
  static void check(String settings, Home home) {
    of("datalab.yaml", settings.getBytes(StandardCharsets.UTF_8), home);
  }

  private static Configuration of(String document, byte[] yaml, Home home) {
    Configuration defaults = defaults(home);
    return Section.optional(document, yaml)
        .map(section -> defaults.with(section, home))
        .orElse(defaults);
  }

  private static Configuration defaults(Home home) {
    return new Configuration(
        RegistryPlace.at("jdbc:sqlite:" + home.registry()),
        home.lake().toUri().toString(),
        home.vault().toUri().toString(),
        home.landing().toUri().toString(),
        KeyEncryptionPlace.InFile.DEFAULT,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of());
  }

  /** The gate at an address that was given, with the files of the one that is configured. */
  public GatePlace gateAt(String url, Home home) {
    return gate.map(place -> place.movedTo(url)).orElseGet(() -> GatePlace.at(url, home));
  }

  private Configuration with(Section yaml, Home home) {
    Configuration said =
        new Configuration(
            RegistrySection.read(yaml, home.path()).orElse(registry),
            yaml.optionalText("lake").orElse(lake),
            yaml.optionalText("vault").orElse(vault),
            yaml.optionalText("landing").orElse(landing),
            yaml.optionalSection("keys")
                .map(keys -> KeyEncryptionSection.read(keys, home.path()))
                .orElse(keyEncryption),
            yaml.optionalSection("openid").map(section -> OpenIdSection.read(section, home.path())),
            yaml.optionalSection("gate").map(section -> GatePlace.read(section, home)),
            yaml.optionalSection("mail").map(section -> MailSection.read(section, home.path())),
            yaml.textByKey("spark"));
    yaml.nothingElse();
    return said;
  }
}
