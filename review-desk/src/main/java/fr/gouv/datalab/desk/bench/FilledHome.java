package fr.gouv.datalab.desk.bench;

import fr.gouv.datalab.accounts.AccountStore;
import fr.gouv.datalab.cli.Datalab;
import fr.gouv.datalab.conventions.ConventionFiles;
import fr.gouv.datalab.conventions.ConventionStore;
import fr.gouv.datalab.deliveries.DeliveredFile;
import fr.gouv.datalab.deliveries.Deliveries;
import fr.gouv.datalab.export.ExportPackage;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.releases.ConventionSeats;
import fr.gouv.datalab.releases.Draft;
import fr.gouv.datalab.releases.ReleaseStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * A home as after years of use: conventions that all parties signed, deliveries, people with
 * accounts, and, made by the datalab's own acts, some releases of which a part was exported. {@link
 * Backlog} adds the many others.
 */
final class FilledHome implements AutoCloseable {
  static final int CONVENTIONS = 24;
  private static final List<String> DATASETS =
      List.of("dgfip.foyers_fiscaux", "dgfip.declarants", "siv.immatriculations");

  /** A clock that goes where the story goes. */
  static final class StoryClock extends Clock {
    private volatile Instant now;

    StoryClock(Instant now) {
      this.now = now;
    }

