package fr.gouv.datalab.demo.spark;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.cli.Datalab;
import fr.gouv.datalab.effects.Effect;
import fr.gouv.datalab.effects.Interval;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.ingest.spark.Ingested;
import fr.gouv.datalab.ingest.spark.Intake;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.letters.PostalLines;
import fr.gouv.datalab.mailings.MailingList;
import fr.gouv.datalab.refusals.IntegrityException;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.usecases.spark.DraftRelease;
import fr.gouv.datalab.usecases.spark.EffectMeasure;
import fr.gouv.datalab.usecases.spark.ListDraw;
import fr.gouv.datalab.vault.RecipientPair;
import fr.gouv.datalab.warrants.OpenedFile;
import fr.gouv.datalab.warrants.Warrant;
import fr.gouv.datalab.warrants.WarrantRequest;
import fr.gouv.datalab.warrants.WarrantStore;
import fr.gouv.datalab.warrants.spark.WarrantExecution;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The letter of the demo: a list, a warrant that two people approve, a sealed file that the printer
 * opens on its own premises, a later delivery, and the effect found again.
 */
final class DemoLetter {
  private static final String USE_CASE = "vehicules-foyers";
  private static final String CONVENTION = "CONV-2026-001";
  private static final LocalDate LATER = LocalDate.of(2026, 7, 1);

  /** Prints a line, as {@link String#format} makes it. */
  interface Teller {
    void say(String format, Object... values);
  }

  private final Engine engine;
  private final Registry registry;
  private final Home home;
  private final Path producers;
  private final Path mailer;
  private final Map<String, Object> proof;
  private final Teller teller;

  DemoLetter(
      Engine engine, Registry registry, Path producers, Map<String, Object> proof, Teller teller) {
    this.engine = engine;
    this.registry = registry;
    this.home = registry.home();
    this.producers = producers;
    this.mailer = home.path().resolve("demo/mailer");
    this.proof = proof;
    this.teller = teller;
  }

  /** Sends the letters, and gives the printer's file of addresses. */
  Path send(String analyst, String legal) throws IOException {
    MailingList list =
        new ListDraw(engine, registry)
            .draw(USE_CASE, CONVENTION, Demo.AS_OF, OptionalLong.empty(), analyst, line -> {});
    teller.say(
        "list %s: %,d households to write to, %,d set aside; its seed is in the journal",
        list.shortId(), list.treated(), list.control());
    RecipientPair printer = printer();
    String id = approved(list, printer, analyst, legal).id();
    WarrantExecution.Executed executed =
        new WarrantExecution(engine, registry, line -> {})
            .execute(id, analyst, KeyStore.open(home.keys()));
    Warrant.Figures figures = executed.warrant().execution().orElseThrow().figures();
    teller.say(
        "%s executed: %,d letters, %,d addresses that do not fit; one file, sealed to the printer",
        id, figures.letters(), figures.unfit());
    refused(() -> new WarrantStore(registry).begin(id, analyst));
    Path opened = mailer.resolve("courrier");
    OpenedFile.into(executed.file(), printer, opened);
    Path letters = opened.resolve("lettres.csv");
    long lines = lines(letters, figures.letters());
    teller.say("opened on the printer's premises: %s", opened);
    proof.put("letters", figures.letters());
    proof.put("lettersUnfit", figures.unfit());
    proof.put("letterLines", lines);
    proof.put("controlGroup", list.control());
    proof.put("letter", opened.resolve("lettre.pdf").toString());
    return letters;
  }

  private RecipientPair printer() throws IOException {
    Files.createDirectories(mailer);
    RecipientPair printer = RecipientPair.draw();
    Files.writeString(mailer.resolve("destinataire.key"), printer.secretText());
    Files.writeString(mailer.resolve("destinataire.pub"), printer.recipient().text());
    return printer;
  }

  private Warrant approved(MailingList list, RecipientPair printer, String analyst, String legal) {
    WarrantStore warrants = new WarrantStore(registry);
    String id =
        warrants
            .request(
                new WarrantRequest(
                    CONVENTION,
                    USE_CASE,
                    list.id(),
                    printer.recipient(),
                    Optional.empty(),
                    "Envoi du courrier."),
                analyst)
            .id();
    refused(() -> warrants.approve(id, analyst, null));
    warrants.approve(id, legal, null);
    refused(() -> warrants.approve(id, legal, null));
    Warrant warrant = warrants.approve(id, "administrateur@dgfip", null);
    teller.say("%s approved by %s and by administrateur@dgfip", id, legal);
    return warrant;
  }

