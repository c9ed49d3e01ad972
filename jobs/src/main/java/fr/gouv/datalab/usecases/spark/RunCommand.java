package fr.gouv.datalab.usecases.spark;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.gate.Gatekeeper;
import fr.gouv.datalab.gate.HomeGatekeeper;
import fr.gouv.datalab.home.Configuration;
import fr.gouv.datalab.home.GatePlace;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.keyservice.GateAddress;
import fr.gouv.datalab.keyservice.RemoteGatekeeper;
import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.letters.LetterFile;
import fr.gouv.datalab.mailings.MailingList;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.usecases.Part;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code datalab run USE_CASE --convention ID}: runs a use case and drafts the release of its
 * protected tables; or draws the list of its letter, or measures what the letter changed.
 */
@Command
public final class RunCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Parameters(paramLabel = "USE_CASE", description = "Name of its folder.")
  private String useCase;

  @Option(
      names = "--convention",
      required = true,
      paramLabel = "ID",
      description = "Under which the data is read.")
  private String convention;

  @Option(
      names = "--as-of",
      paramLabel = "DATE",
      description = "Date that the data describe, as 2026-01-31; today by default.")
  private LocalDate asOf;

  @Option(
      names = "--step",
      defaultValue = "tableaux",
      paramLabel = "STEP",
      description =
          "tableaux: its tables (default). courrier: draws the list of its letter. effet: measures"
              + " what the letter changed.")
  private String step;

  @Option(
      names = "--list",
      paramLabel = "HASH",
      description = "With --step effet: which list was written to; the latest by default.")
  private String list;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "With --step courrier: divides as an earlier draw did; drawn by default.")
  private Long seed;

  @Option(
      names = "--gate",
      paramLabel = "URL",
      description =
          "Gets every key from the gate there (`datalab serve gate`), not from this home; `gate:` in"
              + " datalab.yaml by default.")
  private String gateUrl;

  @Override
  public Integer call() {
    Part part =
        Part.of(step)
            .orElseThrow(
                () ->
                    new UsageException("--step is tableaux, courrier or effet, not " + step + "."));
    if (seed != null && part != Part.LIST || list != null && part != Part.EFFECT) {
      throw new UsageException("--seed goes with --step courrier, --list with --step effet.");
    }
    Home home = console.home().require();
    String person = console.user();
    LocalDate day = asOf == null ? LocalDate.now(ZoneId.of("Europe/Paris")) : asOf;
    console.progress("Starting Spark...");
    Optional<Gatekeeper> gate = gate(home, part);
    try (Registry registry = Registry.open(home);
        Engine engine = gate.isPresent() ? Engine.startAtGate(home) : Engine.start(home)) {
      switch (part) {
        case TABLES -> {
          DraftRelease.Drafted drafted =
              new DraftRelease(engine, registry, gate.orElseGet(() -> new HomeGatekeeper(registry)))
                  .run(useCase, convention, day, person, console::progress);
          console.result(drafted, words(drafted));
        }
        case LIST -> {
          MailingList drawn =
              new ListDraw(engine, registry)
                  .draw(
                      useCase,
                      convention,
                      day,
                      seed == null ? OptionalLong.empty() : OptionalLong.of(seed),
                      person,
                      console::progress);
          console.result(drawn, words(drawn, home));
        }
        case EFFECT -> {
          EffectMeasure measure =
              new DraftRelease(engine, registry)
                  .effect(
                      useCase,
                      convention,
                      day,
                      Optional.ofNullable(list),
                      person,
                      console::progress);
          console.result(measure, measure.words() + "\n" + words(measure.drafted()));
        }
      }
    }
    return 0;
  }

  /** Lists are written to the lake, whose keys for writing no gate gives. */
  private Optional<Gatekeeper> gate(Home home, Part part) {
    Configuration configuration = home.configuration();
    Optional<GatePlace> place =
        gateUrl == null ? configuration.gate() : Optional.of(configuration.gateAt(gateUrl, home));
    if (place.isPresent() && part != Part.TABLES) {
      throw new UsageException(
          "At a gate, only --step tableaux runs: a gate opens the lake and writes nothing there. Run"
              + " --step "
              + step
              + " in the home that has the keys.");
    }
    return place.map(
        each -> new RemoteGatekeeper(GateAddress.of(each.url(), each.certificate()), each.token()));
  }

  private static String words(MailingList drawn, Home home) {
    return String.format(
            Locale.ROOT,
            "The list %s: %,d to write to, %,d set aside.%nThe letter: %s%n",
            drawn.shortId(),
            drawn.treated(),
            drawn.control(),
            LetterFile.at(home, drawn.letter()))
        + "`datalab warrant request --list "
        + drawn.shortId()
        + "` asks to know whom to write to.";
  }

  private static String words(DraftRelease.Drafted drafted) {
    StringBuilder words = new StringBuilder();
    drafted
        .linkages()
        .forEach(
            (view, report) ->
                words.append(
                    String.format(
                        Locale.ROOT,
                        "%s: %,d pairs linked, estimated precision %.4f, recall %.4f%n",
                        view,
                        report.pairs(),
                        report.estimatedPrecision(),
                        report.estimatedRecall())));
    for (DraftRelease.TableFigures table : drafted.tables()) {
      words.append(
          String.format(
              Locale.ROOT,
              "%s: %,d cells published, %,d suppressed, audit: %s%n",
              table.name(),
              table.published(),
              table.suppressed(),
              table.verdict()));
    }
    return words
        + "The draft is "
        + drafted.release()
        + ": `datalab release submit "
        + drafted.release()
        + "` sends it to review.";
  }
}
