package fr.gouv.datalab.usecases.spark;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.catalogue.Identity;
import fr.gouv.datalab.disclosure.Perturbation;
import fr.gouv.datalab.disclosure.PerturbedTable;
import fr.gouv.datalab.disclosure.Population;
import fr.gouv.datalab.disclosure.ProtectedTable;
import fr.gouv.datalab.disclosure.Protection;
import fr.gouv.datalab.disclosure.ReleasedTable;
import fr.gouv.datalab.disclosure.SafeTable;
import fr.gouv.datalab.gate.Gatekeeper;
import fr.gouv.datalab.gate.Grant;
import fr.gouv.datalab.gate.GrantedAccess;
import fr.gouv.datalab.gate.HomeGatekeeper;
import fr.gouv.datalab.gate.UseCaseRequest;
import fr.gouv.datalab.gate.spark.GatedLake;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.linkage.Assignment;
import fr.gouv.datalab.linkage.LinkOptions;
import fr.gouv.datalab.linkage.LinkReport;
import fr.gouv.datalab.linkage.spark.LinkResult;
import fr.gouv.datalab.linkage.spark.Linker;
import fr.gouv.datalab.privacy.PrivacyBudgets;
import fr.gouv.datalab.refusals.BadDataException;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.releases.PublishedBefore;
import fr.gouv.datalab.usecases.Mailing;
import fr.gouv.datalab.usecases.Output;
import fr.gouv.datalab.usecases.Part;
import fr.gouv.datalab.usecases.Step;
import fr.gouv.datalab.usecases.UseCase;
import fr.gouv.datalab.usecases.UseCaseFolder;
import fr.gouv.datalab.usecases.UseCaseReader;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.classic.SparkSession;

/**
 * Runs one use case under one convention, from the gate to protected tables.
 *
 * <p>What it reads is what the convention grants: the gate decides before the first byte, and again
 * at each file. What it holds in memory is cells, models and reports; what grows with the
 * population stays in Spark.
 */
public final class UseCaseRun implements AutoCloseable {
  private final UseCase useCase;
  private final Part part;
  private final Optional<SentList> list;
  private final UseCaseFolder folder;
  private final Grant grant;
  private final GatedLake lake;
  private final Views views;
  private final Catalogue catalogue;
  private final Path room;
  private final Consumer<String> progress;
  private final List<LinkResult> links = new ArrayList<>();
  private final Map<String, LinkReport> linkages = new LinkedHashMap<>();
  private final List<String> provenance = new ArrayList<>();
  private final LocalDate asOf;
  private final List<ReleasedTable> published;
  private final Registry registry;

  private UseCaseRun(
      UseCase useCase,
      UseCaseFolder folder,
      Grant grant,
      GatedLake lake,
      LocalDate asOf,
      Part part,
      Optional<SentList> list,
      Registry registry,
      Path room,
      Consumer<String> progress) {
    this.useCase = useCase;
    this.part = part;
    this.list = list;
    this.folder = folder;
    this.grant = grant;
    this.lake = lake;
    Map<String, LocalDate> dates = new HashMap<>(Map.of("as_of", asOf));
    list.ifPresent(sent -> dates.put("since", sent.list().asOf()));
    this.views = new Views(lake.session(), dates);
    this.catalogue = Catalogue.of(registry.home());
    this.asOf = asOf;
    this.published = new ArrayList<>(PublishedBefore.of(registry).tables());
    this.registry = registry;
    this.room = room;
    this.progress = progress;
  }

  /**
   * Asks the gate, and makes the views of the use case's steps.
   *
   * @param asOf the date that the data describe
   * @param progress told of each step, without any value
   * @throws fr.gouv.datalab.refusals.RefusedException when the gate refuses
   */
  public static UseCaseRun open(
      Engine engine,
      Registry registry,
      String useCase,
      String convention,
      LocalDate asOf,
      String user,
      Consumer<String> progress) {
    return open(
        engine,
        registry,
        new HomeGatekeeper(registry),
        useCase,
        convention,
        asOf,
        Part.TABLES,
        Optional.empty(),
        user,
        progress);
  }

  /**
   * The same, for one part of the use case, at any gate.
   *
   * @param gate who is asked
   * @param list the list that the part is about: the effect is of one, nothing else is
   * @throws UsageException when the use case has no such part
   */
  static UseCaseRun open(
      Engine engine,
      Registry registry,
      Gatekeeper gate,
      String useCase,
      String convention,
      LocalDate asOf,
      Part part,
      Optional<SentList> list,
      String user,
      Consumer<String> progress) {
    Home home = registry.home();
    UseCaseFolder folder = new UseCaseFolder(home.usecases(), useCase);
    UseCase read = UseCaseReader.read(folder, useCase);
    if (!read.has(part)) {
      throw new UsageException(
          "The use case "
              + useCase
              + " has no step "
              + part.word()
              + ": its usecase.yaml has no `mailing` that says it.");
    }
    GrantedAccess access = gate.open(convention, request(read, part, Catalogue.of(home)), user);
    UseCaseRun run =
        new UseCaseRun(
            read,
            folder,
            access.grant(),
            GatedLake.open(engine, registry, access),
            asOf,
            part,
            list,
            registry,
            engine.temporary(),
            progress);
    boolean ready = false;
    try {
      run.prepare();
      ready = true;
      return run;
    } finally {
      if (!ready) {
        run.close();
      }
    }
  }

