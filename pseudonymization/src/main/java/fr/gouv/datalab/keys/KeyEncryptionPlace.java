package fr.gouv.datalab.keys;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** Where the key-encryption key lives: what a security officer decides. It holds no secret. */
public sealed interface KeyEncryptionPlace {

  /** Where it is, for people. */
  String description();

  /** Whether two places are ways to the same key: a server that moved, a PIN in another file. */
  default boolean isWayTo(KeyEncryptionPlace other) {
    if (this instanceof InToken a && other instanceof InToken b) {
      return a.module.equals(b.module) && a.slot.equals(b.slot) && a.label.equals(b.label);
    }
    if (this instanceof InVault a && other instanceof InVault b) {
      return a.mount.equals(b.mount) && a.key.equals(b.key) && a.namespace.equals(b.namespace);
    }
    return equals(other);
  }

  /**
   * In a file that only its owner may read: the embedded default.
   *
   * @param file relative to the key store's directory, or absolute
   */
  record InFile(Path file) implements KeyEncryptionPlace {
    /** The file {@code kek}, beside the keysets. */
    public static final InFile DEFAULT = new InFile(Path.of("kek"));

    @Override
    public String description() {
      return "file " + file;
    }
  }

  /**
   * In a PKCS#11 token: an AES-256 key that never leaves it.
   *
   * @param module the maker's library, such as {@code /usr/lib/softhsm/libsofthsm2.so}
   * @param slot the token's slot, as the maker's tool prints it; empty for the first one
   * @param label the key's label in the token
   * @param pinFile holds the user's PIN; only its owner may read it
   */
  record InToken(Path module, OptionalLong slot, String label, Path pinFile)
      implements KeyEncryptionPlace {
    @Override
    public String description() {
      String where = slot.isPresent() ? "slot " + slot.getAsLong() : "the first slot";
      return "pkcs11 key " + label + " in " + where + " of " + module;
    }
  }

  /**
   * In Vault's transit engine, or a server that speaks its API: a key that never leaves it.
   *
   * @param address such as {@code https://vault.example:8200}
   * @param mount where the transit engine is mounted, {@code transit} as a rule
   * @param key its name there
   * @param tokenFile holds a token of Vault; only its owner may read it, and it is read anew for
   *     each request, so that an agent may renew it
   * @param authority certificates (PEM) by which the server is known; empty for Java's own
   * @param namespace of Vault, where it has some
   */
  record InVault(
      URI address,
      String mount,
      String key,
      Path tokenFile,
      Optional<Path> authority,
      Optional<String> namespace)
      implements KeyEncryptionPlace {
    @Override
    public String description() {
      return "vault key " + mount + "/" + key + " at " + address;
    }
  }
}
