package fr.gouv.datalab.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvelopeTest {
  private static final byte[] RECORD =
      "MARTIN Jeanne, 1 rue de la Paix".getBytes(StandardCharsets.UTF_8);

  @TempDir Path directory;
  private KeyStore store;
  private Envelope sealing;

  @BeforeEach
  void seal() {
    store = KeyStore.init(directory);
    sealing = Envelope.seal("livraison-1", store.encrypter(KeyName.CUSTODIAN));
  }

  @Test
  void opensForTheCustodianAlone() {
    byte[] sealed = sealing.seal(7, RECORD);
    Envelope opened =
        Envelope.open("livraison-1", sealing.header(), store.decrypter(KeyName.CUSTODIAN));
    assertThat(opened.open(7, sealed)).isEqualTo(RECORD);
    KeyName other = KeyName.vault("autre");
    store.create(other);
    assertThatThrownBy(() -> Envelope.open("livraison-1", sealing.header(), store.decrypter(other)))
        .isInstanceOf(EnvelopeException.class);
  }

  @Test
  void refusesARecordThatWasMovedOrAltered() {
    byte[] sealed = sealing.seal(7, RECORD);
    assertThatThrownBy(() -> sealing.open(8, sealed)).isInstanceOf(EnvelopeException.class);
    sealed[3] ^= 1;
    assertThatThrownBy(() -> sealing.open(7, sealed)).isInstanceOf(EnvelopeException.class);
  }

  @Test
  void refusesAnEnvelopeOfAnotherBatch() {
    assertThatThrownBy(
            () ->
                Envelope.open("livraison-2", sealing.header(), store.decrypter(KeyName.CUSTODIAN)))
        .isInstanceOf(EnvelopeException.class);
  }

  @Test
  void showsNothingOfTheRecord() {
    assertThat(new String(sealing.seal(0, RECORD), StandardCharsets.ISO_8859_1))
        .doesNotContain("MARTIN", "Paix");
  }
}
