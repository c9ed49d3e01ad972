package fr.gouv.datalab.vault;

import com.google.crypto.tink.HybridDecrypt;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import java.security.GeneralSecurityException;

/**
 * Both halves of a recipient's key, for the recipient's own premises. The private half is a Tink
 * keyset in JSON, in clear: the recipient's machine keeps it as it keeps its other secrets. A
 * datalab never needs it.
 */
public final class RecipientPair {
  private final KeysetHandle handle;

  private RecipientPair(KeysetHandle handle) {
    this.handle = handle;
  }

  /** A new pair. */
  public static RecipientPair draw() {
    Recipient.register();
    try {
      return new RecipientPair(KeysetHandle.generateNew(Recipient.parameters()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("A key could not be drawn.", e);
    }
  }

  /**
   * Reads a private half.
   *
   * @throws IllegalArgumentException when it is not one; the sentence never repeats the text
   */
  public static RecipientPair read(String json) {
    Recipient.register();
    try {
      RecipientPair pair =
          new RecipientPair(
              TinkJsonProtoKeysetFormat.parseKeyset(json, InsecureSecretKeyAccess.get()));
      Recipient.of(pair.handle.getPublicKeysetHandle());
      return pair;
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("This is not the private key of a recipient.", null);
    }
  }

  /** The private half as a file holds it: a secret. */
  public String secretText() {
    try {
      return TinkJsonProtoKeysetFormat.serializeKeyset(handle, InsecureSecretKeyAccess.get());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The public half. */
  public Recipient recipient() {
    try {
      return Recipient.of(handle.getPublicKeysetHandle());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  byte[] unwrap(byte[] wrapped, byte[] context) throws GeneralSecurityException {
    return handle
        .getPrimitive(RegistryConfiguration.get(), HybridDecrypt.class)
        .decrypt(wrapped, context);
  }

  /** Only the public half. */
  @Override
  public String toString() {
    return "RecipientPair[" + recipient().fingerprint() + "]";
  }
}
