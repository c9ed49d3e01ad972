package fr.gouv.datalab.keys;

import com.google.crypto.tink.HybridDecrypt;
import com.google.crypto.tink.HybridEncrypt;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.PublicKeySign;
import com.google.crypto.tink.PublicKeyVerify;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import javax.crypto.SecretKey;

/**
 * The keys of one home, in a directory, each wrapped by the key-encryption key.
 *
 * <p>Every call reads the key's file anew, so a key that was destroyed or rotated is so at once,
 * also for a store opened before; what a caller built from a key (a tokenizer, a permutation) keeps
 * it. Writes are atomic, and alone among threads and processes. Opening reads no key; public halves
 * are read without the key-encryption key. Thread-safe.
 *
 * <p>All methods that take a name throw {@link KeyNotFoundException} or {@link
 * KeyDestroyedException} when there is no such key, {@link KeyIntegrityException} when its file was
 * altered, and {@link KeyEncryptionException} when the key-encryption key does not answer.
 */
public final class KeyStore {
  private final Path directory;
  private final KeyEncryptionKeys wrapping;

  private KeyStore(Path directory, KeyEncryptionKeys wrapping) {
    this.directory = directory;
    this.wrapping = wrapping;
  }

  /**
   * Opens the store of a directory, with the key-encryption key that its {@code kek.properties}
   * names.
   *
   * @throws KeyNotFoundException when no store was made there
   */
  public static KeyStore open(Path directory) {
    KeyEncryptionKeys wrapping = new KeyEncryptionKeys(directory);
    wrapping.read();
    return new KeyStore(directory, wrapping);
  }

  /** Opens a store whose key-encryption key is given. */
  public static KeyStore open(Path directory, KeyEncryptionKey wrapping) {
    return new KeyStore(directory, new KeyEncryptionKeys(directory, wrapping));
  }

  /** Makes a store, with a key-encryption key in a file. */
  public static KeyStore init(Path directory) {
    return init(directory, KeyEncryptionPlace.InFile.DEFAULT);
  }

  /**
   * Makes a store, and every key that is there from the first day: a token key for each kind, the
   * linkage key, the lake key. What is there already stays, the key-encryption key included.
   *
   * @param place where the key-encryption key is; it is drawn there if it is missing
   */
  public static KeyStore init(Path directory, KeyEncryptionPlace place) {
    KeyStore store = make(directory, place);
    FirstKeys.of(store);
    return store;
  }

  private static KeyStore make(Path directory, KeyEncryptionPlace place) {
    KeyEncryptionKeys wrapping = new KeyEncryptionKeys(directory);
    PrivateFiles.alone(
        directory,
        () -> {
          if (!wrapping.isSet()) {
            wrapping.prove(place);
            wrapping.write(new KeyEncryptionKeys.Setting(1, Map.of(1, place)));
          }
          return null;
        });
    return open(directory);
  }

  /**
   * Makes the store of a producer: a key-encryption key in a file and the pair to which the datalab
   * seals the producer's keys, nothing else. What is there already stays.
   */
  public static KeyStore ofProducer(Path directory) {
    KeyStore store = make(directory, KeyEncryptionPlace.InFile.DEFAULT);
    store.create(KeyName.RECEPTION);
    return store;
  }

  /** Where the key-encryption key is that wraps from now on. */
  public KeyEncryptionPlace place() {
    return wrapping.read().current();
  }

  /**
   * Wraps every key anew: by the key-encryption key of another place, or by a new one of the same
   * (a new file; the newest version of Vault's key). A key-encryption key in a file is destroyed
   * once it wraps nothing; one in a token or in Vault is for its keepers to destroy. Killed
   * anywhere it leaves a store that works, and doing it again finishes it.
   *
   * @return how many keys were wrapped anew
   * @throws KeyEncryptionSettingException when an interrupted one went to another place than this
   */
  public int rewrap(KeyEncryptionPlace place) {
    return PrivateFiles.alone(
        directory, () -> new Rewrapping(directory, wrapping).to(place, this::file));
  }

