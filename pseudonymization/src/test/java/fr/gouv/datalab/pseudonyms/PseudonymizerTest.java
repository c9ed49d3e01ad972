package fr.gouv.datalab.pseudonyms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.gouv.datalab.identifiers.IdentifierKind;
import fr.gouv.datalab.identifiers.Refusal;
import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PseudonymizerTest {
  @TempDir Path directory;
  private KeyStore store;
  private Pseudonymizer pseudonymizer;

  @BeforeEach
  void open() {
    store = KeyStore.init(directory);
    pseudonymizer = Pseudonymizer.of(store);
  }

  @Test
  void givesTwoSpellingsOneSixteenBytePseudonym() {
    assertThat(pseudonym(IdentifierKind.IMMATRICULATION, "ab-123-cd"))
        .hasSize(16)
        .isEqualTo(pseudonym(IdentifierKind.IMMATRICULATION, "AB 123 CD"))
        .isNotEqualTo(pseudonym(IdentifierKind.IMMATRICULATION, "AB 123 CE"));
  }

  @Test
  void tellsKindsApart() {
    Tokenizer tokenizer = Tokenizer.of(store);
    byte[] same = "732829320".getBytes(StandardCharsets.UTF_8);
    assertThat(tokenizer.token(IdentifierKind.SIREN, same))
        .isNotEqualTo(tokenizer.token(IdentifierKind.INE, same));
  }

  @Test
  void tokenIsTheHeadOfTheHmacThatTheDesignWrites() throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(store.tokenKey(KeyName.token(IdentifierKind.IMMATRICULATION)));
    byte[] full = mac.doFinal("immatriculation\0AB123CD".getBytes(StandardCharsets.UTF_8));
    assertThat(
            Tokenizer.of(store)
                .token(IdentifierKind.IMMATRICULATION, "AB123CD".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(Arrays.copyOf(full, 16));
  }

  @Test
  void refusesWithoutTouchingTheOutput() {
    byte[] out = new byte[16];
    byte[] raw = "SS-123-CD".getBytes(StandardCharsets.UTF_8);
    int code = pseudonymizer.pseudonym(IdentifierKind.IMMATRICULATION, raw, 0, raw.length, out, 0);
    assertThat(Refusal.ofCode(code)).isEqualTo(Refusal.PLATE_LETTERS);
    assertThat(out).containsOnly(0);
  }

  @Test
  void sharesNoValueBetweenTwoProjectsAndStepsBack() {
    store.create(KeyName.project("a"));
    store.create(KeyName.project("b"));
    Permutation a = Permutation.ofProject(store, "a");
    Permutation b = Permutation.ofProject(store, "b");
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 500; i++) {
      byte[] lake = pseudonym(IdentifierKind.IMMATRICULATION, String.format("AB-%03d-CD", i + 1));
      assertThat(a.inverted(a.applied(lake))).isEqualTo(lake);
      seen.add(Arrays.toString(lake));
      seen.add(Arrays.toString(a.applied(lake)));
      seen.add(Arrays.toString(b.applied(lake)));
    }
    assertThat(seen).hasSize(1500);
  }

  @Test
  void aProducersTokenGivesTheSameLakePseudonym() {
    byte[] token =
        Tokenizer.of(store)
            .token(IdentifierKind.IMMATRICULATION, "AB123CD".getBytes(StandardCharsets.UTF_8));
    assertThat(pseudonymizer.ofToken(token))
        .isEqualTo(pseudonym(IdentifierKind.IMMATRICULATION, "AB-123-CD"));
  }

  @Test
  void linkTokensOfTwoFieldsAreUnrelated() {
    Tokenizer tokenizer = Tokenizer.of(store);
    byte[] value = "MARTIN".getBytes(StandardCharsets.UTF_8);
    assertThat(tokenizer.linkToken("nomNaissance", value))
        .isEqualTo(tokenizer.linkToken("nomNaissance", value))
        .isNotEqualTo(tokenizer.linkToken("nomUsage", value));
  }

  @Test
  void servesManyThreadsAtOnce() {
    byte[] expected = pseudonym(IdentifierKind.IMMATRICULATION, "AB-123-CD");
    assertThat(
            IntStream.range(0, 2000)
                .parallel()
                .allMatch(
                    i ->
                        Arrays.equals(
                            expected, pseudonym(IdentifierKind.IMMATRICULATION, "AB-123-CD"))))
        .isTrue();
  }

  @Test
  void refusesAPseudonymOfAnotherLength() {
    assertThatThrownBy(() -> Permutation.ofLake(store).applied(new byte[8]))
        .hasMessageContaining("16 bytes");
  }

  private byte[] pseudonym(IdentifierKind kind, String raw) {
    byte[] out = new byte[16];
    byte[] utf8 = raw.getBytes(StandardCharsets.UTF_8);
    assertThat(pseudonymizer.pseudonym(kind, utf8, 0, utf8.length, out, 0)).isZero();
    return out;
  }
}
