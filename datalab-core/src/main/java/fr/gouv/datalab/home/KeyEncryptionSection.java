package fr.gouv.datalab.home;

import fr.gouv.datalab.keys.KeyEncryptionPlace;
import fr.gouv.datalab.yaml.Section;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** The section {@code keys} of {@code datalab.yaml}: where the key-encryption key is to be. */
final class KeyEncryptionSection {
  private KeyEncryptionSection() {}

  /** Paths are relative to the home. */
  static KeyEncryptionPlace read(Section keys, Path home) {
    String kind = keys.text("kek");
    Optional<Section> token = keys.optionalSection("pkcs11");
    Optional<Section> vault = keys.optionalSection("vault");
    keys.nothingElse();
    Optional<KeyEncryptionPlace> inToken = token.map(section -> token(section, home));
    Optional<KeyEncryptionPlace> inVault = vault.map(section -> vault(section, home));
    return switch (kind) {
      case "file" -> KeyEncryptionPlace.InFile.DEFAULT;
      case "pkcs11" -> inToken.orElseGet(() -> keys.fail("pkcs11", "is missing: say which token"));
      case "vault" -> inVault.orElseGet(() -> keys.fail("vault", "is missing: say which server"));
      default -> keys.fail("kek", "must be file, pkcs11 or vault");
    };
  }

  private static KeyEncryptionPlace token(Section token, Path home) {
    KeyEncryptionPlace place =
        new KeyEncryptionPlace.InToken(
            home.resolve(token.text("module")),
            token.optionalText("slot").isPresent()
                ? OptionalLong.of(token.integer("slot"))
                : OptionalLong.empty(),
            token.optionalText("label").orElse("datalab"),
            home.resolve(token.text("pinFile")));
    token.nothingElse();
    return place;
  }

  private static KeyEncryptionPlace vault(Section vault, Path home) {
    KeyEncryptionPlace place =
        new KeyEncryptionPlace.InVault(
            address(vault),
            word(vault, "mount", "transit", "[A-Za-z0-9._/-]+"),
            word(vault, "key", "datalab", "[A-Za-z0-9._-]+"),
            home.resolve(vault.text("tokenFile")),
            vault.optionalText("caFile").map(home::resolve),
            vault.optionalText("namespace"));
    vault.nothingElse();
    return place;
  }

  private static URI address(Section vault) {
    try {
      return new URI(vault.text("address"));
    } catch (java.net.URISyntaxException e) {
      return vault.fail("address", "is not an address, such as https://vault.example:8200");
    }
  }

  private static String word(Section vault, String key, String unless, String form) {
    String word = vault.optionalText(key).orElse(unless);
    return word.matches(form) ? word : vault.fail(key, "has a character that no name in Vault has");
  }
}
