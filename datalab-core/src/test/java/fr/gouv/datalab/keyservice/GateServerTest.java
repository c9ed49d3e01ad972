package fr.gouv.datalab.keyservice;

import static fr.gouv.datalab.keyservice.GateHome.PERSON;
import static fr.gouv.datalab.keyservice.GateHome.QUASI;
import static fr.gouv.datalab.keyservice.GateHome.REQUEST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.gouv.datalab.conventions.ConventionHome;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.tls.ServerCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

  @Test
  void closesAConnectionWhoseHandshakeNeverComes() throws IOException {
    try (Socket socket = new Socket("localhost", gate.server.port())) {
      socket.setSoTimeout(30_000);
      assertThat(all(socket.getInputStream())).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /v1/jobs/open HTTP/1.1\r\nHost: a\r\nX-Slow: ",
        "POST /v1/jobs/open HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{",
        "P"
      })
  void closesAConnectionWhoseRequestDrips(String begun) throws IOException {
    try (SSLSocket socket = connected()) {
      OutputStream out = socket.getOutputStream();
      out.write(begun.getBytes(StandardCharsets.US_ASCII));
      out.flush();
      assertThat(all(socket.getInputStream())).isEmpty();
    }
    stillAnswers();
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
    try {
      for (int i = 0; i < 120; i++) {
        many.add(new Socket("localhost", gate.server.port()));
      }
      Socket last = many.get(119);
      last.setSoTimeout(1_000);
      assertThat(all(last.getInputStream())).isEmpty();
    } finally {
      for (Socket socket : many) {
        socket.close();
      }
    }
    stillAnswers();
  }

  @Test
  void readsNoHugeQuestion() throws IOException {
    try (SSLSocket socket = connected()) {
      assertThat(
              said(
                  socket,
                  "POST /v1/jobs/open HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999\r\n\r\n"))
          .startsWith("HTTP/1.1 413");
    }
    try (SSLSocket socket = connected()) {
      assertThat(
              said(
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
        "POST /v1/keys/unwrap | Authorization: Bearer x | {\"key\":\"../../etc/passwd\",\"wrapped\":\"eA==\"} | 400",
        "POST /v1/keys/unwrap | Authorization: Bearer x | {\"key\":\"data/../../lake\",\"wrapped\":\"eA==\"} | 400",
        "POST /v1/keys/unwrap | Authorization: Bearer x | {\"key\":\"data/a/b%00\",\"wrapped\":\"eA==\"} | 400",
        "POST /v1/keys/unwrap | Authorization: Bearer x | {\"key\":7,\"wrapped\":\"eA==\"} | 400",
        "POST /v1/jobs/open | Authorization: Bearer x | {\"useCase\":\"u\",\"datasets\":{}} | 400",
        "POST /v1/jobs/open | Authorization: Bearer x | {\"useCase\":\"u\",\"datasets\":{\"d\":null}} | 400",
        "POST /v1/keys/unwrap | Authorization: Bearer x | {\"key\":\"lake\",\"wrapped\":\"eA==\"} | 403",
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
