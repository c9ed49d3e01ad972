package fr.gouv.datalab.keyservice;

import com.fasterxml.jackson.databind.JsonNode;
import fr.gouv.datalab.cli.Datalab;
import fr.gouv.datalab.conventions.ConventionFiles;
import fr.gouv.datalab.conventions.ConventionStore;
import fr.gouv.datalab.flows.Flows;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.lake.FileKeys;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.tokens.TokenStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Kills a gate ({@code SIGKILL}) at a random moment, again and again, while jobs open grants, read
 * and close, and a producer stops and resumes its flow; after each time holds what jobs were told
 * against the registry and its journal: no act without its record, no record without its act, no
 * answer that is forgotten.
 */
public final class KilledGate implements AutoCloseable {
  private static final String CONVENTION = "CONV-2026-001";
  private static final String PERSON = "analyste@dinum";
  private static final String PRODUCER = "administrateur@interieur";
  private static final String DATASET = "siv.immatriculations";
  private static final List<KeyName> KEYS =
      List.of(KeyName.data(DATASET, "commun"), KeyName.data(DATASET, "quasi"));
  private static final int JOBS = 3;
  private static final long PAUSE_NANOS = 10_000_000;

  private final Home home;
  private final Registry registry;
  private final String token;
  private final Map<String, String> wrapped = new ConcurrentHashMap<>();
  private final SplittableRandom random;
  private final GateAudit audit;

  /**
   * What was done.
   *
   * @param kills how often the gate was killed
   * @param acts that jobs were answered before
   * @param records of the journal in the end
   */
  public record Survived(int kills, long acts, long records) {}

  /** Makes a home with a signed convention. */
  public KilledGate(Path room, long seed) {
    home = Home.of(room).init();
    random = new SplittableRandom(seed);
    KeyStore keys = KeyStore.init(home.keys());
    registry = Registry.open(home);
    ConventionStore conventions = new ConventionStore(registry);
    conventions.add(
        CONVENTION + ".yaml",
        new ConventionFiles(home).find(CONVENTION).orElseThrow(),
        "juriste@dinum");
    conventions.sign(CONVENTION, "dinum", "juriste@dinum");
    conventions.sign(CONVENTION, "dgfip", "administrateur@dgfip");
    conventions.sign(CONVENTION, "interieur", PRODUCER);
    token = new TokenStore(registry).issue(PERSON, Duration.ofDays(1)).secret();
    FileKeys files = FileKeys.of(keys, key -> {}, keys.current(KeyName.LAKE));
    for (KeyName key : KEYS) {
      keys.create(key);
      wrapped.put(key.value(), files.wrap(new byte[16], key));
    }
    audit = new GateAudit(registry);
  }

  /**
   * Kills so often.
   *
   * @param progress told of each
   * @throws fr.gouv.datalab.refusals.IntegrityException when anything does not hold
   */
  public Survived kill(int times, Consumer<String> progress) throws IOException {
    long records = 0;
    for (int kill = 1; kill <= times; kill++) {
      once();
      records = audit.check();
      progress.accept(kill + " times killed, " + audit.acts() + " acts, " + records + " records");
    }
    return new Survived(times, audit.acts(), records);
  }

  private void once() throws IOException {
    Process gate = start();
    List<Thread> threads = new ArrayList<>();
    try (BufferedReader said =
        new BufferedReader(new InputStreamReader(gate.getInputStream(), StandardCharsets.UTF_8))) {
      GateAddress address = address(said);
      for (int job = 0; job < JOBS; job++) {
        threads.add(run(jobs(address, random.split())));
      }
      threads.add(run(producer()));
      Thread.sleep(random.nextInt(5, 500));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      gate.destroyForcibly();
      threads.forEach(Thread::interrupt);
      threads.forEach(KilledGate::joined);
      gate.onExit().join();
    }
  }

  private static Thread run(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void joined(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Process start() throws IOException {
    List<String> line =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            Datalab.class.getName(),
            "serve",
            "gate",
            "--home",
            home.toString(),
            "--port",
            "0");
    return new ProcessBuilder(line).redirectError(home.tmp().resolve("gate.err").toFile()).start();
  }

  private GateAddress address(BufferedReader said) throws IOException {
    String line = said.readLine();
    if (line == null || !line.contains("https://")) {
      throw new IOException(
          "The gate does not start: " + Files.readString(home.tmp().resolve("gate.err")));
    }
    return GateAddress.of(
        URI.create(line.substring(line.indexOf("https://")).strip()),
        home.keys().resolve("gate.pem"));
  }

  /** Jobs one after the other, until the gate is gone. */
  private Runnable jobs(GateAddress address, SplittableRandom chance) {
    GateCalls calls = GateCalls.impatient(address);
    return () -> {
      try {
        while (!Thread.currentThread().isInterrupted()) {
          job(calls, chance);
        }
      } catch (GateUnreachableException killed) {
        Thread.currentThread().interrupt();
      }
    };
  }

  private void job(GateCalls calls, SplittableRandom chance) {
    try {
      JsonNode opened =
          calls.json(
              KeyRoutes.OPEN,
              token,
              Map.of(
                  "convention",
                  CONVENTION,
                  "useCase",
                  "vehicules-foyers",
                  "user",
                  PERSON,
                  "datasets",
                  Map.of(DATASET, List.of("energie", "date_certificat"))));
      String job = opened.path("job").asText();
      String secret = opened.path("secret").asText();
      audit.opened(job);
      for (int file = chance.nextInt(4); file > 0; file--) {
        String key = KEYS.get(chance.nextInt(KEYS.size())).value();
        calls.bytes(KeyRoutes.UNWRAP, secret, Map.of("key", key, "wrapped", wrapped.get(key)));
        audit.given(job, key);
      }
      if (chance.nextInt(3) > 0) {
        calls.bytes(KeyRoutes.CLOSE, secret, Map.of());
        audit.closed(job);
      }
    } catch (RefusedException stopped) {
      // The producer's switch: an answer like another.
      audit.refused();
    }
  }

  private Runnable producer() {
    Flows flows = new Flows(registry);
    return () -> {
      while (!Thread.currentThread().isInterrupted()) {
        audit.switched(flows.stop(DATASET, PRODUCER, "essai"));
        LockSupport.parkNanos(PAUSE_NANOS);
        audit.switched(flows.resume(DATASET, PRODUCER));
        LockSupport.parkNanos(3 * PAUSE_NANOS);
      }
    };
  }

  @Override
  public void close() {
    registry.close();
  }
}
