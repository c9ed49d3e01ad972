package fr.gouv.datalab.keyservice;

import com.fasterxml.jackson.databind.JsonNode;
import fr.gouv.datalab.gate.Gatekeeper;
import fr.gouv.datalab.gate.Grant;
import fr.gouv.datalab.gate.GrantedAccess;
import fr.gouv.datalab.gate.UseCaseRequest;
import fr.gouv.datalab.keys.SecretFile;
import fr.gouv.datalab.lake.LakeAccess;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.rights.PersonSet;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A gate over the network, asked in the name of whoever the personal token stands for. What it
 * grants is renewed as long as it is held: a job whose driver died loses its grant within minutes.
 */
public final class RemoteGatekeeper implements Gatekeeper {
  private final GateAddress address;
  private final Path token;
  private final GateCalls calls;

  /**
   * A gate.
   *
   * @param token the file of the personal token, readable by its owner alone, read at each request
   */
  public RemoteGatekeeper(GateAddress address, Path token) {
    this.address = address;
    this.token = token;
    calls = new GateCalls(address);
  }

  @Override
  public GrantedAccess open(String convention, UseCaseRequest request, String user) {
    Map<String, Object> question = new HashMap<>();
    question.put("convention", convention);
    question.put("useCase", request.useCase());
    question.put("datasets", request.datasets());
    question.put("user", user);
    JsonNode answer = calls.json(KeyRoutes.OPEN, bearer(), question);
    Grant grant =
        Grant.told(
            answer.path("access").asLong(),
            convention,
            answer.path("version").asInt(),
            request,
            user,
            Instant.parse(answer.path("opened").asText()),
            LocalDate.parse(answer.path("until").asText()));
    JobKeys keys =
        JobKeys.open(
            new JobPass(
                address,
                answer.path("secret").asText(),
                convention,
                answer.path("lakeKey").asInt(),
                Duration.ofMillis(answer.path("memoryMillis").asLong())));
    return new Held(grant, keys, renewing(answer));
  }

  private ScheduledExecutorService renewing(JsonNode answer) {
    ScheduledExecutorService clock =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "gate-renewal");
              thread.setDaemon(true);
              return thread;
            });
    long third = Math.max(100, answer.path("lifeMillis").asLong() / 3);
    String job = answer.path("job").asText();
    clock.scheduleWithFixedDelay(() -> renew(job), third, third, TimeUnit.MILLISECONDS);
    return clock;
  }

  /** What cannot be renewed ends by itself, and the job's next file says why. */
  private void renew(String job) {
    try {
      calls.json(KeyRoutes.RENEW, bearer(), Map.of("job", job));
    } catch (RuntimeException e) {
      Thread.yield();
    }
  }

  private String bearer() {
    char[] secret = SecretFile.read(token, "personal token for the gate");
    try {
      return new String(secret);
    } finally {
      Arrays.fill(secret, ' ');
    }
  }

  private record Held(Grant grant, JobKeys keys, LakeAccess files, ScheduledExecutorService renewal)
      implements GrantedAccess {
    Held(Grant grant, JobKeys keys, ScheduledExecutorService renewal) {
      this(grant, keys, LakeAccess.open(keys.name(), keys), renewal);
    }

    @Override
    public String pseudonymKeys() {
      return keys.name();
    }

    @Override
    public PersonSet objections(String dataset) {
      return keys.objections(dataset);
    }

    @Override
    public Optional<String> objectionsName(String dataset) {
      return Optional.of(keys.name() + "/" + dataset);
    }

    @Override
    public int lakeVersion() {
      return keys.lakeVersionNow();
    }

    @Override
    public void needRecordKeys() {
      throw new RefusedException(
          "grant of a job",
          "A table that is perturbed by cell keys is made where the lake's own keys are: run this"
              + " use case there, without a gate over the network.");
    }

    @Override
    public void close() {
      renewal.shutdownNow();
      files.close();
      try {
        keys.close();
      } catch (RuntimeException e) {
        // A gate that is gone, or a grant that ended before: nothing is left to give back.
        Thread.yield();
      }
    }
  }
}