  /** All keys, by name, those destroyed included. */
  public List<KeyEntry> list() {
    List<KeyEntry> entries = new ArrayList<>();
    for (KeyName name : KeyNames.in(directory)) {
      KeysetFile file = file(name);
      if (file.destroyed()) {
        entries.add(new KeyEntry(name, name.purpose(), List.of(), 0, "", true));
      } else {
        Keyset keyset = keyset(name);
        String wrappedBy = wrapping.description(file.wrappedBy());
        entries.add(
            new KeyEntry(
                name, name.purpose(), keyset.versions(), keyset.current(), wrappedBy, false));
      }
    }
    return List.copyOf(entries);
  }

  /** Whether the key is there and usable. */
  public boolean exists(KeyName name) {
    KeysetFile file = file(name);
    return file.exists() && !file.destroyed();
  }

  /** Whether the key is there for what it does: of someone else's pair, its public half. */
  public boolean holds(KeyName name) {
    return exists(name) || name.purpose().isPair() && file(name).hasPublic();
  }

  /** Whether a key of that name was destroyed for good. */
  public boolean isDestroyed(KeyName name) {
    return file(name).destroyed();
  }

  /**
   * Draws the key if it is not there yet.
   *
   * @return whether it was drawn
   * @throws KeyDestroyedException when a key of that name was destroyed: names are not used twice
   */
  public boolean create(KeyName name) {
    return exists(name)
        ? false
        : PrivateFiles.alone(
            directory,
            () -> {
              KeysetFile file = file(name);
              if (file.destroyed()) {
                throw new KeyDestroyedException(
                    "A key \"" + name + "\" was destroyed for good; its name is not used again.");
              }
              if (file.exists()) {
                return false;
              }
              file.write(Keyset.draw(name.purpose()), wrapping);
              return true;
            });
  }

  /**
   * Adds a version and puts it in use; older ones stay readable until {@link #retire}.
   *
   * @return the new version
   * @throws IllegalArgumentException for a token key, which never changes
   */
  public int rotate(KeyName name) {
    if (!name.purpose().rotates()) {
      throw new IllegalArgumentException(
          "The key \"" + name + "\" cannot be rotated: tokens are one-way, none could follow.");
    }
    return PrivateFiles.alone(
        directory,
        () -> {
          Keyset next = keyset(name).next(name.purpose());
          file(name).write(next.handle(), wrapping);
          return next.current();
        });
  }

  /**
   * Adds a version that is not in use yet, or finds the one that was added before: what must be
   * rewritten under it can be, before {@link #promote} puts it in use for all at once.
   *
   * @return the version that waits
   * @throws IllegalArgumentException for a token key, which never changes
   */
  public int prepare(KeyName name) {
    if (!name.purpose().rotates()) {
      throw new IllegalArgumentException(
          "The key \"" + name + "\" cannot be rotated: tokens are one-way, none could follow.");
    }
    return PrivateFiles.alone(
        directory,
        () -> {
          Keyset keyset = keyset(name);
          if (keyset.prepared().isPresent()) {
            return keyset.prepared().getAsInt();
          }
          Keyset more = keyset.withPrepared(name.purpose());
          file(name).write(more.handle(), wrapping);
          return more.prepared().getAsInt();
        });
  }

  /** The version that waits to be put in use, if one does. */
  public OptionalInt prepared(KeyName name) {
    return keyset(name).prepared();
  }

  /**
   * Puts a version in use, at one instant for every reader; older ones stay readable until {@link
   * #retire}.
   *
   * @throws KeyNotFoundException when there is no such version
   */
  public void promote(KeyName name, int version) {
    PrivateFiles.alone(
        directory,
        () -> {
          file(name).write(keyset(name).promoted(version).handle(), wrapping);
          return null;
        });
  }

  /**
   * Removes every version but the one in use: what was written under them is unreadable for good.
   */
  public void retire(KeyName name) {
    PrivateFiles.alone(
        directory,
        () -> {
          file(name).write(keyset(name).onlyCurrent().handle(), wrapping);
          return null;
        });
  }

