package fr.gouv.datalab.keys;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmParameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

/**
 * The embedded default: a key-encryption key (AES-256-GCM) in a file that only its owner may read.
 *
 * <p>It protects keysets that are copied without it, not against someone who reads this whole
 * directory: for that, use a PKCS#11 token or Vault.
 */
public final class FileKey implements KeyEncryptionKey {
  private final Path file;
  private final Aead aead;

  private FileKey(Path file, Aead aead) {
    this.file = file;
    this.aead = aead;
  }

  /**
   * Reads the key.
   *
   * @throws KeyEncryptionException when the file is missing or is not a key
   */
  public static FileKey open(Path file) {
    try {
      AeadConfig.register();
      KeysetHandle handle =
          TinkProtoKeysetFormat.parseKeyset(
              Files.readAllBytes(file), InsecureSecretKeyAccess.get());
      return new FileKey(file, handle.getPrimitive(RegistryConfiguration.get(), Aead.class));
    } catch (IOException e) {
      throw new KeyEncryptionException(
          "The key-encryption key " + file + " cannot be read; restore it from its backup.", e);
    } catch (GeneralSecurityException e) {
      throw new KeyEncryptionException(
          "The file " + file + " is not a key-encryption key; restore it from its backup.", e);
    }
  }

  /** Draws a new key and writes it, with mode 0600; never replaces one that is there. */
  public static FileKey create(Path file) {
    try {
      AeadConfig.register();
      KeysetHandle handle =
          KeysetHandle.generateNew(
              AesGcmParameters.builder()
                  .setKeySizeBytes(32)
                  .setIvSizeBytes(12)
                  .setTagSizeBytes(16)
                  .setVariant(AesGcmParameters.Variant.NO_PREFIX)
                  .build());
      if (Files.exists(file)) {
        throw new KeyEncryptionException(
            "There is a key-encryption key in " + file + " already; it is never replaced.");
      }
      PrivateFiles.write(
          file, TinkProtoKeysetFormat.serializeKeyset(handle, InsecureSecretKeyAccess.get()));
      return open(file);
    } catch (GeneralSecurityException e) {
      throw new KeyEncryptionException("A key-encryption key could not be drawn.", e);
    }
  }

  @Override
  public byte[] wrap(byte[] keyset, byte[] context) {
    try {
      return aead.encrypt(keyset, context);
    } catch (GeneralSecurityException e) {
      throw new KeyEncryptionException("The key-encryption key in " + file + " did not wrap.", e);
    }
  }

  @Override
  public byte[] unwrap(byte[] wrapped, byte[] context) {
    try {
      return aead.decrypt(wrapped, context);
    } catch (GeneralSecurityException e) {
      throw new KeyIntegrityException(
          "The key was altered, or was wrapped by another key than the one in " + file + ".", e);
    }
  }

  @Override
  public String description() {
    return "file " + file;
  }
}
