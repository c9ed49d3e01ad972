package fr.gouv.datalab.keyservice;

import static fr.gouv.datalab.keyservice.GateHome.PERSON;
import static fr.gouv.datalab.keyservice.GateHome.QUASI;
import static fr.gouv.datalab.keyservice.GateHome.REQUEST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.gouv.datalab.conventions.ConventionHome;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.tls.ServerCertificate;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The gate against those who do not get as far as a question. */
@Timeout(60)
class GateServerTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  @TempDir static Path directory;
  private static GateHome gate;

  @BeforeAll
  static void open() {
    gate = new GateHome(directory, KeyService.Terms.USUAL);
  }

  @AfterAll
  static void close() {
    gate.close();
  }

  private SSLSocket connected() throws IOException {
    SSLSocket socket =
        (SSLSocket)
            gate.address().trust().getSocketFactory().createSocket("localhost", gate.server.port());
    socket.setSoTimeout(30_000);
    return socket;
  }

  private static String said(Socket socket, String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.flush();
    return new String(all(socket.getInputStream()), StandardCharsets.US_ASCII);
  }

  /** Of an answer after which the connection may stay open. */
  private static String firstLine(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
    return new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
        .readLine();
  }

  private static byte[] all(InputStream in) {
    try {
      return in.readAllBytes();
    } catch (IOException closed) {
      return new byte[0];
    }
  }

  private void stillAnswers() {
    assertThat(gate.unwrap(gate.grant(), QUASI)).isEqualTo(GateHome.FILE_KEY);
  }

  @Test
  void speaksNoPlainHttp() throws IOException {
    try (Socket socket = new Socket("localhost", gate.server.port())) {
      socket.setSoTimeout(30_000);
      assertThat(said(socket, "POST /v1/jobs/open HTTP/1.1\r\nHost: a\r\n\r\n"))
          .doesNotContain("HTTP/1.1");
    }
    stillAnswers();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.1"})
  void speaksNoOlderTls(String protocol) throws IOException {
    try (SSLSocket socket = connected()) {
      assertThatThrownBy(
              () -> {
                socket.setEnabledProtocols(new String[] {protocol});
                socket.startHandshake();
              })
          .isInstanceOf(IOException.class);
    }
  }

  /** All at once: each takes the time that a question may take. */
  @Test
  void closesConnectionsWhoseHandshakeNeverComesOrWhoseRequestDrips() throws IOException {
    List<Socket> begun = new ArrayList<>();
    try {
      begun.add(new Socket("localhost", gate.server.port()));
      begun.get(0).setSoTimeout(30_000);
      for (String text :
          List.of(
              "POST /v1/jobs/open HTTP/1.1\r\nHost: a\r\nX-Slow: ",
              "POST /v1/jobs/open HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{",
              "P")) {
        SSLSocket socket = connected();
        begun.add(socket);
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
      }
      for (Socket socket : begun) {
        assertThat(closed(socket)).isTrue();
      }
    } finally {
      for (Socket socket : begun) {
        socket.close();
      }
    }
    stillAnswers();
  }

  /**
   * Whether the other side closes it without a word; false when it has not in the time of the
   * socket.
   */
  private static boolean closed(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() == -1;
    } catch (SocketTimeoutException open) {
      return false;
    } catch (IOException cut) {
      return true;
    }
  }

  @Test
  void answersWhileOthersAreSlow() throws IOException {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 30; i++) {
        Socket socket = new Socket("localhost", gate.server.port());
        socket.getOutputStream().write(22);
        slow.add(socket);
      }
      stillAnswers();
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void closesConnectionsBeyondSoMany() throws IOException {
    List<Socket> many = new ArrayList<>();
    try (GateServer patient = gate.open(new GateServer.Limits(50, 1_024, LONG, LONG))) {
      for (int i = 0; i < 51; i++) {
        Socket socket = new Socket("localhost", patient.port());
        many.add(socket);
      }
      Socket last = many.get(50);
      last.setSoTimeout(30_000);
      assertThat(closed(last)).isTrue();
      many.get(0).setSoTimeout(1);
      assertThat(closed(many.get(0))).as("the first of them").isFalse();
    } finally {
      for (Socket socket : many) {
        socket.close();
      }
    }
  }

  @Test
  void readsNoHugeQuestion() throws IOException {
    try (SSLSocket socket = connected()) {
      assertThat(
              firstLine(
                  socket,
                  "POST /v1/jobs/open HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999\r\n\r\n"))
          .startsWith("HTTP/1.1 413");
    }
    try (SSLSocket socket = connected()) {
      assertThat(
              firstLine(
                  socket,
                  "POST /v1/jobs/open HTTP/1.1\r\nHost: a\r\nX: "
                      + "a".repeat(30_000)
                      + "\r\n\r\n"))
          .startsWith("HTTP/1.1 4");
    }
    stillAnswers();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET /v1/jobs/open | Authorization: Bearer x | {} | 405",
        "POST /v1/jobs/open | X: y | {} | 401",
        "POST /v1/jobs/open | Authorization: Basic eDp5 | {} | 401",
        "POST /../keys/lake.keyset | Authorization: Bearer x | {} | 404",
        "POST /v1/keys/../../../../etc/passwd | Authorization: Bearer x | {} | 404",
        "POST http://other/v1/keys/unwrap | Authorization: Bearer x | {} | 404",
        "POST /v1/keys/unwrap?key=lake | Authorization: Bearer x | {} | 404",
        "POST /v1/keys/unwrap | Authorization: Bearer x | [] | 400",
        "POST /v1/keys/unwrap | Authorization: Bearer x | not JSON | 400",
        "POST /v1/keys/unwrap | Authorization: Bearer x |"
            + " {\"key\":\"../../etc/passwd\",\"wrapped\":\"eA==\"} | 400",
        "POST /v1/keys/unwrap | Authorization: Bearer x |"
            + " {\"key\":\"data/../../lake\",\"wrapped\":\"eA==\"} | 400",
        "POST /v1/keys/unwrap | Authorization: Bearer x |"
            + " {\"key\":\"data/a/b%00\",\"wrapped\":\"eA==\"} | 400",
        "POST /v1/keys/unwrap | Authorization: Bearer x | {\"key\":7,\"wrapped\":\"eA==\"} | 400",
        "POST /v1/jobs/open | Authorization: Bearer x | {\"useCase\":\"u\",\"datasets\":{}} | 400",
        "POST /v1/jobs/open | Authorization: Bearer x |"
            + " {\"useCase\":\"u\",\"datasets\":{\"d\":null}} | 400",
        "POST /v1/keys/unwrap | Authorization: Bearer x | {\"key\":\"lake\",\"wrapped\":\"eA==\"} |"
            + " 403",
      })
  void answersWhatIsNoQuestionWithACode(String line, String header, String body, String code)
      throws IOException {
    try (SSLSocket socket = connected()) {
      String said =
          said(
              socket,
              line
                  + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                  + header
                  + "\r\nContent-Length: "
                  + body.length()
                  + "\r\n\r\n"
                  + body);
      assertThat(said).startsWith("HTTP/1.1 " + code).contains("sentence");
    }
  }

  @Test
  void isNotBelievedUnderAnotherCertificate() throws IOException {
    Path other = Files.createDirectory(directory.resolve("other"));
    ServerCertificate forged = ServerCertificate.in(other, "gate", "localhost");
    GateAddress wrong = GateAddress.of(gate.address().url(), forged.certificate());
    Path token = gate.tokenFile(PERSON);
    assertThatThrownBy(
            () -> new RemoteGatekeeper(wrong, token).open(ConventionHome.ID, REQUEST, PERSON))
        .isInstanceOf(GateUnreachableException.class)
        .hasMessageContaining("did not prove by TLS 1.3")
        .hasMessageContaining("fingerprint");
  }

  @Test
  void isNotBelievedUnderAnotherName() {
    GateAddress wrong =
        GateAddress.of(
            URI.create("https://127.0.0.2:" + gate.server.port()), gate.certificate.certificate());
    assertThatThrownBy(() -> new GateCalls(wrong).json(KeyRoutes.STATE, "x", Map.of()))
        .isInstanceOf(GateUnreachableException.class);
  }

  @Test
  void isSaidToBeAwayInASentence() throws IOException {
    int port;
    try (java.net.ServerSocket free = new java.net.ServerSocket(0)) {
      port = free.getLocalPort();
    }
    GateAddress nobody =
        GateAddress.of(URI.create("https://localhost:" + port), gate.certificate.certificate());
    assertThatThrownBy(() -> new GateCalls(nobody).json(KeyRoutes.STATE, "x", Map.of()))
        .isInstanceOf(GateUnreachableException.class)
        .hasMessageContaining("https://localhost:" + port)
        .hasMessageContaining("datalab serve gate");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://localhost:1", "ftp://localhost", "https://", "https://a/b", "localhost:1"})
  void hasAnAddressOfOneForm(String url) {
    assertThatThrownBy(
            () -> new GateAddress(URI.create(url.equals("https://") ? "https:a" : url), ""))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("https://gate.example:32020");
  }
}
