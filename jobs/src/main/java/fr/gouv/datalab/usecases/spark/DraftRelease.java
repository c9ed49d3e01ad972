package fr.gouv.datalab.usecases.spark;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.disclosure.SafeTable;
import fr.gouv.datalab.effects.Effect;
import fr.gouv.datalab.gate.Gatekeeper;
import fr.gouv.datalab.gate.HomeGatekeeper;
import fr.gouv.datalab.lake.LakeAccess;
import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.linkage.LinkReport;
import fr.gouv.datalab.mailings.MailingList;
import fr.gouv.datalab.mailings.spark.ListTable;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.releases.Draft;
import fr.gouv.datalab.releases.ReleaseStore;
import fr.gouv.datalab.usecases.Mailing;
import fr.gouv.datalab.usecases.Output;
import fr.gouv.datalab.usecases.Part;
import fr.gouv.datalab.usecases.Step;
import fr.gouv.datalab.usecases.UseCase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** Runs a use case to the end: its protected tables become the draft of a release. */
public final class DraftRelease {
  private final Engine engine;
  private final Registry registry;
  private final Gatekeeper gate;

  /** Drafts releases of a home, whose own keys open its lake. */
  public DraftRelease(Engine engine, Registry registry) {
    this(engine, registry, new HomeGatekeeper(registry));
  }

  /**
   * The same, at any gate.
   *
   * @param gate who is asked for the data
   */
  public DraftRelease(Engine engine, Registry registry, Gatekeeper gate) {
    this.engine = engine;
    this.registry = registry;
    this.gate = gate;
  }

  /**
   * What came of it.
   *
   * @param release the draft's id
   * @param tables what is published and hidden of each
   * @param linkages what each linkage did
   */
  public record Drafted(
      String release, List<TableFigures> tables, Map<String, LinkReport> linkages) {}

  /**
   * One table.
   *
   * @param name of the table
   * @param published cells with figures
   * @param suppressed cells without
   * @param informationKept share of the units that published cells of the finest level still show
   * @param verdict of the audit
   */
  public record TableFigures(
      String name, int published, int suppressed, double informationKept, String verdict) {}

  /**
   * Runs, protects, drafts.
   *
   * @throws fr.gouv.datalab.refusals.RefusedException when the gate refuses
   */
  public Drafted run(
      String useCase, String convention, LocalDate asOf, String user, Consumer<String> progress) {
    return run(useCase, convention, asOf, user, progress, run -> {});
  }

  /** The same, showing the run to someone before it closes. */
  public Drafted run(
      String useCase,
      String convention,
      LocalDate asOf,
      String user,
      Consumer<String> progress,
      Consumer<UseCaseRun> witness) {
    try (UseCaseRun run =
        open(useCase, convention, asOf, Part.TABLES, Optional.empty(), user, progress)) {
      try {
        UseCase read = run.useCase();
        Drafted drafted = draft(run, read.outputs(), convention, asOf, user, done -> read.report());
        witness.accept(run);
        return drafted;
      } catch (RuntimeException failure) {
        throw isOutdated(run) ? LakeAccess.changedSince() : failure;
      }
    }
  }

  /** Whether a failure came of files that a change of the lake's key removed. */
  private static boolean isOutdated(UseCaseRun run) {
    try {
      return run.outdated();
    } catch (RuntimeException unknown) {
      return false;
    }
  }

  private UseCaseRun open(
      String useCase,
      String convention,
      LocalDate asOf,
      Part part,
      Optional<SentList> list,
      String user,
      Consumer<String> progress) {
    return UseCaseRun.open(
        engine, registry, gate, useCase, convention, asOf, part, list, user, progress);
  }

