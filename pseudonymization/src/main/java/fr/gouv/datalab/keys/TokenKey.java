package fr.gouv.datalab.keys;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AuthProvider;
import java.security.GeneralSecurityException;
import java.security.KeyStore.SecretKeyEntry;
import java.security.Provider;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.Security;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.login.LoginException;

/**
 * A key-encryption key in a PKCS#11 token (AES-256-GCM, sensitive, not extractable): wrapping and
 * unwrapping happen inside the token. Each token is opened once in a process, by Java's SunPKCS11.
 */
final class TokenKey implements KeyEncryptionKey {
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Tokens of this process: PKCS#11 lets a module be initialised once. */
  private static final Map<String, Provider> OPENED = new ConcurrentHashMap<>();

  private final KeyEncryptionPlace.InToken place;
  private final Provider token;
  private final SecretKey key;

  private TokenKey(KeyEncryptionPlace.InToken place, Provider token, SecretKey key) {
    this.place = place;
    this.token = token;
    this.key = key;
  }

  /**
   * The key of that label.
   *
   * @param create whether it is drawn, in the token, when it is missing
   * @throws KeyEncryptionSettingException when the module, the slot, the PIN's file or the key is
   *     not there
   * @throws KeyEncryptionException when the token refuses the PIN, or does not work
   */
  static TokenKey open(KeyEncryptionPlace.InToken place, boolean create) {
    Provider token = OPENED.computeIfAbsent(configuration(place), text -> provider(place, text));
    login(place, token);
    try {
      java.security.KeyStore objects = java.security.KeyStore.getInstance("PKCS11", token);
      objects.load(null, null);
      if (!objects.containsAlias(place.label())) {
        if (!create) {
          throw new KeyEncryptionSettingException(
              "The token has no key labelled "
                  + place.label()
                  + " ("
                  + place.description()
                  + "): correct the label or the slot, or restore the token.");
        }
        KeyGenerator generator = KeyGenerator.getInstance("AES", token);
        generator.init(256);
        objects.setEntry(place.label(), new SecretKeyEntry(generator.generateKey()), null);
      }
      return new TokenKey(place, token, (SecretKey) objects.getKey(place.label(), null));
    } catch (GeneralSecurityException | ProviderException | java.io.IOException e) {
      throw new KeyEncryptionException(
          "The token does not give its key (" + place.description() + "): " + told(e) + ".", e);
    }
  }

  private static String configuration(KeyEncryptionPlace.InToken place) {
    String slot =
        place.slot().isPresent() ? "slot = " + place.slot().getAsLong() : "slotListIndex = 0";
    return "--name = datalab\nlibrary = \""
        + place.module()
        + "\"\n"
        + slot
        + "\nattributes(generate, CKO_SECRET_KEY, CKK_AES) = {\nCKA_TOKEN = true\n"
        + "CKA_SENSITIVE = true\nCKA_EXTRACTABLE = false\nCKA_ENCRYPT = true\n"
        + "CKA_DECRYPT = true\n}\n";
  }

  private static Provider provider(KeyEncryptionPlace.InToken place, String configuration) {
    Path module = place.module();
    if (!Files.isRegularFile(module)) {
      throw new KeyEncryptionSettingException(
          "There is no PKCS#11 module "
              + module
              + ": install the token's software, or correct"
              + " `module` in datalab.yaml.");
    }
    Provider factory = Security.getProvider("SunPKCS11");
    if (factory == null) {
      throw new KeyEncryptionSettingException(
          "This Java lacks SunPKCS11: use a JDK that has the module jdk.crypto.cryptoki.");
    }
    try {
      Provider provider = factory.configure(configuration);
      if (provider.getService("KeyStore", "PKCS11") == null) {
        throw new KeyEncryptionSettingException(noToken(place));
      }
      return provider;
    } catch (ProviderException | UnsupportedOperationException e) {
      throw new KeyEncryptionSettingException(noToken(place) + " (" + told(e) + ")", e);
    }
  }

  private static String noToken(KeyEncryptionPlace.InToken place) {
    return "There is no initialised token in "
        + (place.slot().isPresent() ? "slot " + place.slot().getAsLong() : "the first slot")
        + " of "
        + place.module()
        + ": initialise one with its maker's tool, or correct `slot` and `module` in datalab.yaml.";
  }

  private static void login(KeyEncryptionPlace.InToken place, Provider token) {
    char[] pin = SecretFile.read(place.pinFile(), "PIN of the token");
    try {
      ((AuthProvider) token)
          .login(
              new Subject(),
              callbacks -> {
                for (Callback callback : callbacks) {
                  ((PasswordCallback) callback).setPassword(pin);
                }
              });
    } catch (LoginException e) {
      String code = told(e);
      throw new KeyEncryptionException(
          code.contains("CKR_PIN_LOCKED")
              ? "The token is locked after too many wrong PINs: have its security officer unlock it."
              : code.contains("CKR_PIN")
                  ? "The token refuses the PIN in "
                      + place.pinFile()
                      + ": correct it before trying again, a token locks itself after a few wrong"
                      + " ones."
                  : "The token does not let the datalab in (" + code + ").",
          e);
    } finally {
      Arrays.fill(pin, ' ');
    }
  }

  /** The token's own code, such as CKR_PIN_INCORRECT, where there is one. */
  private static String told(Throwable e) {
    Throwable last = e;
    while (last.getCause() != null) {
      last = last.getCause();
    }
    return last.getMessage() == null ? last.getClass().getSimpleName() : last.getMessage();
  }

  @Override
  public byte[] wrap(byte[] keyset, byte[] context) {
    byte[] nonce = new byte[NONCE];
    RANDOM.nextBytes(nonce);
    try {
      byte[] sealed = run(Cipher.ENCRYPT_MODE, nonce, context, keyset, 0, keyset.length);
      byte[] wrapped = Arrays.copyOf(nonce, NONCE + sealed.length);
      System.arraycopy(sealed, 0, wrapped, NONCE, sealed.length);
      return wrapped;
    } catch (GeneralSecurityException | ProviderException e) {
      throw new KeyEncryptionException(
          "The token did not wrap (" + place.description() + "): " + told(e) + ".", e);
    }
  }

  @Override
  public byte[] unwrap(byte[] wrapped, byte[] context) {
    if (wrapped.length < NONCE + TAG_BITS / 8) {
      throw new KeyIntegrityException("The key's file was truncated.");
    }
    byte[] nonce = Arrays.copyOf(wrapped, NONCE);
    try {
      return run(Cipher.DECRYPT_MODE, nonce, context, wrapped, NONCE, wrapped.length - NONCE);
    } catch (AEADBadTagException e) {
      throw new KeyIntegrityException(
          "The key was altered, or was wrapped by another key than " + place.description() + ".",
          e);
    } catch (GeneralSecurityException | ProviderException e) {
      throw new KeyEncryptionException(
          "The token did not unwrap (" + place.description() + "): " + told(e) + ".", e);
    }
  }

  private byte[] run(int mode, byte[] nonce, byte[] context, byte[] text, int from, int length)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", token);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(context);
    return cipher.doFinal(text, from, length);
  }

  @Override
  public String description() {
    return place.description();
  }
}
