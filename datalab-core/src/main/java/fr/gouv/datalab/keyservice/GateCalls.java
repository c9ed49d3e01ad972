package fr.gouv.datalab.keyservice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.gouv.datalab.refusals.BadDataException;
import fr.gouv.datalab.refusals.IntegrityException;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.refusals.UsageException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/**
 * Requests to a gate: JSON goes, JSON or bytes come. TLS 1.3 alone. What the gate refuses is thrown
 * here as it was thrown there; a gate that does not answer is asked again for a few seconds, so
 * that one that is started again loses no job. Safe for use by many threads.
 */
final class GateCalls {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(20);
  private static final long[] PAUSES = {0, 200, 500, 1_000, 2_000};
  private static final ObjectMapper JSON = new ObjectMapper();

  private final GateAddress gate;
  private final long[] pauses;
  private final HttpClient client;

  GateCalls(GateAddress gate) {
    this(gate, PAUSES);
  }

  /** Calls that ask once. */
  static GateCalls impatient(GateAddress gate) {
    return new GateCalls(gate, new long[] {0});
  }

  private GateCalls(GateAddress gate, long[] pauses) {
    this.gate = gate;
    this.pauses = pauses;
    SSLParameters parameters = new SSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.3"});
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .sslContext(gate.trust())
            .sslParameters(parameters)
            .build();
  }

  /** The bytes of an answer. */
  byte[] bytes(String path, String bearer, Map<String, ?> question) {
    HttpResponse<byte[]> answer = answer(request(path, bearer, question));
    if (answer.statusCode() == 200) {
      return answer.body();
    }
    throw refusal(answer);
  }

  /** An answer in JSON. */
  JsonNode json(String path, String bearer, Map<String, ?> question) {
    try {
      return JSON.readTree(bytes(path, bearer, question));
    } catch (IOException e) {
      throw unreachable("does not answer as a gate does: is another server there?", e);
    }
  }

  private HttpRequest request(String path, String bearer, Map<String, ?> question) {
    try {
      return HttpRequest.newBuilder(gate.at(path))
          .timeout(ANSWER)
          .header("Authorization", "Bearer " + bearer)
          .header("Content-Type", "application/json")
          .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(question)))
          .build();
    } catch (IOException e) {
      throw new IllegalStateException("A question can be written as JSON.", e);
    } catch (IllegalArgumentException e) {
      throw new UsageException("The token for the gate has a character that no token has.");
    }
  }

  private HttpResponse<byte[]> answer(HttpRequest request) {
    IOException last = null;
    for (long pause : pauses) {
      try {
        Thread.sleep(pause);
        return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      } catch (SSLException e) {
        throw unreachable(
            "did not prove by TLS 1.3 that it is the one whose certificate is known here: compare"
                + " the fingerprint with what `datalab serve gate` prints.",
            e);
      } catch (IOException e) {
        last = e;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw unreachable("was not waited for: the job was interrupted.", e);
      }
    }
    throw unreachable(
        "does not answer: see that `datalab serve gate` runs there, then run the job again.", last);
  }

  private RuntimeException refusal(HttpResponse<byte[]> answer) {
    try {
      JsonNode said = JSON.readTree(answer.body());
      String sentence = said.path("sentence").asText("");
      return switch (said.path("kind").asText("")) {
        case "refused" -> new RefusedException(said.path("rule").asText("the gate"), sentence);
        case "usage" -> new UsageException(sentence);
        case "data" -> new BadDataException(sentence);
        case "integrity" -> new IntegrityException(sentence);
        default -> unreachable("answered " + answer.statusCode() + ". " + sentence, null);
      };
    } catch (IOException e) {
      return unreachable("does not answer as a gate does: is another server there?", e);
    }
  }

  private GateUnreachableException unreachable(String what, Throwable cause) {
    return new GateUnreachableException("The gate at " + gate.url() + " " + what, cause);
  }
}