  /** What the use case asks for: its inputs, and the identities that its links compare. */
  static UseCaseRequest request(UseCase useCase, Part part, Catalogue catalogue) {
    Map<String, List<String>> datasets = useCase.inputs(part);
    for (Step step : useCase.steps(part)) {
      if (step instanceof Step.Link link) {
        for (String side : List.of(link.left(), link.right())) {
          datasets
              .computeIfAbsent(side, name -> new ArrayList<>())
              .add(Contract.IDENTITY_PREFIX + identity(catalogue, side).name());
        }
      }
    }
    return new UseCaseRequest(useCase.id(), datasets);
  }

  private static Identity identity(Catalogue catalogue, String dataset) {
    return catalogue.dataset(dataset).identities().stream()
        .filter(Identity::linkage)
        .findFirst()
        .orElseThrow(
            () ->
                new BadDataException(
                    "The dataset " + dataset + " has no identity that may be linked."));
  }

  private void prepare() {
    useCase
        .inputs(part)
        .keySet()
        .forEach(name -> views.put(UseCase.view(name), lake.dataset(name)));
    list.ifPresent(sent -> views.put(Mailing.LIST_VIEW, sent.units(lake.session())));
    useCase
        .reference()
        .forEach(
            (view, file) ->
                views.put(
                    view,
                    ReferenceViews.of(
                        lake.session(),
                        view,
                        folder
                            .text(file)
                            .orElseThrow(
                                () -> new BadDataException("There is no file " + file + ".")))));
    for (Step step : useCase.steps(part)) {
      progress.accept(useCase.id() + ": " + step.view());
      if (step instanceof Step.Sql sql) {
        views.run(sql);
      } else if (step instanceof Step.Link link) {
        link(link);
      } else if (step instanceof Step.Expected expected) {
        ExpectedStep.Result result = new ExpectedStep(expected).run(views);
        provenance.add(result.provenance());
        views.put(expected.view(), result.rows());
      }
    }
  }

  private void link(Step.Link step) {
    Identity left = identity(catalogue, step.left());
    Identity right = identity(catalogue, step.right());
    LinkResult result =
        Linker.link(
            lake.identities(step.left(), left.name()),
            lake.identities(step.right(), right.name()),
            new LinkOptions(step.threshold(), Assignment.ONE_LEFT_PER_RIGHT));
    links.add(result);
    linkages.put(step.view(), result.report());
    Dataset<Row> pairs =
        result
            .pairs()
            .withColumnRenamed("left", left.key())
            .withColumnRenamed("right", right.key());
    views.put(step.view(), pairs);
  }

  /** The use case as its folder says it. */
  public UseCase useCase() {
    return useCase;
  }

  /** What the gate granted. */
  public Grant grant() {
    return grant;
  }

  /** Whether the lake's key was changed since the run began, so that it reads no further file. */
  boolean outdated() {
    return lake.outdated();
  }

  /** What each linkage did, by the view that it made. */
  public Map<String, LinkReport> linkages() {
    return Map.copyOf(linkages);
  }

  /** Where each model comes from. */
  public List<String> provenance() {
    return List.copyOf(provenance);
  }

  /** The session of the run. */
  SparkSession session() {
    return lake.session();
  }

  /** A view of the run: a dataset's, a step's. For the tests that hold it against the truth. */
  Dataset<Row> view(String name) {
    return views.get(name);
  }

  /**
   * Computes one output and protects it, together with what was exported before from its source and
   * with the outputs of this run that were protected already.
   *
   * @param number of the output, from 1: its directory's name
   */
  Protected protect(Output output, int number) {
    progress.accept(useCase.id() + ": " + output.name());
    Path directory = room.resolve(useCase.id() + "-" + grant.access() + "-" + number);
    Candidate candidate =
        Candidate.of(output, views, folder, directory, new UnitCells(lake::recordKeys));
    progress.accept(useCase.id() + ": protecting " + output.name());
    Population population = population(output);
    SafeTable table = protectedTable(candidate, population);
    List<String> comparedWith =
        published.stream()
            .filter(each -> each.population().isComparable(population))
            .map(ReleasedTable::name)
            .toList();
    published.add(released(output.name(), population, table).with(candidate.register()));
    return new Protected(candidate, table, comparedWith);
  }

  private SafeTable protectedTable(Candidate candidate, Population population) {
    if (!candidate.spec().isChanged()) {
      return Protection.of(
          candidate.spec(), candidate.table(), population, candidate.register(), published);
    }
    return Perturbation.of(
        candidate.spec(),
        candidate.table(),
        population,
        candidate.register(),
        published,
        new PrivacyBudgets(registry).of(grant, candidate.output().name()));
  }

  private static ReleasedTable released(String name, Population population, SafeTable table) {
    return table instanceof ProtectedTable hidden
        ? ReleasedTable.of(name, population, hidden)
        : ReleasedTable.of(name, population, (PerturbedTable) table);
  }

  private Population population(Output output) {
    Map<String, Set<String>> filter = new HashMap<>();
    output.population().filter().forEach((column, codes) -> filter.put(column, Set.copyOf(codes)));
    return new Population(
        output.population().source(), asOf, filter, output.population().cumulative());
  }

  /**
   * A candidate and what may be published of it.
   *
   * @param comparedWith the tables with which it was protected
   */
  record Protected(Candidate candidate, SafeTable table, List<String> comparedWith) {}

  @Override
  public void close() {
    links.forEach(LinkResult::close);
    lake.close();
  }
}
