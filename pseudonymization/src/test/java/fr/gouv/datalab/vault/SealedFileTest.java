package fr.gouv.datalab.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealedFileTest {
  private static final RecipientPair PRINTER = RecipientPair.draw();

  @TempDir Path directory;

  private record Written(Path file, SealedFile.Sealed sealed) {}

  private Written written(byte[] content) throws IOException {
    Path file = directory.resolve("lettres.scelle");
    try (SealedFile.Writing writing = SealedFile.write(file, "mandat 1", PRINTER.recipient())) {
      try (OutputStream out = writing.content()) {
        out.write(content);
      }
      return new Written(file, writing.finish());
    }
  }

  private static byte[] content(int length) {
    byte[] content = new byte[length];
    new Random(length).nextBytes(content);
    return content;
  }

  private static byte[] opened(Path file, RecipientPair key) throws IOException {
    try (InputStream in = SealedFile.open(file, key)) {
      return in.readAllBytes();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, (1 << 20) - 1, 1 << 20, 3_500_000})
  void opensForItsRecipientAlone(int length) throws Exception {
    Written written = written(content(length));
    SealedFile.complete(written.file, written.sealed.wrapped());
    assertThat(opened(written.file, PRINTER)).isEqualTo(content(length));
    assertThat(SealedFile.label(written.file)).isEqualTo("mandat 1");
    assertThat(written.sealed.sha256())
        .isEqualTo(
            HexFormat.of()
                .formatHex(
                    MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(written.file))));
    assertThatThrownBy(() -> opened(written.file, RecipientPair.draw()))
        .isInstanceOf(EnvelopeException.class)
        .hasMessageContaining("another recipient");
  }

  @Test
  void isNoiseToTheRecipientUntilItsKeyIsPutIn() throws Exception {
    Written written = written(content(10_000));
    assertThatThrownBy(() -> opened(written.file, PRINTER)).isInstanceOf(EnvelopeException.class);
    SealedFile.complete(written.file, written.sealed.wrapped());
    SealedFile.complete(written.file, written.sealed.wrapped());
    assertThat(opened(written.file, PRINTER)).hasSize(10_000);
  }

  @Test
  void showsEveryByteThatWasChangedAndEveryEndThatWasCut() throws Exception {
    Written written = written(content(2_200_000));
    SealedFile.complete(written.file, written.sealed.wrapped());
    byte[] whole = Files.readAllBytes(written.file);
    Random random = new Random(7);
    for (int i = 0; i < 40; i++) {
      byte[] changed = whole.clone();
      changed[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(written.file, changed);
      assertThatThrownBy(() -> opened(written.file, PRINTER))
          .isInstanceOfAny(EnvelopeException.class, IOException.class);
      Files.write(written.file, Arrays.copyOf(whole, random.nextInt(whole.length)));
      assertThatThrownBy(() -> opened(written.file, PRINTER))
          .isInstanceOfAny(EnvelopeException.class, IOException.class);
    }
  }

  @Test
  void aPublicKeyIsReadBackAndAPrivateOneIsNotTakenForIt() {
    Recipient recipient = PRINTER.recipient();
    assertThat(Recipient.read(recipient.text()).fingerprint()).isEqualTo(recipient.fingerprint());
    assertThat(RecipientPair.read(PRINTER.secretText()).recipient().fingerprint())
        .isEqualTo(recipient.fingerprint())
        .matches("[0-9a-f]{64}");
    assertThatThrownBy(() -> Recipient.read(PRINTER.secretText()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RecipientPair.read(recipient.text()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Recipient.read("{}")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nothingOfTheContentStandsInTheFile() throws Exception {
    byte[] content =
        "M JEAN MARTIN;1 RUE DE LA PAIX\n".repeat(5_000).getBytes(StandardCharsets.UTF_8);
    Written written = written(content);
    SealedFile.complete(written.file, written.sealed.wrapped());
    assertThat(new String(Files.readAllBytes(written.file), StandardCharsets.ISO_8859_1))
        .doesNotContain("MARTIN")
        .doesNotContain("PAIX");
  }
}
