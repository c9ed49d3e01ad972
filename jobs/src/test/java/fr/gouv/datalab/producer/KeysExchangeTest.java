package fr.gouv.datalab.producer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.gouv.datalab.cli.Datalab;
import fr.gouv.datalab.identifiers.IdentifierKind;
import fr.gouv.datalab.keys.KeyEntry;
import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.keys.ProducerKeys;
import fr.gouv.datalab.pseudonyms.Tokenizer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code keys request | export-tokens | receive}, as the two parties type them. */
class KeysExchangeTest {
  private static final String DATASET = "siv.immatriculations";

  @TempDir Path directory;
  private StringWriter out;
  private StringWriter err;

  @BeforeEach
  void makeAHome() {
    assertThat(run("init --home HOME")).isZero();
    assertThat(run("keys init --home HOME")).isZero();
  }

  /** Types a line; words in capitals are files or directories of the test. */
  private int run(String line) {
    out = new StringWriter();
    err = new StringWriter();
    List<String> words =
        Arrays.stream(line.split(" "))
            .map(word -> word.matches("[A-Z][A-Z0-9]*") ? directory.resolve(word).toString() : word)
            .toList();
    return Datalab.run(
        new PrintWriter(out, true),
        new PrintWriter(err, true),
        new ArrayList<>(words).toArray(String[]::new));
  }

  private String fingerprint(String file) throws IOException {
    return ProducerKeys.fingerprint(Files.readAllBytes(directory.resolve(file)));
  }

  private String request(String keys, String file) throws Exception {
    assertThat(run("keys request --keys " + keys + " --out " + file + " --json")).isZero();
    JsonNode said = new ObjectMapper().readTree(out.toString());
    assertThat(said.get("fingerprint").asText()).isEqualTo(fingerprint(file));
    return said.get("fingerprint").asText();
  }

  private String export(String request, String told, String file) throws IOException {
    assertThat(
            run(
                "keys export-tokens "
                    + DATASET
                    + " --to "
                    + request
                    + " --fingerprint "
                    + told
                    + " --out "
                    + file
                    + " --home HOME --user exploitant"))
        .as(() -> err.toString())
        .isZero();
    return fingerprint(file);
  }

  private static byte[] token(KeyStore keys) {
    byte[] plate = "AB123CD".getBytes(StandardCharsets.US_ASCII);
    byte[] token = new byte[Tokenizer.BYTES];
    Tokenizer.of(keys, Set.of(IdentifierKind.IMMATRICULATION), true)
        .token(IdentifierKind.IMMATRICULATION, plate, 0, plate.length, token, 0);
    return token;
  }

  @Test
  void theProducerReceivesTheKeysOfItsDatasetsAndNoOtherAndMakesTheSameTokens() throws Exception {
    String asked = request("CLES", "DEMANDE");
    String sent = export("DEMANDE", asked, "PAQUET");
    assertThat(out.toString()).contains(sent, "token/immatriculation").doesNotContain("token/nir");

    // As somebody would read it out.
    assertThat(
            run("keys receive PAQUET --keys CLES --fingerprint " + sent.toUpperCase(Locale.ROOT)))
        .isZero();

    KeyStore theirs = KeyStore.open(directory.resolve("CLES"));
    KeyStore ours = KeyStore.open(directory.resolve("HOME/keys"));
    assertThat(theirs.list())
        .extracting(KeyEntry::name)
        .containsExactlyInAnyOrder(
            KeyName.token(IdentifierKind.IMMATRICULATION),
            KeyName.token(IdentifierKind.VIN),
            KeyName.token(IdentifierKind.SIREN),
            KeyName.LINK,
            KeyName.RECEPTION,
            KeyName.producer("interieur"));
    assertThat(token(theirs)).isEqualTo(token(ours));
    assertThat(run("journal verify --home HOME")).isZero();
    // Twice is once.
    assertThat(run("keys receive PAQUET --keys CLES --fingerprint " + sent)).isZero();
    assertThat(token(KeyStore.open(directory.resolve("CLES")))).isEqualTo(token(ours));
    assertThat(request("CLES", "ENCORE")).as("the same pair").isEqualTo(asked);
  }

