package fr.gouv.datalab.demo.spark;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.cli.Datalab;
import fr.gouv.datalab.conventions.Convention;
import fr.gouv.datalab.conventions.ConventionFiles;
import fr.gouv.datalab.conventions.ConventionStore;
import fr.gouv.datalab.doctor.ByteScan;
import fr.gouv.datalab.doctor.Needles;
import fr.gouv.datalab.export.ExportPackage;
import fr.gouv.datalab.export.PackageCheck;
import fr.gouv.datalab.flows.Flows;
import fr.gouv.datalab.gate.Gate;
import fr.gouv.datalab.gate.UseCaseRequest;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.ingest.spark.Ingested;
import fr.gouv.datalab.ingest.spark.Intake;
import fr.gouv.datalab.journal.JournalCheck;
import fr.gouv.datalab.journal.JournalExport;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.refusals.IntegrityException;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.releases.ConventionSeats;
import fr.gouv.datalab.releases.ReleaseStore;
import fr.gouv.datalab.usecases.spark.DraftRelease;
import fr.gouv.datalab.usecases.spark.LinkageMeasure;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Fictional ministries deliver their files; the lake receives them; two use cases run; their tables
 * are protected, approved by several persons, exported, verified. Every figure of the proof is
 * measured on what this run did.
 */
final class Demo {
  /** The day that the sample files describe. */
  static final LocalDate AS_OF = LocalDate.of(2026, 1, 1);

  private static final Map<String, String> DELIVERIES = deliveries();
  private static final String OPERATOR = "exploitant@dinum";
  private static final String ANALYST = "analyste@dinum";
  private static final String LEGAL = "juriste@dinum";

  private final Home home;
  private final double scale;
  private final long seed;
  private final Consumer<String> out;
  private final Instant began = Instant.now();
  private final Map<String, Object> proof = new LinkedHashMap<>();
  private final List<String> packages = new ArrayList<>();

  Demo(Home home, double scale, long seed, Consumer<String> out) {
    this.home = home;
    this.scale = scale;
    this.seed = seed;
    this.out = out;
  }

  private static Map<String, String> deliveries() {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("dgfip.foyers_fiscaux", "dgfip/foyers_fiscaux.csv");
    files.put("dgfip.declarants", "dgfip/declarants.csv");
    files.put("siv.immatriculations", "interieur/immatriculations.csv");
    files.put("formation.formations", "travail/formations.csv");
    files.put("formation.stagiaires", "travail/stagiaires.csv.gz");
    files.put("dsn.contrats", "gip-mds/contrats.csv");
    files.put("insee.etablissements", "insee/etablissements.csv");
    return files;
  }

  /** Plays it, and gives what it proved, by name. */
  Map<String, Object> play() throws IOException {
    step("Ministries write their files (fictional people, real communes)");
    home.init();
    KeyStore keys = KeyStore.init(home.keys());
    Path producers = home.path().resolve("demo/producers");
    sample(producers);
    try (Registry registry = Registry.open(home);
        Engine engine = Engine.start(home)) {
      step("The lake receives them: pseudonymised, encrypted, names apart in the vault");
      ingest(engine, registry, producers);
      step("Parties sign two conventions; the gate refuses what they do not allow");
      sign(registry, "CONV-2026-001");
      sign(registry, "CONV-2026-002");
      refusals(registry);
      step("Households with two combustion cars: tax x registrations, linked without a name");
      DraftRelease runs = new DraftRelease(engine, registry);
      List<DraftRelease.Drafted> drafts = new ArrayList<>();
      Path truth = producers.resolve("truth");
      drafts.add(
          runs.run(
              "vehicules-foyers",
              "CONV-2026-001",
              AS_OF,
              ANALYST,
              line -> {},
              run -> {
                LinkageMeasure measure = LinkageMeasure.ofVehicles(run, home, truth);
                proof.put("linkagePrecision", measure.precision());
                proof.put("linkageRecall", measure.recall());
                say(
                    "%,d pairs; against the truth: precision %.4f, recall %.4f",
                    measure.pairs(), measure.precision(), measure.recall());
              }));
      step("Performance of every training: training x payroll");
      drafts.add(
          runs.run(
              "performance-formations", "CONV-2026-002", AS_OF, ANALYST, line -> {}, run -> {}));
      protectedCells(drafts);
      step("Submitted, approved by a lawyer and by each ministry, exported, verified");
      releases(registry, keys, drafts);
      step("A letter: two people approve a warrant, the printer alone can open the addresses");
      DemoLetter letter = new DemoLetter(engine, registry, producers, proof, this::say);
      Path letters = letter.send(ANALYST, LEGAL);
      step("Half a year later: what moved, and what the letter changed");
      List<DraftRelease.Drafted> effect =
          List.of(letter.measure(letters, scale, seed, ANALYST).drafted());
      releases(registry, keys, effect);
      step("The journal and every byte are verified");
      journal(registry, keys);
      scan(List.of(truth, letter.later().resolve("truth")));
    }
    return proof;
  }

