package fr.gouv.datalab.keys;

import com.google.crypto.tink.HybridEncrypt;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The keys with which a producer makes tokens on its own premises, on their way from the datalab:
 * one file, sealed by HPKE (RFC 9180) to the pair that the producer drew. Only token keys, the
 * linkage key, the key that the two share and public halves travel so: never the lake's key, a
 * project's or a private half.
 *
 * <p>HPKE says who may read and not who wrote. So each side tells the other the fingerprint of what
 * it sent by another way (a telephone), and each refuses a file of another fingerprint.
 */
public final class ProducerKeys {
  private static final String FORMAT = "datalab-producer-keys/1 ";
  private static final int FINGERPRINT_BYTES = 16;

  private ProducerKeys() {}

  /** The public half to which a producer's keys are to be sealed, as a file for the datalab. */
  public static byte[] request(KeyStore producer) {
    try {
      return TinkJsonProtoKeysetFormat.serializeKeysetWithoutSecret(
              producer.file(KeyName.RECEPTION).readPublic())
          .getBytes(StandardCharsets.UTF_8);
    } catch (GeneralSecurityException e) {
      throw new KeyIntegrityException("The reception key of this directory was altered.", e);
    }
  }

  /**
   * Seals keys to a producer.
   *
   * @param party the producer, bound to the package
   * @param names which keys; of pairs, the public half is taken
   * @param request what {@link #request} gave
   * @throws KeyIntegrityException when the request is none
   * @throws IllegalArgumentException for a key that never leaves the datalab
   */
  public static byte[] seal(
      KeyStore datalab, String party, Collection<KeyName> names, byte[] request) {
    ByteArrayOutputStream clear = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(clear)) {
      out.writeInt(names.size());
      for (KeyName name : new TreeSet<>(names)) {
        byte[] key = travelling(datalab, name);
        out.writeUTF(name.value());
        out.writeInt(key.length);
        out.write(key);
        Arrays.fill(key, (byte) 0);
      }
      Keyset.register(KeyPurpose.VAULT);
      HybridEncrypt recipient =
          TinkJsonProtoKeysetFormat.parseKeysetWithoutSecret(
                  new String(request, StandardCharsets.UTF_8))
              .getPrimitive(RegistryConfiguration.get(), HybridEncrypt.class);
      byte[] sealed = recipient.encrypt(clear.toByteArray(), context(party));
      byte[] head = (FORMAT + party + "\n").getBytes(StandardCharsets.US_ASCII);
      byte[] whole = Arrays.copyOf(head, head.length + sealed.length);
      System.arraycopy(sealed, 0, whole, head.length, sealed.length);
      return whole;
    } catch (GeneralSecurityException e) {
      throw new KeyIntegrityException(
          "The request is not a producer's public key: have `datalab keys request` write it again.",
          e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] travelling(KeyStore datalab, KeyName name) throws GeneralSecurityException {
    return switch (name.value().split("/", 2)[0]) {
      case "token", "link", "producer" ->
          TinkProtoKeysetFormat.serializeKeyset(
              datalab.keyset(name).handle(), InsecureSecretKeyAccess.get());
      case "vault" ->
          TinkJsonProtoKeysetFormat.serializeKeysetWithoutSecret(datalab.file(name).readPublic())
              .getBytes(StandardCharsets.UTF_8);
      default ->
          throw new IllegalArgumentException("The key \"" + name + "\" never leaves the datalab.");
    };
  }

  /**
   * Opens a package in the store of the producer, and keeps its keys there. Keys of the same names
   * are replaced.
   *
   * @return the names of the keys received
   * @throws KeyIntegrityException when it was sealed to another producer, or altered
   */
  public static Set<KeyName> receive(KeyStore producer, byte[] sealed) {
    int end = 0;
    while (end < sealed.length && sealed[end] != '\n') {
      end++;
    }
    String head = new String(sealed, 0, end, StandardCharsets.ISO_8859_1);
    if (end == sealed.length || !head.startsWith(FORMAT)) {
      throw new KeyIntegrityException(
          "This is not a package of producer's keys: ask for what `datalab keys export-tokens`"
              + " wrote.");
    }
    byte[] clear;
    try {
      clear =
          producer
              .decrypter(KeyName.RECEPTION)
              .decrypt(
                  Arrays.copyOfRange(sealed, end + 1, sealed.length),
                  context(head.substring(FORMAT.length())));
    } catch (GeneralSecurityException e) {
      throw new KeyIntegrityException(
          "The package does not open: it was sealed to another producer's key, or altered.", e);
    }
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(clear))) {
      Set<KeyName> names = new TreeSet<>();
      for (int left = in.readInt(); left > 0; left--) {
        KeyName name = new KeyName(in.readUTF());
        keep(producer, name, in.readNBytes(in.readInt()));
        names.add(name);
      }
      return names;
    } catch (IOException | GeneralSecurityException e) {
      throw new KeyIntegrityException("The package is not whole: ask for it again.", e);
    } finally {
      Arrays.fill(clear, (byte) 0);
    }
  }

  private static void keep(KeyStore producer, KeyName name, byte[] key)
      throws GeneralSecurityException {
    Keyset.register(name.purpose());
    if (name.purpose().isPair()) {
      KeysetHandle half =
          TinkJsonProtoKeysetFormat.parseKeysetWithoutSecret(
              new String(key, StandardCharsets.UTF_8));
      producer.file(name).writePublic(half);
    } else {
      producer.put(name, TinkProtoKeysetFormat.parseKeyset(key, InsecureSecretKeyAccess.get()));
    }
    Arrays.fill(key, (byte) 0);
  }

  /**
   * What is told over another way, so that each side knows that it has what the other sent.
   *
   * @param file a request or a package
   * @return eight groups of four hexadecimal digits: 128 bits of SHA-256
   */
  public static String fingerprint(byte[] file) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(file);
      return String.join(
          "-", List.of(HexFormat.of().formatHex(hash, 0, FINGERPRINT_BYTES).split("(?<=\\G.{4})")));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java lacks SHA-256.", e);
    }
  }

  private static byte[] context(String party) {
    return ("fr.gouv.datalab producer keys " + party).getBytes(StandardCharsets.UTF_8);
  }
}
