package fr.gouv.datalab.notices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.gouv.datalab.conventions.ConventionHome;
import fr.gouv.datalab.refusals.UsageException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressProofTest {
  private static final String LAWYER = "juriste@dinum";
  private static final String TAX = "administrateur@dgfip";
  private static final String MAILBOX = "moi@dinum.example";

  @TempDir Path directory;
  private ConventionHome house;
  private MailServer server;
  private Outbox outbox;
  private AddressProof proof;

  @BeforeEach
  void open() throws Exception {
    house = new ConventionHome(directory);
    outbox = new Outbox(house.registry());
    server = new MailServer(directory, true, MailServer.free());
    proof =
        new AddressProof(
            house.registry(),
            new MailSettings(
                "localhost",
                server.port,
                MailSettings.Tls.STARTTLS,
                Optional.empty(),
                Optional.empty(),
                "datalab@dinum.example",
                URI.create("https://datalab.example/"),
                Optional.of(server.certificate)));
  }

  @AfterEach
  void close() {
    server.close();
    house.close();
  }

  private MimeMessage last() throws Exception {
    String text = server.messages.get(server.messages.size() - 1);
    return new MimeMessage(
        Session.getInstance(new Properties()),
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private String code() throws Exception {
    Matcher found = Pattern.compile("\\b\\d{8}\\b").matcher(last().getContent().toString());
    assertThat(found.find()).isTrue();
    return found.group();
  }

  @Test
  void tellsNobodyAtAMailboxBeforeItsOwnerShowsThatItIsTheirs() throws Exception {
    assertThat(proof.ask(LAWYER, " " + MAILBOX)).isEqualTo(AddressProof.Asked.SENT);
    assertThat(last().getAllRecipients()).extracting(Object::toString).containsExactly(MAILBOX);
    assertThat(last().getContent().toString()).doesNotContain(LAWYER);
    assertThat(outbox.addressOf(LAWYER)).isEmpty();
    assertThat(proof.waits(LAWYER)).isTrue();
    String code = code();
    assertThat(proof.confirm(TAX, code)).as("another's code").isFalse();
    assertThat(proof.confirm(LAWYER, code.substring(0, 4) + " " + code.substring(4))).isTrue();
    assertThat(outbox.addressOf(LAWYER)).hasValue(MAILBOX);
    assertThat(house.journaled("notice.address")).isOne();
    assertThat(proof.confirm(LAWYER, code)).as("a second time").isFalse();
  }

  @Test
  void keepsTheAddressThatWasProvedWhileAnotherIsNot() throws Exception {
    proof.ask(LAWYER, MAILBOX);
    proof.confirm(LAWYER, code());
    proof.ask(LAWYER, "autre@dinum.example");
    assertThat(outbox.addressOf(LAWYER)).hasValue(MAILBOX);
  }

  @Test
  void forgetsACodeAfterFiveWrongOnesAndAfterItsTime() throws Exception {
    proof.ask(LAWYER, MAILBOX);
    String code = code();
    String wrong = code.equals("00000000") ? "00000001" : "00000000";
    for (int i = 0; i < 5; i++) {
      assertThat(proof.confirm(LAWYER, wrong)).isFalse();
    }
    assertThat(proof.confirm(LAWYER, code)).isFalse();
    proof.ask(LAWYER, MAILBOX);
    house.setDay("2027-01-01");
    assertThat(proof.waits(LAWYER)).isFalse();
    assertThat(proof.confirm(LAWYER, code())).isFalse();
    assertThat(outbox.addressOf(LAWYER)).isEmpty();
  }

  @Test
  void fillsNobodysMailbox() {
    for (int i = 0; i < 5; i++) {
      assertThat(proof.ask(LAWYER, MAILBOX)).isEqualTo(AddressProof.Asked.SENT);
    }
    assertThat(proof.ask(LAWYER, MAILBOX)).isEqualTo(AddressProof.Asked.TOO_MANY);
    assertThat(server.messages).hasSize(5);
    house.setDay("2027-01-01");
    assertThat(proof.ask(LAWYER, MAILBOX)).isEqualTo(AddressProof.Asked.SENT);
  }

  @Test
  void saysThatTheServerDidNotTakeIt() {
    assertThat(proof.ask(LAWYER, MailServer.REFUSED)).isEqualTo(AddressProof.Asked.NOT_SENT);
    server.close();
    assertThat(proof.ask(LAWYER, MAILBOX)).isEqualTo(AddressProof.Asked.NOT_SENT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "moi", "moi@dinum.example\r\nBcc: a@b.example", "a@b.example,c@d.example"})
  void takesOneMailboxAlone(String address) {
    assertThatThrownBy(() -> proof.ask(LAWYER, address)).isInstanceOf(UsageException.class);
    assertThat(server.messages).isEmpty();
  }
}
