package fr.gouv.datalab.keys;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.Key;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.hybrid.HpkePublicKey;
import com.google.crypto.tink.hybrid.HybridConfig;
import com.google.crypto.tink.prf.HmacPrfKey;
import com.google.crypto.tink.prf.PrfConfig;
import com.google.crypto.tink.signature.Ed25519PublicKey;
import com.google.crypto.tink.signature.SignatureConfig;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** A Tink keyset whose entries are numbered 1, 2, 3...: the versions of one key. */
final class Keyset {
  private static final Set<KeyPurpose> REGISTERED = ConcurrentHashMap.newKeySet();

  private final KeyName name;
  private final KeysetHandle handle;

  Keyset(KeyName name, KeysetHandle handle) {
    this.name = name;
    this.handle = handle;
  }

  /**
   * Tells Tink the algorithms of a purpose; before it reads a key, or it reads one that it does not
   * know. Only those, because each costs a light command its start; and once, because a desk that
   * looks at keys all day would do nothing else.
   */
  static void register(KeyPurpose purpose) {
    if (REGISTERED.contains(purpose)) {
      return;
    }
    try {
      switch (purpose) {
        case TOKEN, SECRET -> PrfConfig.register();
        case VAULT -> HybridConfig.register();
        case SIGNATURE -> SignatureConfig.register();
      }
      REGISTERED.add(purpose);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Tink lacks the algorithms of the datalab.", e);
    }
  }

  /** The first version of a new key. */
  static KeysetHandle draw(KeyPurpose purpose) {
    register(purpose);
    try {
      return KeysetHandle.newBuilder().addEntry(fresh(purpose, 1).makePrimary()).build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("A key could not be drawn.", e);
    }
  }

  KeysetHandle handle() {
    return handle;
  }

  /** The same versions and a new one, which is in use. */
  Keyset next(KeyPurpose purpose) {
    Keyset more = withPrepared(purpose);
    return more.promoted(more.last());
  }

  /** The same versions, the same in use, and a new one. */
  Keyset withPrepared(KeyPurpose purpose) {
    try {
      return built(versions(), current(), fresh(purpose, last() + 1));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The key \"" + name + "\" could not be rotated.", e);
    }
  }

  /** The same versions, of which this one is in use. */
  Keyset promoted(int version) {
    if (!versions().contains(version)) {
      throw new KeyNotFoundException("The key \"" + name + "\" has no version " + version + ".");
    }
    return built(versions(), version, null);
  }

  /** The version in use alone. */
  Keyset onlyCurrent() {
    return built(List.of(current()), current(), null);
  }

  private Keyset built(List<Integer> kept, int inUse, KeysetHandle.Builder.Entry added) {
    try {
      KeysetHandle.Builder builder = KeysetHandle.newBuilder();
      for (int i = 0; i < handle.size(); i++) {
        KeysetHandle.Entry old = handle.getAt(i);
        if (kept.contains(old.getId())) {
          KeysetHandle.Builder.Entry entry =
              KeysetHandle.importKey(old.getKey()).withFixedId(old.getId());
          builder.addEntry(old.getId() == inUse ? entry.makePrimary() : entry);
        }
      }
      if (added != null) {
        builder.addEntry(added);
      }
      return new Keyset(name, builder.build());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The key \"" + name + "\" could not be changed.", e);
    }
  }

  /** The version after the one in use, if there is one. */
  OptionalInt prepared() {
    return last() > current() ? OptionalInt.of(last()) : OptionalInt.empty();
  }

  private int last() {
    List<Integer> versions = versions();
    return versions.get(versions.size() - 1);
  }

  int current() {
    return handle.getPrimary().getId();
  }

  List<Integer> versions() {
    return IntStream.range(0, handle.size())
        .filter(i -> handle.getAt(i).getStatus() == KeyStatus.ENABLED)
        .mapToObj(i -> handle.getAt(i).getId())
        .sorted()
        .toList();
  }

  SecretKey hmac() {
    return hmac(handle.getPrimary().getKey());
  }

  /** HMAC-SHA-256 of the use's name under the version's secret. */
  byte[] derive(int version, String use) {
    for (int i = 0; i < handle.size(); i++) {
      if (handle.getAt(i).getId() == version) {
        try {
          Mac mac = Mac.getInstance("HmacSHA256");
          mac.init(hmac(handle.getAt(i).getKey()));
          return mac.doFinal(use.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
          throw new IllegalStateException("This Java lacks HMAC-SHA-256.", e);
        }
      }
    }
    throw new KeyNotFoundException("The key \"" + name + "\" has no version " + version + ".");
  }

  <P> P primitive(Class<P> type) {
    try {
      return handle.getPrimitive(RegistryConfiguration.get(), type);
    } catch (GeneralSecurityException e) {
      throw new KeyIntegrityException("The key \"" + name + "\" is not what its name says.", e);
    }
  }

  /** The raw public key in use. */
  @AccessesPartialKey
  byte[] publicKey() {
    Key key = handle.getPrimary().getKey();
    if (key instanceof Ed25519PublicKey signature) {
      return signature.getPublicKeyBytes().toByteArray();
    }
    if (key instanceof HpkePublicKey hybrid) {
      return hybrid.getPublicKeyBytes().toByteArray();
    }
    throw new IllegalArgumentException("The key \"" + name + "\" has no public half.");
  }

  @AccessesPartialKey
  private SecretKey hmac(Key key) {
    if (!(key instanceof HmacPrfKey prf)) {
      throw new KeyIntegrityException("The key \"" + name + "\" is not what its name says.", null);
    }
    return new SecretKeySpec(
        prf.getKeyBytes().toByteArray(InsecureSecretKeyAccess.get()), "HmacSHA256");
  }

  private static KeysetHandle.Builder.Entry fresh(KeyPurpose purpose, int version)
      throws GeneralSecurityException {
    return KeysetHandle.generateEntryFromParameters(purpose.parameters()).withFixedId(version);
  }
}
