package fr.gouv.datalab.releases;

import com.google.crypto.tink.subtle.Ed25519Verify;
import fr.gouv.datalab.hashes.Sha256;
import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.refusals.IntegrityException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * What a person signs when they decide on a release: which one, which round, what they decided, for
 * which seat, and the hash of every file they decided on.
 *
 * @param text lines of a name and a value, each ended by a line break
 */
public record Statement(String text) {
  private static final String FIRST = "datalab/release-decision\n";

  /** The statement of a decision on the files of a release. */
  public static Statement of(
      Release release,
      long round,
      Decision decision,
      String seat,
      String person,
      Instant time,
      String comment,
      byte[] publicKey) {
    StringBuilder text = new StringBuilder(FIRST);
    line(text, "release", release.id());
    line(text, "round", Long.toString(round));
    line(text, "decision", decision.word());
    line(text, "seat", seat.isEmpty() ? "-" : seat);
    line(text, "person", person);
    line(text, "time", time.toString());
    line(text, "comment", Sha256.hex(comment.getBytes(StandardCharsets.UTF_8)));
    line(text, "key", Base64.getEncoder().encodeToString(publicKey));
    for (Release.HashedFile file : release.files()) {
      line(text, "file", file.sha256() + " " + file.path());
    }
    return new Statement(text.toString());
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(name).append(' ').append(value).append('\n');
  }

  /** The values of a name, in order. */
  public List<String> values(String name) {
    List<String> values = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      if (line.startsWith(name + " ")) {
        values.add(line.substring(name.length() + 1));
      }
    }
    return values;
  }

  /**
   * The only value of a name.
   *
   * @throws IntegrityException when there is none, or more than one
   */
  public String value(String name) {
    List<String> values = values(name);
    if (values.size() != 1) {
      throw new IntegrityException("A signed decision does not say its " + name + ".");
    }
    return values.get(0);
  }

  /** The SHA-256 of the text, as the journal's record of the decision has it. */
  public String sha256() {
    return Sha256.hex(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The signature in base64, by the key of the person, which is drawn at first use. */
  String sign(KeyStore keys, String person) {
    try {
      byte[] signature = keys.signer(key(person)).sign(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(signature);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The decision could not be signed.", e);
    }
  }

  /**
   * Checks the signature, by the key that the statement names.
   *
   * @throws IntegrityException when it does not hold
   */
  public void verify(String signature) {
    try {
      new Ed25519Verify(Base64.getDecoder().decode(value("key")))
          .verify(Base64.getDecoder().decode(signature), text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IntegrityException(
          "The signature of a decision on a release does not hold: it was altered.", e);
    }
  }

  /**
   * Checks the signature by the person's own key, as the home has it.
   *
   * @throws IntegrityException when it does not hold
   */
  void verify(KeyStore keys, String person, String signature) {
    try {
      keys.verifier(key(person))
          .verify(Base64.getDecoder().decode(signature), text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IntegrityException(
          "The signature of a decision on a release does not hold: it was altered.", e);
    }
  }

  /**
   * The name of a person's key. It ends by a hash of their name, so that no two people share a key
   * and nobody's is a party's or the house's own.
   */
  public static KeyName key(String person) {
    String safe = person.replaceAll("[^A-Za-z0-9._-]", "-").replaceFirst("^[.-]+", "_");
    String hash = Sha256.hex(person.getBytes(StandardCharsets.UTF_8));
    return KeyName.sign(
        safe.substring(0, Math.min(safe.length(), 80)) + "-" + hash.substring(0, 12));
  }
}