  /**
   * Destroys a key for good (crypto-shredding): its file is overwritten and removed, and its name
   * is never used again. Copies of the directory kept elsewhere must be destroyed by whoever keeps
   * them.
   */
  public void destroy(KeyName name) {
    PrivateFiles.alone(
        directory,
        () -> {
          KeysetFile file = file(name);
          if (!file.exists() && !file.destroyed()) {
            throw new KeyNotFoundException("There is no key \"" + name + "\".");
          }
          file.destroy();
          return null;
        });
  }

  /** The versions of a key, oldest first; which one is in use, {@link #current} says. */
  public List<Integer> versions(KeyName name) {
    return keyset(name).versions();
  }

  /** The version in use. */
  public int current(KeyName name) {
    return keyset(name).current();
  }

  /**
   * Something that differs once the key was replaced, rotated or destroyed; costs no more than
   * looking at its file, and never the key-encryption key.
   */
  public Object stamp(KeyName name) {
    return file(name).stamp();
  }

  /**
   * The same for the public half of a pair: something that differs once it was replaced or lost.
   */
  public Object publicStamp(KeyName name) {
    return file(name).publicStamp();
  }

  /** The HMAC-SHA-256 key of a token family. */
  public SecretKey tokenKey(KeyName name) {
    return keyset(require(name, KeyPurpose.TOKEN)).hmac();
  }

  /**
   * 32 secret bytes for one use, derived from the version in use of a {@link KeyPurpose#SECRET}.
   *
   * @param use what they are for; two uses have unrelated secrets
   */
  public byte[] secret(KeyName name, String use) {
    Keyset keyset = keyset(require(name, KeyPurpose.SECRET));
    return keyset.derive(keyset.current(), use);
  }

  /**
   * 32 secret bytes for one use, derived from a given version.
   *
   * @throws KeyNotFoundException when that version was retired or never was
   */
  public byte[] secret(KeyName name, int version, String use) {
    return keyset(require(name, KeyPurpose.SECRET)).derive(version, use);
  }

  /** Signs with Ed25519: 64 bytes, no prefix. */
  public PublicKeySign signer(KeyName name) {
    return keyset(require(name, KeyPurpose.SIGNATURE)).primitive(PublicKeySign.class);
  }

  /** Checks signatures; reads the public half alone. */
  public PublicKeyVerify verifier(KeyName name) {
    return publicKeyset(require(name, KeyPurpose.SIGNATURE)).primitive(PublicKeyVerify.class);
  }

  /** Encrypts to a custodian; reads the public half alone. */
  public HybridEncrypt encrypter(KeyName name) {
    return publicKeyset(require(name, KeyPurpose.VAULT)).primitive(HybridEncrypt.class);
  }

  /** Decrypts what was encrypted to a custodian. */
  public HybridDecrypt decrypter(KeyName name) {
    return keyset(require(name, KeyPurpose.VAULT)).primitive(HybridDecrypt.class);
  }

  /** The 32 bytes of the public key in use of a pair (RFC 8032 or RFC 7748). */
  public byte[] publicKey(KeyName name) {
    return publicKeyset(name).publicKey();
  }

  private Keyset publicKeyset(KeyName name) {
    return new Keyset(name, file(name).readPublic());
  }

  /** The key itself, for what this package makes of it. */
  Keyset keyset(KeyName name) {
    return new Keyset(name, file(name).read(wrapping));
  }

  /** Where the key is. */
  KeysetFile file(KeyName name) {
    return new KeysetFile(directory, name);
  }

  private static KeyName require(KeyName name, KeyPurpose purpose) {
    if (name.purpose() != purpose) {
      throw new IllegalArgumentException(
          "The key \"" + name + "\" is for " + name.purpose() + ", not for " + purpose + ".");
    }
    return name;
  }

  /** Puts in the store what another one gave. */
  void put(KeyName name, KeysetHandle keyset) {
    PrivateFiles.alone(
        directory,
        () -> {
          file(name).write(keyset, wrapping);
          return null;
        });
  }

  /** Only the place: never a key. */
  @Override
  public String toString() {
    return "KeyStore[" + directory + "]";
  }
}