  /**
   * Measures the effect of a letter that was sent: the table of its outcome, protected like any
   * other, becomes the draft of a release, with the difference that its published figures give.
   *
   * @param list the list to whom one wrote, by the first digits of its hash; empty for the latest
   *     one
   * @throws UsageException when no letter was sent, or the use case measures no effect
   * @throws fr.gouv.datalab.refusals.RefusedException when the gate refuses
   */
  public EffectMeasure effect(
      String useCase,
      String convention,
      LocalDate asOf,
      Optional<String> list,
      String user,
      Consumer<String> progress) {
    MailingList sent = new SentLists(registry).find(useCase, convention, list);
    try (ListTable table = ListTable.open(engine, registry.home(), convention);
        UseCaseRun run =
            open(
                useCase,
                convention,
                asOf,
                Part.EFFECT,
                Optional.of(new SentList(sent, table)),
                user,
                progress)) {
      Mailing.Effect effect = run.useCase().mailing().flatMap(Mailing::effect).orElseThrow();
      AtomicReference<Optional<Effect>> measured = new AtomicReference<>(Optional.empty());
      Drafted drafted =
          draft(
              run,
              List.of(effect.output()),
              convention,
              asOf,
              user,
              tables -> {
                measured.set(EffectMeasure.of(effect.output(), tables.get(0)));
                return EffectMeasure.report(effect, sent, asOf, measured.get());
              });
      return new EffectMeasure(drafted, sent, measured.get());
    }
  }

  private Drafted draft(
      UseCaseRun run,
      List<Output> tables,
      String convention,
      LocalDate asOf,
      String user,
      Function<List<SafeTable>, Map<String, List<String>>> report) {
    List<Draft.Output> outputs = new ArrayList<>();
    List<TableFigures> figures = new ArrayList<>();
    List<SafeTable> made = new ArrayList<>();
    for (Output output : tables) {
      UseCaseRun.Protected done = run.protect(output, outputs.size() + 1);
      outputs.add(output(run.useCase(), output, done));
      made.add(done.table());
      figures.add(
          new TableFigures(
              output.name(),
              done.table().published(),
              done.table().suppressed(),
              done.table().informationKept(),
              done.table().verdict().word()));
    }
    Draft draft = draft(run, convention, asOf, user, outputs, report.apply(made));
    return new Drafted(ReleaseStore.draft(registry, draft), figures, run.linkages());
  }

  private static Draft.Output output(UseCase useCase, Output output, UseCaseRun.Protected done) {
    Path folder = done.candidate().folder().resolve("sortie");
    done.table().writeTo(folder);
    try (Stream<Path> files = Files.list(done.candidate().folder())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, folder.resolve(file.getFileName().toString()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<Draft.Column> columns = new ArrayList<>();
    for (Output.Column column : output.columns()) {
      columns.add(
          new Draft.Column(
              column.name(), column.label(), column.unit(), column.ordered(), column.codes()));
    }
    return new Draft.Output(
        output.name(),
        output.title(),
        useCase.protectedUnit(),
        new Draft.Population(
            output.population().source(),
            output.population().filter(),
            output.population().cumulative()),
        done.comparedWith(),
        columns,
        folder);
  }

  private Draft draft(
      UseCaseRun run,
      String convention,
      LocalDate asOf,
      String user,
      List<Draft.Output> outputs,
      Map<String, List<String>> report) {
    UseCase useCase = run.useCase();
    Catalogue catalogue = Catalogue.of(registry.home());
    List<Draft.Source> sources = new ArrayList<>();
    for (String dataset : useCase.inputs().keySet().stream().sorted().toList()) {
      Contract contract = catalogue.dataset(dataset);
      sources.add(new Draft.Source(dataset, contract.title(), contract.producer()));
    }
    List<Draft.Linkage> linkages = new ArrayList<>();
    for (Step step : useCase.steps()) {
      if (step instanceof Step.Link link) {
        LinkReport linkage = run.linkages().get(link.view());
        linkages.add(
            new Draft.Linkage(
                catalogue.dataset(link.left()).title(),
                catalogue.dataset(link.right()).title(),
                linkage.pairs(),
                link.threshold(),
                linkage.estimatedPrecision(),
                linkage.estimatedRecall(),
                "estimées par le modèle, sans vérité connue"));
      }
    }
    return Draft.of(useCase.title(), useCase.id(), convention, asOf, user, outputs)
        .withQuestion(useCase.purpose(), sources)
        .withTexts(
            report.getOrDefault("resume", List.of()),
            report.getOrDefault("methode", List.of()),
            report.getOrDefault("limites", List.of()))
        .withLinkages(linkages);
  }
}
