package fr.gouv.datalab.warrants;

import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.keys.KeyStoreException;
import fr.gouv.datalab.releases.Statement;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;

/**
 * What a person signs when they approve a warrant: all that it allows, who asked, and for which
 * seat they answer. Nothing of it can be changed afterwards without their key.
 */
record ApprovalStatement(String text, String person) {

  static ApprovalStatement of(Warrant warrant, String seat, String person, Instant time) {
    StringBuilder text = new StringBuilder("datalab/warrant-approval\n");
    line(text, "warrant", warrant.id());
    line(text, "convention", warrant.convention());
    line(text, "useCase", warrant.useCase());
    line(text, "list", warrant.list());
    line(text, "letter", warrant.letter());
    line(text, "recipient", warrant.recipient());
    line(text, "until", warrant.until().toString());
    line(text, "requestedBy", warrant.requestedBy());
    line(text, "requested", warrant.requested().toString());
    line(text, "seat", seat);
    line(text, "person", person);
    line(text, "time", time.toString());
    return new ApprovalStatement(text.toString(), person);
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(name).append(' ').append(value.replaceAll("\\s+", " ")).append('\n');
  }

  /** The signature in base64, by the person's key, which is drawn at first use. */
  String sign(KeyStore keys) {
    KeyName key = Statement.key(person);
    keys.create(key);
    try {
      return Base64.getEncoder().encodeToString(keys.signer(key).sign(bytes()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The approval could not be signed.", e);
    }
  }

  /** Whether the signature is this person's under this text. */
  boolean holds(KeyStore keys, String signature) {
    try {
      keys.verifier(Statement.key(person)).verify(Base64.getDecoder().decode(signature), bytes());
      return true;
    } catch (GeneralSecurityException | IllegalArgumentException | KeyStoreException e) {
      return false;
    }
  }

  private byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