  private void refused(Runnable step) {
    try {
      step.run();
    } catch (RefusedException refusal) {
      teller.say("refused (%s): %s", refusal.rule(), refusal.getMessage());
      proof.merge("warrantRefusals", 1, (a, b) -> (Integer) a + (Integer) b);
      return;
    }
    throw new IntegrityException("A warrant let through what its rules do not allow.");
  }

  /** Holds every line to the standard. */
  private static long lines(Path letters, long expected) throws IOException {
    long lines = 0;
    long read = 0;
    try (BufferedReader file = Files.newBufferedReader(letters)) {
      file.readLine();
      for (String row = file.readLine(); row != null; row = file.readLine()) {
        String[] fields = row.split(",", -1);
        read++;
        boolean sound = fields.length == PostalLines.COUNT + 1;
        for (int i = 1; sound && i < fields.length; i++) {
          String form =
              i == PostalLines.COUNT
                  ? "\\d{5}( [A-Z0-9]+)+"
                  : i >= 4 ? "([A-Z0-9]+( [A-Z0-9]+)*)?" : "[A-Z0-9' -]*";
          sound = fields[i].length() <= PostalLines.LONGEST && fields[i].matches(form);
          lines++;
        }
        if (!sound) {
          throw new IntegrityException("An address does not meet NF Z10-011.");
        }
      }
    }
    if (read != expected) {
      throw new IntegrityException("The printer has another number of letters than was written.");
    }
    return lines;
  }

  /** Half a year later: a delivery of what moved, and the effect. */
  EffectMeasure measure(Path letters, double scale, long seed, String analyst) throws IOException {
    Path suite = later();
    sample(letters, suite, scale, seed);
    double truth = truth(suite);
    Ingested ingested =
        new Intake(engine, home, registry)
            .ingest(
                Catalogue.of(home).dataset("siv.immatriculations"),
                List.of(suite.resolve("interieur/immatriculations.csv")),
                "exploitant@dinum");
    teller.say("%s", ingested.line());
    EffectMeasure measure =
        new DraftRelease(engine, registry)
            .effect(USE_CASE, CONVENTION, LATER, Optional.empty(), analyst, line -> {});
    measure.effect().ifPresent(effect -> told(effect, truth));
    proof.put("trueEffect", truth);
    proof.put("rowsLater", ingested.read());
    return measure;
  }

  private void told(Effect effect, double truth) {
    Interval interval = effect.interval();
    teller.say(
        "treated %.2f %%, control %.2f %%: %+.2f points, %d %% interval %+.2f to %+.2f; true effect"
            + " %+.2f",
        100 * effect.treated().value(),
        100 * effect.control().value(),
        100 * effect.difference(),
        Effect.LEVEL,
        100 * interval.lower(),
        100 * interval.upper(),
        100 * truth);
    proof.put("effect", effect.difference());
    proof.put("effectLower", interval.lower());
    proof.put("effectUpper", interval.upper());
    proof.put("effectCovered", interval.contains(truth));
  }

  /**
   * The fictional ministries know which letters arrived, from the postman; the datalab does not.
   */
  private void sample(Path letters, Path suite, double scale, long seed) {
    StringWriter words = new StringWriter();
    int code =
        Datalab.run(
            new PrintWriter(words),
            new PrintWriter(words),
            "sample",
            "later",
            "--scale",
            Double.toString(scale),
            "--seed",
            Long.toString(seed),
            "--letters",
            letters.toString(),
            "--out",
            suite.toString());
    if (code != 0) {
      throw new IllegalStateException("The later sample could not be written: " + words);
    }
    words.toString().lines().forEach(line -> teller.say("%s", line));
  }

  /** The effect that the fictional world has, for the comparison alone. */
  private static double truth(Path suite) throws IOException {
    String line = Files.readAllLines(suite.resolve("truth/effet_courrier.csv")).get(1);
    return Double.parseDouble(line.substring(line.lastIndexOf(',') + 1));
  }

  /** Where the fictional ministries write their later files. */
  Path later() {
    return producers.resolve("suite");
  }
}
