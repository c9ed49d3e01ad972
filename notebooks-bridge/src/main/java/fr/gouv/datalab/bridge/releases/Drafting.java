package fr.gouv.datalab.bridge.releases;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import fr.gouv.datalab.bridge.queries.InvalidQueryException;
import fr.gouv.datalab.bridge.sessions.QueryJournal;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.conventions.Article;
import fr.gouv.datalab.conventions.Convention;
import fr.gouv.datalab.conventions.ConventionStore;
import fr.gouv.datalab.deliveries.Deliveries;
import fr.gouv.datalab.deliveries.Delivery;
import fr.gouv.datalab.disclosure.CannotProtectException;
import fr.gouv.datalab.disclosure.DisclosureException;
import fr.gouv.datalab.disclosure.Hierarchy;
import fr.gouv.datalab.disclosure.Population;
import fr.gouv.datalab.disclosure.ProtectedTable;
import fr.gouv.datalab.disclosure.Protection;
import fr.gouv.datalab.disclosure.ProtectionSpec;
import fr.gouv.datalab.disclosure.ReleasedTable;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.releases.ConventionSeats;
import fr.gouv.datalab.releases.Draft;
import fr.gouv.datalab.releases.PublishedBefore;
import fr.gouv.datalab.releases.ReleaseStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The making of one draft, with its files in a directory of their own until {@link #close}. One
 * table of a server is protected at a time, since that takes a core for as long as it lasts.
 */
public final class Drafting implements AutoCloseable {
  private static final Object ONE_AT_A_TIME = new Object();

  private final Registry registry;
  private final QueryJournal.Asker asker;
  private final String name;
  private final ReleaseRequest request;
  private final Path folder;
  private final ReleaseStore releases;
  private final ProtectionSpec spec;

  /**
   * What became of a table.
   *
   * @param release the draft's id
   * @param state {@code draft} or {@code submitted}
   * @param asOf the date that the data describe, {@code yyyy-mm-dd}
   * @param published cells with figures
   * @param suppressed cells without
   * @param informationKept share of the units that published cells of the finest level still show
   * @param comparedWith the public tables with which it was protected
   */
  public record Drafted(
      String release,
      String state,
      String asOf,
      int published,
      int suppressed,
      double informationKept,
      List<String> comparedWith) {}

  private Drafting(
      Registry registry,
      QueryJournal.Asker asker,
      String name,
      ReleaseRequest request,
      Path folder) {
    this.registry = registry;
    this.asker = asker;
    this.name = name;
    this.request = request;
    this.folder = folder;
    ConventionSeats seats = new ConventionSeats(new ConventionStore(registry));
    this.releases = new ReleaseStore(registry, KeyStore.open(registry.home().keys()), seats);
    if (seats.required(asker.convention()).isEmpty()) {
      throw Article.RELEASES.refuses(
          asker.convention(),
          "it names no seat that approves releases, so none can leave: name at least two in it.");
    }
    this.spec = written();
  }

  /**
   * Begins a draft.
   *
   * @param temporary where its directory is made
   * @throws RefusedException when the convention lets nothing out (article 6)
   * @throws InvalidQueryException when the specification is not one
   */
  public static Drafting open(
      Registry registry,
      Path temporary,
      QueryJournal.Asker asker,
      String name,
      ReleaseRequest request) {
    try {
      Path folder = Files.createTempDirectory(temporary, "release-");
      boolean open = false;
      try {
        Drafting drafting = new Drafting(registry, asker, name, request, folder);
        open = true;
        return drafting;
      } finally {
        if (!open) {
          remove(folder);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The specification and its hierarchies, as files: no other file can be named in it. */
  private ProtectionSpec written() {
    try {
      for (Map.Entry<String, String> file : request.hierarchies().entrySet()) {
        Files.writeString(folder.resolve(file.getKey()), file.getValue());
      }
      String yaml =
          new YAMLMapper().writeValueAsString(request.spec()).replaceFirst("^---\\s*", "");
      Files.writeString(folder.resolve("spec.yaml"), yaml);
      return ProtectionSpec.parse(request.spec(), this::hierarchy);
    } catch (JsonProcessingException e) {
      throw new InvalidQueryException("The specification is not one: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (DisclosureException e) {
      throw new InvalidQueryException("The specification: " + e.getMessage());
    }
  }

  private Hierarchy hierarchy(String file) {
    if (!request.hierarchies().containsKey(file)) {
      throw new InvalidQueryException(
          "The specification names the hierarchy " + file + ": give its text in `hierarchies`.");
    }
    return Hierarchy.read(folder.resolve(file));
  }

  /** The rules that the table is protected by. */
  public ProtectionSpec spec() {
    return spec;
  }

  /**
   * Protects the table and makes the draft.
   *
   * @param sources what was read
   * @throws RefusedException when it cannot be protected beside what is public
   */
  public Drafted draft(CellsGiven cells, List<Contract> sources) {
    LocalDate asOf = request.date().orElseGet(this::lastDelivery);
    if (asOf.isAfter(registry.now().atZone(Convention.ZONE).toLocalDate())) {
      throw new InvalidQueryException("The data cannot describe " + asOf + ", which is to come.");
    }
    List<ReleasedTable> published = PublishedBefore.of(registry).tables();
    ProtectedTable table = protect(cells, asOf, published);
    List<String> compared =
        published.stream()
            .filter(each -> each.population().isComparable(population(asOf)))
            .map(ReleasedTable::name)
            .toList();
    Path out = folder.resolve("sortie");
    table.writeTo(out);
    copyTo(out);
    String id = releases.draft(draft(asOf, compared, sources, out));
    String state = "draft";
    if (request.submit()) {
      releases.submit(id, asker.person(), request.comment());
      state = "submitted";
    }
    return new Drafted(
        id,
        state,
        asOf.toString(),
        table.published(),
        table.suppressed(),
        table.informationKept(),
        compared);
  }

  private ProtectedTable protect(CellsGiven cells, LocalDate asOf, List<ReleasedTable> published) {
    try {
      synchronized (ONE_AT_A_TIME) {
        return Protection.of(spec, cells.table(), population(asOf), published);
      }
    } catch (CannotProtectException e) {
      throw new RefusedException("the disclosure audit", e.getMessage());
    } catch (DisclosureException e) {
      throw new InvalidQueryException("The table: " + e.getMessage());
    }
  }

  private Population population(LocalDate asOf) {
    Map<String, Set<String>> filter = new HashMap<>();
    request.population().filter().forEach((key, codes) -> filter.put(key, Set.copyOf(codes)));
    return new Population(
        request.population().source(), asOf, filter, request.population().cumulative());
  }

  /** Tables of one state of the lake are of one date, so that they are compared. */
  private LocalDate lastDelivery() {
    return new Deliveries(registry)
        .of(request.population().source()).stream()
            .map(Delivery::ended)
            .max(Comparator.naturalOrder())
            .orElseGet(registry::now)
            .atZone(Convention.ZONE)
            .toLocalDate();
  }

  private void copyTo(Path out) {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, out.resolve(file.getFileName().toString()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Draft draft(LocalDate asOf, List<String> compared, List<Contract> sources, Path out) {
    List<Draft.Column> columns = new ArrayList<>();
    request
        .columns()
        .forEach(
            (column, said) ->
                columns.add(
                    new Draft.Column(
                        column,
                        said.label() == null ? column : said.label(),
                        said.unit(),
                        said.ordered(),
                        said.codes())));
    columns.sort(Comparator.comparing(Draft.Column::name));
    Draft.Output output =
        new Draft.Output(
            name,
            request.title(),
            request.unit(),
            new Draft.Population(
                request.population().source(),
                request.population().filter(),
                request.population().cumulative()),
            compared,
            columns,
            out);
    List<String> method = new ArrayList<>(request.method());
    method.add(
        "Le tableau a été proposé depuis un carnet de calcul. Le datalab a exécuté à nouveau sa requête"
            + " et retrouvé les mêmes cellules, avant de les protéger.");
    method.add(
        "Requête, les textes et les grands nombres y étant remplacés par (…) : "
            + QueryJournal.kept(request.query()));
    return Draft.of(
            request.title(),
            asker.useCase(),
            asker.convention(),
            asOf,
            asker.person(),
            List.of(output))
        .withQuestion(
            request.purpose(),
            sources.stream()
                .map(each -> new Draft.Source(each.dataset(), each.title(), each.producer()))
                .toList())
        .withTexts(request.findings(), method, request.limits());
  }

  private static void remove(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  @Override
  public void close() {
    try {
      remove(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
