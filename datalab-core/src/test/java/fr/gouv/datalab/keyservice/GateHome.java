package fr.gouv.datalab.keyservice;

import fr.gouv.datalab.conventions.ConventionHome;
import fr.gouv.datalab.gate.UseCaseRequest;
import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.lake.FileKeys;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.tls.ServerCertificate;
import fr.gouv.datalab.tokens.TokenStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A home with a signed convention, whose gate listens on this machine. */
final class GateHome implements AutoCloseable {
  static final String PERSON = "analyste@dinum";
  static final String DATASET = "siv.immatriculations";
  static final KeyName QUASI = KeyName.data(DATASET, "quasi");
  static final KeyName IDENTIFIERS = KeyName.data(DATASET, "identifiants");
  static final byte[] FILE_KEY = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
  static final UseCaseRequest REQUEST =
      new UseCaseRequest(
          "vehicules-foyers",
          Map.of(
              DATASET,
              List.of("energie", "date_certificat"),
              "dgfip.declarants",
              List.of("annee")));
  static final GateServer.Limits LIMITS =
      new GateServer.Limits(50, 64 * 1024, Duration.ofMillis(1_500), Duration.ofSeconds(30));

  final ConventionHome home;
  final Path directory;
  final KeyStore store;
  final TokenStore tokens;
  final ServerCertificate certificate;
  private final KeyService.Terms terms;
  GateServer server;

  GateHome(Path directory, KeyService.Terms terms) {
    this.directory = directory;
    this.terms = terms;
    home = new ConventionHome(directory).signed();
    store = KeyStore.open(home.registry().home().keys());
    for (String dataset : List.of(DATASET, "dgfip.declarants")) {
      for (String family : List.of("commun", "quasi", "identifiants", "sensible", "lien")) {
        store.create(KeyName.data(dataset, family));
      }
    }
    tokens = new TokenStore(home.registry());
    certificate = Certified.CERTIFICATE;
    start();
  }

  /** Drawn once for all tests of the process. */
  private static final class Certified {
    static final ServerCertificate CERTIFICATE = drawn();

    private static ServerCertificate drawn() {
      try {
        Path room = Files.createTempDirectory("gate");
        ServerCertificate drawn = ServerCertificate.in(room, "gate", "localhost");
        drawn.certificate().toFile().deleteOnExit();
        drawn.key().toFile().deleteOnExit();
        return drawn;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  Registry registry() {
    return home.registry();
  }

  void start() {
    server = open(LIMITS);
  }

  /** Another server of the same gate, which the caller closes. */
  GateServer open(GateServer.Limits limits) {
    KeyService service = new KeyService(registry(), store, tokens, terms);
    return GateServer.open(service, certificate, "localhost", 0, limits);
  }

  GateAddress address() {
    return GateAddress.of(
        URI.create("https://localhost:" + server.port()), certificate.certificate());
  }

  GateCalls calls() {
    return new GateCalls(address());
  }

  TokenStore.Issued token(String person) {
    return tokens.issue(person, Duration.ofDays(300));
  }

  Path tokenFile(String person) {
    try {
      Path file = directory.resolve("token-" + System.nanoTime());
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      return Files.writeString(file, token(person).secret() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The question that opens the usual request. */
  static Map<String, Object> question() {
    return Map.of(
        "convention",
        ConventionHome.ID,
        "useCase",
        REQUEST.useCase(),
        "datasets",
        REQUEST.datasets(),
        "user",
        PERSON);
  }

  /** The secret of a grant just opened. */
  String grant() {
    return calls().json(KeyRoutes.OPEN, token(PERSON).secret(), question()).path("secret").asText();
  }

  /** A file's key, closed as it stands in a file. */
  String wrapped(KeyName under) {
    return FileKeys.of(store, key -> {}, store.current(KeyName.LAKE)).wrap(FILE_KEY, under);
  }

  byte[] unwrap(String secret, KeyName key) {
    return unwrap(secret, key.value(), wrapped(key));
  }

  byte[] unwrap(String secret, String key, String wrapped) {
    return calls().bytes(KeyRoutes.UNWRAP, secret, Map.of("key", key, "wrapped", wrapped));
  }

  @Override
  public void close() {
    server.close();
    home.close();
  }
}