  private void step(String title) {
    out.accept(
        String.format(
            Locale.ROOT,
            "%n[%3d s] %s",
            java.time.Duration.between(began, Instant.now()).toSeconds(),
            title));
  }

  private void say(String format, Object... values) {
    out.accept("        " + String.format(Locale.ROOT, format, values));
  }

  private void sample(Path producers) {
    StringWriter words = new StringWriter();
    int code =
        Datalab.run(
            new PrintWriter(words),
            new PrintWriter(words),
            "sample",
            "generate",
            "--scale",
            Double.toString(scale),
            "--seed",
            Long.toString(seed),
            "--out",
            producers.toString());
    if (code != 0) {
      throw new IllegalStateException("The sample could not be written: " + words);
    }
    words.toString().lines().forEach(line -> say("%s", line));
  }

  private void ingest(Engine engine, Registry registry, Path producers) {
    Intake intake = new Intake(engine, home, registry);
    long read = 0;
    long accepted = 0;
    long quarantined = 0;
    for (Map.Entry<String, String> delivery : DELIVERIES.entrySet()) {
      Ingested ingested =
          intake.ingest(
              Catalogue.of(home).dataset(delivery.getKey()),
              List.of(producers.resolve(delivery.getValue())),
              OPERATOR);
      say("%s", ingested.line());
      read += ingested.read();
      accepted += ingested.accepted();
      quarantined += ingested.quarantined();
    }
    Ingested again =
        intake.ingest(
            Catalogue.of(home).dataset("dsn.contrats"),
            List.of(producers.resolve(DELIVERIES.get("dsn.contrats"))),
            OPERATOR);
    say("again %s", again.line());
    proof.put("rowsRead", read);
    proof.put("rowsAccepted", accepted);
    proof.put("rowsQuarantined", quarantined);
  }

  private void sign(Registry registry, String id) {
    ConventionStore conventions = new ConventionStore(registry);
    byte[] text = new ConventionFiles(home).find(id).orElseThrow();
    Convention convention = conventions.add(id + ".yaml", text, LEGAL);
    for (String party : convention.parties()) {
      conventions.sign(
          id, party, party.equals(convention.consumer()) ? LEGAL : "administrateur@" + party);
    }
    say("%s: %s; signed by %s", id, convention.title(), String.join(", ", convention.parties()));
  }

  private void refusals(Registry registry) {
    int refused = 0;
    refused +=
        refused(registry, "CONV-2026-002", "vehicules-foyers", "dsn.contrats", "nir", ANALYST);
    refused +=
        refused(
            registry,
            "CONV-2026-002",
            "performance-formations",
            "dsn.contrats",
            "salaire_brut_mensuel",
            ANALYST);
    refused +=
        refused(
            registry,
            "CONV-2026-002",
            "performance-formations",
            "dsn.contrats",
            "nature",
            "curieux@dinum");
    Flows flows = new Flows(registry);
    flows.stop("dsn.contrats", "administrateur@gip-mds", "vérification en cours");
    refused +=
        refused(
            registry, "CONV-2026-002", "performance-formations", "dsn.contrats", "nature", ANALYST);
    flows.resume("dsn.contrats", "administrateur@gip-mds");
    if (refused != 4) {
      throw new IntegrityException("The gate let in what a convention does not allow.");
    }
    proof.put("gateRefusals", refused);
  }

  private int refused(
      Registry registry,
      String convention,
      String useCase,
      String dataset,
      String column,
      String user) {
    try {
      new Gate(registry)
          .open(convention, new UseCaseRequest(useCase, Map.of(dataset, List.of(column))), user);
      return 0;
    } catch (RefusedException refusal) {
      say("refused (%s): %s", refusal.rule(), refusal.getMessage());
      return 1;
    }
  }

