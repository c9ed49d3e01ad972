package fr.gouv.datalab.notices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.gouv.datalab.conventions.ConventionHome;
import fr.gouv.datalab.journal.Act;
import fr.gouv.datalab.journal.Journal;
import fr.gouv.datalab.journal.JournalCheck;
import fr.gouv.datalab.keys.LooseSecretException;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.registry.Registry;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotifierTest {
  private static final String LAWYER = "juriste@dinum";
  private static final String TAX = "administrateur@dgfip";
  private static final String AUTHOR = "analyste@dinum";

  @TempDir Path directory;
  private ConventionHome house;
  private Registry registry;
  private Outbox outbox;
  private MailServer server;

  @BeforeEach
  void open() throws Exception {
    house = new ConventionHome(directory).signed();
    registry = house.registry();
    outbox = new Outbox(registry);
    server = new MailServer(directory, true, MailServer.free());
    outbox.address(LAWYER, "juriste@dinum.example", LAWYER);
    outbox.address(AUTHOR, "analyste@dinum.example", AUTHOR);
    registry.inTransaction(
        tx ->
            tx.update(
                "insert into release (id, title, use_case, convention, state, created, author,"
                    + " submitted_by, changed, audit)"
                    + " values ('P-2026-1', 'Un titre', 'u', ?, 'SUBMITTED', 'x', ?, ?, 'x', '')",
                ConventionHome.ID,
                AUTHOR,
                AUTHOR));
  }

  @AfterEach
  void close() {
    server.close();
    house.close();
  }

  private MailSettings settings(MailSettings.Tls tls, Optional<Path> trusted) {
    return new MailSettings(
        "localhost",
        server.port,
        tls,
        Optional.empty(),
        Optional.empty(),
        "datalab@dinum.example",
        URI.create("https://datalab.example/"),
        trusted);
  }

  private Notifier notifier() {
    return new Notifier(
        registry, settings(MailSettings.Tls.STARTTLS, Optional.of(server.certificate)));
  }

  private int round() {
    try (Notifier notifier = notifier()) {
      return notifier.round();
    }
  }

  private void act(String person, String verb, String state) {
    registry.inTransaction(
        tx ->
            Journal.append(
                tx,
                new Act(
                    person,
                    verb,
                    "P-2026-1",
                    Map.of("state", state, "comment", "une raison secrète"))));
  }

  private MimeMessage message(int number) throws Exception {
    return new MimeMessage(
        Session.getInstance(new Properties()),
        new ByteArrayInputStream(server.messages.get(number).getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void tellsThoseWhoMustDecideThatSomethingWaitsAndNothingMore() throws Exception {
    act(AUTHOR, "release.submit", "SUBMITTED");
    assertThat(round()).isOne();
    MimeMessage message = message(0);
    assertThat(message.getAllRecipients())
        .extracting(Object::toString)
        .containsExactly("juriste@dinum.example");
    assertThat(message.getSubject()).isEqualTo("Une publication attend votre avis");
    assertThat(message.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(message.getContent().toString())
        .contains("https://datalab.example/publications/P-2026-1")
        .contains("A release waits for your review.")
        .doesNotContain("titre", "raison", AUTHOR, LAWYER, ConventionHome.ID);
  }

  @Test
  void tellsWhoSubmittedWhatBecameOfItOnceItIsDecided() {
    act(TAX, "release.approve", "SUBMITTED");
    assertThat(round()).isZero();
    act(LAWYER, "release.approve", "APPROVED");
    act(LAWYER, "release.return", "RETURNED");
    assertThat(round()).isEqualTo(2);
    assertThat(server.messages).allMatch(text -> text.contains("analyste@dinum.example"));
  }

  @Test
  void tellsThoseWhoMaySignThatAConventionWaitsAndThoseWhomItNamesThatItStops() throws Exception {
    assertThat(round()).as("the first version is signed by all").isZero();
    house.add(house.text().replace("version: 1", "version: 2"));
    assertThat(round()).isOne();
    assertThat(message(0).getSubject())
        .isEqualTo("Une convention attend la signature de votre administration");
    assertThat(message(0).getAllRecipients())
        .extracting(Object::toString)
        .containsExactly("juriste@dinum.example");
    assertThat(message(0).getContent().toString())
        .contains("https://datalab.example/conventions/" + ConventionHome.ID);
    house.store().suspend(ConventionHome.ID, TAX);
    assertThat(round()).isEqualTo(2);
    assertThat(message(1).getSubject()).isEqualTo("Une convention qui vous nomme est suspendue");
  }

  @Test
  void tellsThoseWhoseSeatItIsThatAWarrantWaitsWithoutSayingWhich() throws Exception {
    registry.inTransaction(
        tx -> {
          tx.update(
              "insert into warrant (id, convention, use_case, list, letter, recipient,"
                  + " recipient_key, reason, until, state, requested_by, requested, changed)"
                  + " values ('MAN-2026-1', ?, 'vehicules-foyers', '', '', '', '', '', '', '', ?,"
                  + " '', '')",
              ConventionHome.ID,
              AUTHOR);
          return Journal.append(tx, new Act(AUTHOR, "warrant.request", "MAN-2026-1"));
        });
    assertThat(round()).isOne();
    assertThat(message(0).getSubject())
        .isEqualTo("Un mandat de réidentification attend votre avis");
    assertThat(message(0).getContent().toString())
        .contains("https://datalab.example/\r\n")
        .doesNotContain("MAN-2026-1", AUTHOR, ConventionHome.ID);
  }

  @Test
  void tellsAnEventOnceHoweverManyLookForIt() throws Exception {
    act(AUTHOR, "release.submit", "SUBMITTED");
    act(LAWYER, "release.return", "RETURNED");
    List<Thread> threads =
        java.util.stream.Stream.generate(() -> new Thread(this::round)).limit(4).toList();
    threads.forEach(Thread::start);
    for (Thread each : threads) {
      each.join();
    }
    round();
    assertThat(server.messages).hasSize(2);
    assertThat(outbox.states()).containsOnly(Map.entry("sent", 2L));
  }

  @Test
  void loseNothingWhileTheServerIsAwayAndHoldsNoActUp() throws Exception {
    int port = server.port;
    server.close();
    act(AUTHOR, "release.submit", "SUBMITTED");
    assertThat(round()).isZero();
    assertThat(outbox.states()).containsOnly(Map.entry("waiting", 1L));
    act(LAWYER, "release.return", "RETURNED");
    assertThat(JournalCheck.live(registry).records()).isPositive();
    server = new MailServer(directory, true, port);
    assertThat(round()).as("the other is not due yet").isOne();
    house.setDay("2026-06-16");
    assertThat(round()).isOne();
    assertThat(server.messages).hasSize(2);
  }

  @Test
  void waitsForAServerThatIsBusyAndGivesUpOnAMailboxThatIsGone() {
    outbox.address(LAWYER, MailServer.BUSY, LAWYER);
    act(AUTHOR, "release.submit", "SUBMITTED");
    assertThat(round()).isZero();
    assertThat(outbox.states()).containsOnly(Map.entry("waiting", 1L));
    outbox.address(LAWYER, MailServer.REFUSED, LAWYER);
    house.setDay("2026-06-16");
    assertThat(round()).isZero();
    assertThat(outbox.states()).containsOnly(Map.entry("given up", 1L));
  }

  @Test
  void doesNotSendAgainWhatWasPerhapsSent() throws Exception {
    act(AUTHOR, "release.submit", "SUBMITTED");
    try (ServerSocket cut = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Thread line = new Thread(() -> takeAMessageAndCutTheLine(cut));
      line.start();
      MailSettings s = settings(MailSettings.Tls.NONE, Optional.empty());
      try (Notifier notifier =
          new Notifier(
              registry,
              new MailSettings(
                  "127.0.0.1",
                  cut.getLocalPort(),
                  s.tls(),
                  s.user(),
                  s.passwordFile(),
                  s.from(),
                  s.desk(),
                  s.caFile()))) {
        assertThat(notifier.round()).isZero();
      }
      line.join();
    }
    house.setDay("2026-06-20");
    assertThat(round()).isZero();
    assertThat(outbox.states()).containsOnly(Map.entry("sending", 1L));
  }

  /** As a server that dies between the message and its answer. */
  private static void takeAMessageAndCutTheLine(ServerSocket server) {
    try (Socket client = server.accept();
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
        PrintStream out =
            new PrintStream(client.getOutputStream(), true, StandardCharsets.US_ASCII)) {
      out.print("220 localhost\r\n");
      for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
        if (line.equals("DATA")) {
          out.print("354 go on\r\n");
        } else if (line.matches("(EHLO|HELO|MAIL|RCPT).*")) {
          out.print("250 ok\r\n");
        }
        out.flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void saysNothingToAServerThatDoesNotProveWhoItIs() throws Exception {
    act(AUTHOR, "release.submit", "SUBMITTED");
    try (Notifier untrusting =
        new Notifier(registry, settings(MailSettings.Tls.STARTTLS, Optional.empty()))) {
      assertThat(untrusting.round()).isZero();
    }
    house.setDay("2026-06-16");
    try (MailServer clear = new MailServer(directory, false, MailServer.free())) {
      MailSettings s = settings(MailSettings.Tls.STARTTLS, Optional.of(server.certificate));
      try (Notifier strict =
          new Notifier(
              registry,
              new MailSettings(
                  s.host(),
                  clear.port,
                  s.tls(),
                  s.user(),
                  s.passwordFile(),
                  s.from(),
                  s.desk(),
                  s.caFile()))) {
        assertThat(strict.round()).isZero();
      }
      assertThat(clear.messages).isEmpty();
    }
    assertThat(server.messages).isEmpty();
    assertThat(outbox.states()).containsOnly(Map.entry("waiting", 1L));
  }

  @Test
  void keepsANoticeWhosePasswordOthersMayRead() throws Exception {
    act(AUTHOR, "release.submit", "SUBMITTED");
    Path password = directory.resolve("password");
    Files.writeString(password, "un secret");
    Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-r--r--"));
    MailSettings s = settings(MailSettings.Tls.STARTTLS, Optional.of(server.certificate));
    try (Notifier notifier =
        new Notifier(
            registry,
            new MailSettings(
                s.host(),
                s.port(),
                s.tls(),
                Optional.of("datalab"),
                Optional.of(password),
                s.from(),
                s.desk(),
                s.caFile()))) {
      assertThatThrownBy(notifier::round)
          .isInstanceOf(LooseSecretException.class)
          .hasMessageNotContaining("un secret");
    }
    assertThat(outbox.states()).containsOnly(Map.entry("waiting", 1L));
  }

  @Test
  void tellsNobodyWhoAskedForNothing() {
    outbox.forget(LAWYER, LAWYER);
    act(AUTHOR, "release.submit", "SUBMITTED");
    assertThat(round()).isZero();
    assertThat(outbox.states()).isEmpty();
    assertThat(house.journaled("\"verb\":\"notice.forget\"")).isOne();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "juriste",
        "a@b\r\nBcc: autre@ailleurs.example",
        "a@b\nSubject: x",
        "a@b.example, c@d.example",
        "Juriste <a@b.example>",
        "\"a b\"@c.example",
        "a@b.example\u0000",
        "a@[127.0.0.1]",
        "a@@b.example",
        "a@b..example"
      })
  void takesNoAddressThatCouldBecomeAnotherHeader(String address) {
    assertThatThrownBy(() -> outbox.address(LAWYER, address, LAWYER))
        .isInstanceOf(UsageException.class);
  }

  @Test
  void makesEachFurtherFailureWaitLonger() {
    assertThat(Outbox.pause(0)).isEqualTo(Duration.ofMinutes(1));
    assertThat(Outbox.pause(5)).isEqualTo(Duration.ofMinutes(32));
    assertThat(Outbox.pause(60)).isEqualTo(Duration.ofHours(6));
  }
}