  @Test
  void noKeyTravelsInClear() throws Exception {
    export("DEMANDE", request("CLES", "DEMANDE"), "PAQUET");
    byte[] secret =
        KeyStore.open(directory.resolve("HOME/keys"))
            .tokenKey(KeyName.token(IdentifierKind.IMMATRICULATION))
            .getEncoded();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertThat(bytes)
            .as(file.toString())
            .doesNotContain(new String(secret, StandardCharsets.ISO_8859_1));
      }
    }
  }

  @Test
  void aPackageOpensToItsProducerAlone() throws Exception {
    String sent = export("DEMANDE", request("CLES", "DEMANDE"), "PAQUET");
    request("AUTRES", "AUTRE");

    assertThat(run("keys receive PAQUET --keys AUTRES --fingerprint " + sent)).isEqualTo(5);

    assertThat(err.toString()).contains("sealed to another producer's key, or altered");
    assertThat(KeyStore.open(directory.resolve("AUTRES")).list())
        .extracting(KeyEntry::name)
        .containsExactly(KeyName.RECEPTION);
  }

  @Test
  void anAlteredPackageIsRefusedAlsoWhereItsFingerprintWasToldByTheAlterer() throws Exception {
    export("DEMANDE", request("CLES", "DEMANDE"), "PAQUET");
    Path file = directory.resolve("PAQUET");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] ^= 1;
    Files.write(file, bytes);

    assertThat(run("keys receive PAQUET --keys CLES --fingerprint " + fingerprint("PAQUET")))
        .isEqualTo(5);
    assertThat(err.toString()).contains("altered");
    bytes = Arrays.copyOf(bytes, 20);
    Files.write(file, bytes);
    assertThat(run("keys receive PAQUET --keys CLES --fingerprint " + fingerprint("PAQUET")))
        .isEqualTo(5);
    assertThat(err.toString()).contains("not a package of producer's keys");
  }

  @Test
  void whatIsNoRequestGetsNoKey() throws Exception {
    Files.writeString(directory.resolve("DEMANDE"), "{}");

    int exit =
        run(
            "keys export-tokens "
                + DATASET
                + " --to DEMANDE --fingerprint "
                + fingerprint("DEMANDE")
                + " --out PAQUET --home HOME --user exploitant");

    assertThat(exit).isEqualTo(5);
    assertThat(err.toString()).contains("not a producer's public key");
    assertThat(directory.resolve("PAQUET")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          keys request --keys CLES                                                                            | 2 | --out
          keys request --out DEMANDE                                                                          | 2 | --keys
          keys request --keys CLES --out NULLE/PART                                                           | 2 | There is no directory
          keys receive ABSENT --keys CLES --fingerprint 00                                                    | 4 | there is no file
          keys receive PRESENT --keys CLES --fingerprint 00                                                   | 5 | has another fingerprint than was told
          keys receive PRESENT --keys CLES                                                                    | 2 | --fingerprint
          keys export-tokens siv.immatriculations --to ABSENT --fingerprint 00 --out P --home HOME --user x   | 4 | there is no file
          keys export-tokens siv.immatriculations --to PRESENT --fingerprint 00 --out P --home HOME --user x  | 5 | has another fingerprint than was told
          keys export-tokens essai.inconnu --to PRESENT --fingerprint 00 --out P --home HOME --user x         | 2 | There is no dataset
          keys export-tokens siv.immatriculations dgfip.declarants --to PRESENT --fingerprint 00 --out P --home HOME --user x | 2 | several producers
          keys export-tokens siv.immatriculations --to PRESENT --fingerprint 00 --out P --home AILLEURS --user x | 2 | AILLEURS
          """)
  void aBadInputIsASentence(String line, int exit, String sentence) throws IOException {
    Files.writeString(directory.resolve("PRESENT"), "quelque chose");

    String typed = line.replace("NULLE/PART", directory.resolve("NULLE/PART").toString());
    assertThat(run(typed)).as(() -> out + "" + err).isEqualTo(exit);

    assertThat(err.toString()).contains(sentence).doesNotContain("Exception", "\tat ");
    assertThat(directory.resolve("P")).doesNotExist();
  }

  @Test
  void aPackageThatCannotBeWrittenLeavesNothing() throws Exception {
    String asked = request("CLES", "DEMANDE");
    Path nowhere = directory.resolve("NULLE").resolve("PART");

    int exit =
        run(
            "keys export-tokens "
                + DATASET
                + " --to DEMANDE --fingerprint "
                + asked
                + " --out "
                + nowhere
                + " --home HOME --user exploitant");

    assertThat(exit).isEqualTo(2);
    assertThat(err.toString()).contains("There is no directory");
    assertThat(run("journal export --out JOURNAL --home HOME")).isZero();
    assertThat(Files.readString(directory.resolve("JOURNAL/journal.jsonl")))
        .as("nothing was sealed")
        .doesNotContain("keys.export-tokens");
  }

  @Test
  void aPackageIsReceivedWhereTheRequestWasMade() throws Exception {
    String sent = export("DEMANDE", request("CLES", "DEMANDE"), "PAQUET");

    assertThat(run("keys receive PAQUET --keys NOUVEAU --fingerprint " + sent)).isEqualTo(2);

    assertThat(err.toString()).contains("keys request");
  }
}