  private void protectedCells(List<DraftRelease.Drafted> drafts) {
    int published = 0;
    int suppressed = 0;
    boolean safe = true;
    for (DraftRelease.Drafted draft : drafts) {
      for (DraftRelease.TableFigures table : draft.tables()) {
        say(
            "%s: %,d cells published, %,d suppressed, audit: %s",
            table.name(), table.published(), table.suppressed(), table.verdict());
        published += table.published();
        suppressed += table.suppressed();
        safe &= table.verdict().equals("safe");
      }
    }
    proof.put("cellsPublished", published);
    proof.put("cellsSuppressed", suppressed);
    proof.put("audit", safe ? "safe" : "UNSAFE");
  }

  private void releases(Registry registry, KeyStore keys, List<DraftRelease.Drafted> drafts)
      throws IOException {
    ConventionSeats seats = new ConventionSeats(new ConventionStore(registry));
    ReleaseStore releases = new ReleaseStore(registry, keys, seats);
    for (DraftRelease.Drafted draft : drafts) {
      String id = draft.release();
      String convention = releases.submit(id, ANALYST, "Pour examen.").convention();
      for (String seat : seats.required(convention)) {
        String person = person(seat);
        releases.approve(id, person, seat, "Conforme à la convention.");
        say("%s approved by %s as %s", id, person, seat);
      }
      Path folder = new ExportPackage(registry, keys, releases).export(id, ANALYST);
      Map<String, String> before = hashes(folder);
      new ExportPackage(registry, keys, releases).export(id, ANALYST);
      if (!before.equals(hashes(folder))) {
        throw new IntegrityException("Exporting " + id + " twice gave two packages.");
      }
      PackageCheck check =
          PackageCheck.of(folder, Files.readString(folder.resolveSibling("datalab.vkey")));
      proof.merge("packageFiles", check.files(), Demo::sum);
      proof.merge("approvals", check.approvals(), Demo::sum);
      packages.add(folder.toString());
      say("%s: package of %d files, verified with the public key alone", id, check.files());
    }
    proof.put("packages", packages);
  }

  private static Object sum(Object a, Object b) {
    return (Integer) a + (Integer) b;
  }

  private static String person(String seat) {
    return seat.equals(Convention.LEGAL)
        ? LEGAL
        : "administrateur@" + seat.substring(Convention.ADMINISTRATOR.length());
  }

  private static Map<String, String> hashes(Path folder) throws IOException {
    Map<String, String> sums = new LinkedHashMap<>();
    sums.put("SHA256SUMS", Files.readString(folder.resolve("SHA256SUMS")));
    sums.put(
        "SHA256SUMS.sig",
        java.util.HexFormat.of().formatHex(Files.readAllBytes(folder.resolve("SHA256SUMS.sig"))));
    return sums;
  }

  private void journal(Registry registry, KeyStore keys) throws IOException {
    JournalCheck live = JournalCheck.live(registry);
    Path copy = home.tmp().resolve("journal-demo-" + ProcessHandle.current().pid());
    JournalExport.write(registry, keys, copy);
    try (var files = Files.list(copy)) {
      String key = Files.readString(copy.resolve("journal.vkey"));
      JournalCheck offline = JournalExport.verify(copy, key);
      if (!offline.root().equals(live.root())) {
        throw new IntegrityException("The exported journal is not the live one.");
      }
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(copy);
    proof.put("journalRecords", live.records());
    proof.put("journalRoot", live.root());
    say("%d records, root %s, live and exported", live.records(), live.root());
  }

  /** Reads all that this process may have written: the home, and its temporary directory. */
  private void scan(List<Path> truths) throws IOException {
    Path demo = home.path().resolve("demo");
    Path temporary = Path.of(System.getProperty("java.io.tmpdir")).toRealPath();
    ByteScan.Result result =
        new ByteScan(Needles.ofTruths(truths))
            .run(List.of(home.path(), temporary), path -> !path.startsWith(demo));
    result.findings().forEach(finding -> say("%s in %s", finding.kind(), finding.place()));
    say(
        "%,d files, %,d bytes read for %,d identifiers: %d found",
        result.files(), result.bytes(), result.needles(), result.findings().size());
    proof.put("scannedFiles", result.files());
    proof.put("scannedBytes", result.bytes());
    proof.put("scannedIdentifiers", result.needles());
    proof.put("identifiersFound", result.findings().size());
    if (!result.findings().isEmpty()) {
      throw new IntegrityException("Identifiers stand in clear; the places are listed above.");
    }
  }
}
