package fr.gouv.datalab.keys;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/**
 * A keyset as it stands on disk: a line {@code datalab-key 1 N}, where N numbers the key-encryption
 * key, then what that key made of Tink's keyset, bound to the key's name.
 *
 * <p>Files of before there were several key-encryption keys have no such line and are Tink's own
 * encrypted keysets; they are under number 1.
 */
record WrappedKeyset(KeyName name, int number, boolean numbered, byte[] sealed) {
  private static final String MAGIC = "datalab-key 1 ";
  private static final int MAX_LINE = MAGIC.length() + 5;

  static WrappedKeyset of(KeyName name, byte[] file) {
    byte[] magic = MAGIC.getBytes(StandardCharsets.US_ASCII);
    if (file.length < magic.length || !Arrays.equals(magic, Arrays.copyOf(file, magic.length))) {
      return new WrappedKeyset(name, 1, false, file);
    }
    int number = 0;
    for (int at = magic.length; at < Math.min(file.length, MAX_LINE); at++) {
      if (file[at] == '\n' && at > magic.length) {
        byte[] sealed = Arrays.copyOfRange(file, at + 1, file.length);
        return new WrappedKeyset(name, number, true, sealed);
      }
      number = file[at] >= '0' && file[at] <= '9' ? number * 10 + file[at] - '0' : -10_000;
    }
    throw new KeyIntegrityException("The key \"" + name + "\" cannot be read: it was altered.");
  }

  static WrappedKeyset seal(
      KeyName name, KeysetHandle keyset, int number, KeyEncryptionKey wrapping)
      throws GeneralSecurityException {
    byte[] clear = TinkProtoKeysetFormat.serializeKeyset(keyset, InsecureSecretKeyAccess.get());
    try {
      return new WrappedKeyset(name, number, true, wrapping.wrap(clear, context(name)));
    } finally {
      Arrays.fill(clear, (byte) 0);
    }
  }

  byte[] bytes() {
    byte[] line = (MAGIC + number + "\n").getBytes(StandardCharsets.US_ASCII);
    byte[] file = Arrays.copyOf(line, line.length + sealed.length);
    System.arraycopy(sealed, 0, file, line.length, sealed.length);
    return file;
  }

  KeysetHandle open(KeyEncryptionKey wrapping) {
    try {
      if (!numbered) {
        return TinkProtoKeysetFormat.parseEncryptedKeyset(sealed, aead(wrapping), context(name));
      }
      byte[] clear = wrapping.unwrap(sealed, context(name));
      try {
        return TinkProtoKeysetFormat.parseKeyset(clear, InsecureSecretKeyAccess.get());
      } finally {
        Arrays.fill(clear, (byte) 0);
      }
    } catch (GeneralSecurityException e) {
      throw new KeyIntegrityException(
          "The key \"" + name + "\" cannot be read: it was altered.", e);
    }
  }

  /** The same keyset under a key-encryption key, which may be the one that it is under. */
  WrappedKeyset under(int next, KeyEncryptionKey from, KeyEncryptionKey to) {
    if (numbered && next == number) {
      return new WrappedKeyset(name, number, true, from.renew(sealed, context(name)));
    }
    try {
      return seal(name, open(from), next, to);
    } catch (GeneralSecurityException e) {
      throw new KeyEncryptionException("The key \"" + name + "\" could not be wrapped.", e);
    }
  }

  private static byte[] context(KeyName name) {
    return ("fr.gouv.datalab key " + name).getBytes(StandardCharsets.UTF_8);
  }

  private static Aead aead(KeyEncryptionKey wrapping) {
    return new Aead() {
      @Override
      public byte[] encrypt(byte[] plaintext, byte[] associatedData) {
        return wrapping.wrap(plaintext, associatedData);
      }

      @Override
      public byte[] decrypt(byte[] ciphertext, byte[] associatedData) {
        return wrapping.unwrap(ciphertext, associatedData);
      }
    };
  }

  /** Which key, never a byte of it. */
  @Override
  public String toString() {
    return name + " under key-encryption key " + number;
  }
}