    void at(Instant time) {
      now = time;
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

  final Home home;
  final StoryClock clock;
  final Registry registry;
  final KeyStore keys;
  final ConventionStore conventions;
  final ReleaseStore releases;
  private final Path room;
  private final Random random;
  private final Instant today;

  FilledHome(Path directory, long seed, Instant today) {
    this.room = directory;
    this.random = new Random(seed);
    this.today = today;
    home = Home.of(directory.resolve("home")).init();
    clock = new StoryClock(today);
    registry = Registry.open(home, clock);
    keys = KeyStore.init(home.keys());
    conventions = new ConventionStore(registry);
    releases = new ReleaseStore(registry, keys, new ConventionSeats(conventions));
  }

  static String convention(int number) {
    return String.format(Locale.ROOT, "CONV-2026-%03d", number + 1);
  }

  /** Conventions of the two ministries, each with the same reviewers, signed by all. */
  void conventions(int reviewers) {
    StringBuilder lawyers = new StringBuilder("juriste@dinum");
    StringBuilder tax = new StringBuilder("administrateur@dgfip");
    StringBuilder interior = new StringBuilder("administrateur@interieur");
    for (int i = 1; i <= reviewers; i++) {
      lawyers.append(", ").append(People.lawyer(i));
      tax.append(", ").append(People.administrator("dgfip", i));
      interior.append(", ").append(People.administrator("interieur", i));
    }
    String model =
        new String(
                new ConventionFiles(home).find("CONV-2026-001").orElseThrow(),
                StandardCharsets.UTF_8)
            .replace("[juriste@dinum]", "[" + lawyers + "]")
            .replace("[administrateur@dgfip]", "[" + tax + "]")
            .replace("[administrateur@interieur]", "[" + interior + "]");
    for (int i = 0; i < CONVENTIONS; i++) {
      String id = convention(i);
      String text =
          model
              .replace("CONV-2026-001", id)
              .replace("title: Foyers", "title: Étude " + (i + 1) + ", foyers")
              .replace("from: 2025-01-01", "from: 2020-01-01");
      conventions.add(id, text.getBytes(StandardCharsets.UTF_8), "juriste@dinum");
      conventions.sign(id, "dinum", "juriste@dinum");
      conventions.sign(id, "dgfip", "administrateur@dgfip");
      conventions.sign(id, "interieur", "administrateur@interieur");
    }
  }

  /** A delivery of each dataset for each month of five years. */
  void deliveries() {
    Deliveries deliveries = new Deliveries(registry);
    for (int month = 60; month > 0; month--) {
      clock.at(today.minusSeconds(month * 30L * 86_400));
      for (String dataset : DATASETS) {
        String id = "l-" + dataset.replace('.', '-') + "-" + month;
        String hash = String.format(Locale.ROOT, "%064x", id.hashCode() & 0xffffffffL);
        deliveries.begin(
            id, dataset, "administrateur@dgfip", List.of(new DeliveredFile(hash, 123_456)));
        deliveries.complete(id, "administrateur@dgfip", 10_000, 9_958, 42);
      }
    }
    clock.at(today);
  }

  /** People with accounts; their codes are those of a time before, so that they can sign in now. */
  List<People.Person> people(int number) {
    clock.at(today.minusSeconds(3_600));
    List<People.Person> people =
        People.open(new AccountStore(registry, keys), number, registry.now());
    clock.at(today);
    return people;
  }

  /** A protected table of some hundred cells, made by the datalab's own protection. */
  Path table(int number) throws IOException {
    Path folder = Files.createDirectories(room.resolve("tables").resolve("t" + number));
    Path out = folder.resolve("out");
    StringBuilder csv = new StringBuilder("departement,energie,foyers\n");
    for (int department = 1; department <= 96; department++) {
      for (String energy : List.of("ES", "GO", "EL", "GP")) {
        csv.append(
            String.format(
                Locale.ROOT,
                "%02d,%s,%d%n",
                department,
                energy,
                (int) (Math.exp(random.nextGaussian() * 1.2 + 4) + 1)));
      }
    }
    Files.writeString(folder.resolve("table.csv"), csv);
    Files.writeString(
        folder.resolve("spec.yaml"),
        """
        dimensions: [{column: departement}, {column: energie}]
        frequency: foyers
        policy: personnes
        protect: suppress
        protection: 0.10
        """);
    StringWriter said = new StringWriter();
    int code =
        Datalab.run(
            new PrintWriter(said),
            new PrintWriter(said),
            "disclose",
            "protect",
            folder.resolve("table.csv").toString(),
            "--spec",
            folder.resolve("spec.yaml").toString(),
            "--out",
            out.toString());
    if (code != 0) {
      throw new IllegalStateException("The bench's table could not be protected: " + said);
    }
    Files.copy(
        folder.resolve("spec.yaml"),
        out.resolve("spec.yaml"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    return out;
  }

  /** Drafts a release of a table under a convention. */
  String draft(int convention, LocalDate asOf, Path table) {
    return releases.draft(
        Draft.of(
                "Foyers et véhicules thermiques, étude " + (convention + 1) + ", " + asOf,
                "vehicules-foyers",
                convention(convention),
                asOf,
                People.AUTHOR,
                List.of(
                    new Draft.Output(
                        "foyers",
                        "Foyers par département et énergie",
                        "foyers",
                        Draft.Population.all("dgfip.foyers_fiscaux"),
                        List.of(
                            new Draft.Column("departement", "Département", "", false, Map.of()),
                            new Draft.Column(
                                "energie",
                                "Énergie",
                                "",
                                false,
                                Map.of(
                                    "ES",
                                    "Essence",
                                    "GO",
                                    "Gazole",
                                    "EL",
                                    "Électricité",
                                    "GP",
                                    "Gaz")),
                            new Draft.Column("foyers", "Foyers", "foyers", false, Map.of())),
                        table)))
            .withQuestion(
                "Combien de foyers détiennent au moins deux véhicules thermiques ?",
                List.of(
                    new Draft.Source("dgfip.foyers_fiscaux", "Foyers fiscaux", "dgfip"),
                    new Draft.Source("siv.immatriculations", "Immatriculations", "interieur"))));
  }

  /** Releases that went the whole way by the datalab's own acts, packages included. */
  List<String> exported(int number, Path table) throws IOException {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      String id =
          draft(i % CONVENTIONS, today.atZone(ZoneOffset.UTC).toLocalDate().minusYears(i), table);
      releases.submit(id, People.AUTHOR, "");
      releases.approve(id, "juriste@dinum", null, "");
      releases.approve(id, "administrateur@dgfip", null, "");
      releases.approve(id, "administrateur@interieur", null, "");
      new ExportPackage(registry, keys, releases).export(id, People.AUTHOR);
      ids.add(id);
    }
    return ids;
  }

  @Override
  public void close() {
    registry.close();
  }
}
