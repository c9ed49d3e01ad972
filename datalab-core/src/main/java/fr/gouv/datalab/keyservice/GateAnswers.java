package fr.gouv.datalab.keyservice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.gouv.datalab.gate.Grant;
import fr.gouv.datalab.gate.JobGrants;
import fr.gouv.datalab.gate.UseCaseRequest;
import fr.gouv.datalab.keys.KeyDestroyedException;
import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyNotFoundException;
import fr.gouv.datalab.refusals.BadDataException;
import fr.gouv.datalab.refusals.IntegrityException;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.refusals.UsageException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.parquet.crypto.KeyAccessDeniedException;

/**
 * The gate's answers to questions in JSON, whatever brought them. Nothing that is asked makes it
 * throw. Keys are answered as bytes, so that no text of them stays anywhere.
 */
final class GateAnswers {
  private static final Logger LOG = LogManager.getLogger(GateAnswers.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** No bearer token is longer. */
  private static final int LONGEST_BEARER = 8_192;

  private final KeyService service;

  GateAnswers(KeyService service) {
    this.service = service;
  }

  /**
   * An answer.
   *
   * @param status of HTTP
   * @param isJson whether the body is JSON; bytes otherwise
   */
  record Answer(int status, boolean isJson, byte[] body) {}

  /**
   * Answers one question.
   *
   * @param authorization the header, empty when there was none
   */
  Answer to(String path, String authorization, byte[] question) {
    try {
      String bearer = bearer(authorization);
      JsonNode asked = question(question);
      return switch (path) {
        case KeyRoutes.OPEN -> open(bearer, asked);
        case KeyRoutes.RENEW -> {
          service.renew(bearer, text(asked, "job"));
          yield json(200, Map.of());
        }
        case KeyRoutes.CLOSE -> {
          service.close(bearer);
          yield json(200, Map.of());
        }
        case KeyRoutes.STATE -> json(200, Map.of("lakeKey", service.lakeVersion(bearer)));
        case KeyRoutes.UNWRAP -> unwrap(bearer, asked);
        case KeyRoutes.PROJECT -> new Answer(200, false, service.projectKey(bearer));
        case KeyRoutes.OBJECTIONS ->
            new Answer(200, false, service.objections(bearer, text(asked, "dataset")));
        default -> told(404, "usage", "", "The gate has nothing at this path.");
      };
    } catch (Unasked e) {
      return told(401, "refused", "personal token", e.getMessage());
    } catch (RefusedException e) {
      return told(403, "refused", e.rule(), e.getMessage());
    } catch (KeyAccessDeniedException | KeyDestroyedException | KeyNotFoundException e) {
      return told(403, "refused", "key of the lake", e.getMessage());
    } catch (UsageException e) {
      return told(400, "usage", "", e.getMessage());
    } catch (BadDataException e) {
      return told(400, "data", "", e.getMessage());
    } catch (IntegrityException e) {
      return told(500, "integrity", "", e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("A question to {} failed.", path.length() > 64 ? "a long path" : path, e);
      return told(503, "failure", "", "Something failed there: its log says what.");
    }
  }

  private Answer open(String bearer, JsonNode asked) {
    UseCaseRequest request = new UseCaseRequest(text(asked, "useCase"), datasets(asked));
    JobGrants.Opened opened =
        service.open(bearer, text(asked, "convention"), request, text(asked, "user"));
    Grant grant = opened.job().grant();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("job", opened.job().id());
    answer.put("secret", opened.secret());
    answer.put("access", grant.access());
    answer.put("version", grant.version());
    answer.put("opened", grant.opened().toString());
    answer.put("until", grant.until().toString());
    answer.put("lakeKey", opened.job().lakeKey());
    answer.put("lifeMillis", service.terms().life().toMillis());
    answer.put("memoryMillis", service.terms().memory().toMillis());
    return json(200, answer);
  }

  private Answer unwrap(String bearer, JsonNode asked) {
    KeyName key;
    try {
      key = new KeyName(text(asked, "key"));
    } catch (IllegalArgumentException e) {
      throw new UsageException("That is not the name of a key.");
    }
    return new Answer(200, false, service.unwrap(bearer, key, text(asked, "wrapped")));
  }

  private static final class Unasked extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unasked() {
      super("Say who asks: Authorization: Bearer TOKEN.", null, false, false);
    }
  }

  private static String bearer(String authorization) {
    if (!authorization.regionMatches(true, 0, "Bearer ", 0, 7)
        || authorization.length() > LONGEST_BEARER) {
      throw new Unasked();
    }
    return authorization.substring(7).strip();
  }

  private static JsonNode question(byte[] bytes) {
    try {
      JsonNode asked = JSON.readTree(bytes);
      if (asked == null || !asked.isObject()) {
        throw new UsageException("A question is one JSON object.");
      }
      return asked;
    } catch (IOException e) {
      throw new UsageException("A question is one JSON object.");
    }
  }

  private static String text(JsonNode asked, String name) {
    JsonNode value = asked.get(name);
    if (value == null || !value.isTextual() || value.textValue().isBlank()) {
      throw new UsageException("The question lacks \"" + name + "\".");
    }
    return value.textValue();
  }

  private static Map<String, List<String>> datasets(JsonNode asked) {
    try {
      Map<String, List<String>> datasets =
          JSON.convertValue(
              asked.get("datasets"), new TypeReference<Map<String, List<String>>>() {});
      if (datasets == null || datasets.isEmpty() || datasets.containsValue(null)) {
        throw new UsageException("The question names no dataset.");
      }
      return datasets;
    } catch (IllegalArgumentException e) {
      throw new UsageException("The question lacks columns by dataset.");
    }
  }

  /** An answer that is not a success. */
  static Answer told(int status, String kind, String rule, String sentence) {
    return json(
        status, Map.of("kind", kind, "rule", rule, "sentence", sentence == null ? "" : sentence));
  }

  private static Answer json(int status, Map<String, ?> body) {
    try {
      return new Answer(status, true, JSON.writeValueAsBytes(body));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Texts can be written as JSON.", e);
    }
  }
}
