package fr.gouv.datalab.desk;

import fr.gouv.datalab.accounts.AccountStore;
import fr.gouv.datalab.accounts.Role;
import fr.gouv.datalab.accounts.Totp;
import fr.gouv.datalab.conventions.ConventionFiles;
import fr.gouv.datalab.conventions.ConventionStore;
import fr.gouv.datalab.deliveries.DeliveredFile;
import fr.gouv.datalab.deliveries.Deliveries;
import fr.gouv.datalab.export.ExportPackage;
import fr.gouv.datalab.gate.Gate;
import fr.gouv.datalab.gate.UseCaseRequest;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.releases.ConventionSeats;
import fr.gouv.datalab.releases.Draft;
import fr.gouv.datalab.releases.ReleaseStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A home with a signed convention, deliveries, releases and people, as the desk's tests find it.
 */
final class House implements AutoCloseable {
  static final String LAWYER = "juriste@dinum";
  static final String AUTHOR = "analyste@dinum";
  static final String TAX = "administrateur@dgfip";
  static final String INTERIOR = "administrateur@interieur";
  static final String AUDITOR = "auditeur@cnil";
  static final String CONVENTION = "CONV-2026-001";
  static final String PASSWORD = "une phrase assez longue";

  /** Goes forward by what a test says, so that codes and waits need no sleep. */
  static final class TestClock extends Clock {
    private Instant now = Instant.parse("2026-11-25T09:00:00Z");

    void forward(long seconds) {
      now = now.plusSeconds(seconds);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  final TestClock clock = new TestClock();
  final Registry registry;
  final KeyStore keys;
  final ReleaseStore store;
  final Rooms rooms;
  final AccountStore accounts;
  private final Path directory;
  private int drafts;

  House(Path directory) {
    this.directory = directory;
    Home home = Home.of(directory.resolve("home")).init();
    registry = Registry.open(home, clock);
    keys = KeyStore.init(home.keys());
    ConventionStore conventions = new ConventionStore(registry);
    conventions.add(CONVENTION, new ConventionFiles(home).find(CONVENTION).orElseThrow(), LAWYER);
    conventions.sign(CONVENTION, "dinum", LAWYER);
    conventions.sign(CONVENTION, "dgfip", TAX);
    conventions.sign(CONVENTION, "interieur", INTERIOR);
    ConventionSeats seats = new ConventionSeats(conventions);
    store = new ReleaseStore(registry, keys, seats);
    rooms = Rooms.of(registry, keys, store, seats);
    accounts = rooms.accounts();
  }

  /** Three deliveries of the two ministries. */
  House withDeliveries() {
    Deliveries deliveries = new Deliveries(registry);
    for (String dataset :
        List.of("dgfip.foyers_fiscaux", "dgfip.declarants", "siv.immatriculations")) {
      String id = "d" + dataset.hashCode();
      deliveries.begin(id, dataset, TAX, List.of(new DeliveredFile("0".repeat(64), 12_345)));
      deliveries.complete(id, TAX, 10_000, 9_958, 42);
    }
    return this;
  }

  /** Openings of the gate: one that the convention grants, one that it refuses. */
  House withOpenings() {
    Gate gate = new Gate(registry);
    gate.open(
        CONVENTION,
        new UseCaseRequest(
            "vehicules-foyers",
            Map.of(
                "dgfip.foyers_fiscaux",
                List.of("annee", "code_commune"),
                "dgfip.declarants",
                List.of("annee", "spi"),
                "siv.immatriculations",
                List.of("immatriculation", "energie"))),
        AUTHOR);
    try {
      gate.open(
          CONVENTION,
          new UseCaseRequest("autre-usage", Map.of("dgfip.declarants", List.of("annee"))),
          AUTHOR);
      throw new IllegalStateException("another purpose was granted");
    } catch (RefusedException e) {
      clock.forward(60);
    }
    return this;
  }

  /** A draft of one table; each further one has other figures. */
  String draft() throws IOException {
    drafts++;
    Path folder = Files.createDirectories(directory.resolve("table-" + drafts));
    int more = 20 * (drafts - 1);
    Files.writeString(
        folder.resolve("published.csv"),
        """
        energie,decile,foyers,status
        TOTAL,TOTAL,%d,v
        ES,TOTAL,%d,v
        GO,TOTAL,95,v
        TOTAL,1,%d,v
        TOTAL,2,90,v
        ES,1,,c
        ES,2,,c
        GO,1,,c
        GO,2,,c
        """
            .formatted(140 + more, 45 + more, 50 + more));
    Files.writeString(
        folder.resolve("audit.csv"),
        """
        energie,decile,value,reason,lower,upper
        ES,1,5,frequency,0,45
        ES,2,40,secondary,0,45
        GO,1,45,secondary,5,50
        GO,2,50,secondary,45,90
        """);
    Files.writeString(
        folder.resolve("spec.yaml"),
        """
        dimensions: [{column: energie}, {column: decile}]
        frequency: foyers
        policy: personnes
        protect: suppress
        protection: 0.10
        """);
    return store.draft(
        Draft.of(
                "Foyers <thermiques>",
                "vehicules-foyers",
                CONVENTION,
                LocalDate.of(2026, drafts, 1),
                AUTHOR,
                List.of(
                    new Draft.Output(
                        "foyers",
                        "Foyers par énergie",
                        "foyers",
                        Draft.Population.all("dgfip.foyers_fiscaux"),
                        List.of(
                            new Draft.Column(
                                "energie",
                                "Énergie",
                                "",
                                false,
                                Map.of("ES", "Essence", "GO", "Gazole")),
                            new Draft.Column("decile", "Décile", "", true, Map.of()),
                            new Draft.Column("foyers", "Foyers", "foyers", false, Map.of())),
                        folder)))
            .withQuestion(
                "Combien de foyers détiennent au moins deux véhicules thermiques ?",
                List.of(
                    new Draft.Source("dgfip.foyers_fiscaux", "Foyers fiscaux", "dgfip"),
                    new Draft.Source("siv.immatriculations", "Immatriculations", "interieur"))));
  }

  String submitted() throws IOException {
    String id = draft();
    store.submit(id, AUTHOR, "Merci de regarder <b>la Corse</b>");
    return id;
  }

  String exported() throws IOException {
    String id = submitted();
    store.approve(id, LAWYER, null, "");
    store.approve(id, TAX, null, "");
    store.approve(id, INTERIOR, null, "");
    new ExportPackage(registry, keys, store).export(id, AUTHOR);
    return id;
  }

  /** Opens an account up to its first code. */
  String account(String person, Role role) {
    String invitation = accounts.invite(person, Set.of(role), "datalab");
    AccountStore.SecondFactor factor = accounts.choose(invitation, PASSWORD);
    accounts.activate(invitation, code(factor.readable()));
    clock.forward(60);
    return factor.readable();
  }

  /** The code that an authenticator application shows now. */
  String code(String readable) {
    return Totp.code(base32(readable), Totp.step(clock.instant()));
  }

  private static byte[] base32(String readable) {
    String text = readable.replace(" ", "");
    byte[] bytes = new byte[text.length() * 5 / 8];
    int held = 0;
    int bits = 0;
    int at = 0;
    for (char c : text.toCharArray()) {
      held = held << 5 | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c);
      bits += 5;
      if (bits >= 8 && at < bytes.length) {
        bytes[at++] = (byte) (held >>> (bits - 8));
        bits -= 8;
      }
    }
    return bytes;
  }

  @Override
  public void close() {
    registry.close();
  }
}
