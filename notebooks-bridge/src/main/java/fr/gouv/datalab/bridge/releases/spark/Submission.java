package fr.gouv.datalab.bridge.releases.spark;

import fr.gouv.datalab.bridge.queries.InvalidQueryException;
import fr.gouv.datalab.bridge.queries.RefusedQueryException;
import fr.gouv.datalab.bridge.releases.CellsGiven;
import fr.gouv.datalab.bridge.releases.Drafting;
import fr.gouv.datalab.bridge.releases.ReleaseRequest;
import fr.gouv.datalab.bridge.sessions.spark.GrantedTable;
import fr.gouv.datalab.bridge.sessions.spark.RunningQuery;
import fr.gouv.datalab.bridge.sessions.spark.Session;
import fr.gouv.datalab.bridge.surface.spark.ClosedSurface;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.conventions.Article;
import fr.gouv.datalab.disclosure.ProtectionSpec;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.registry.Registry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;

/**
 * A notebook's table on its way to a release. The table must be what its query gives when the
 * datalab runs it again, its frequency must be a count, and no column of it may be made of a
 * pseudonym: so a draft says nothing that the datalab cannot answer for. Then it is protected, with
 * all that is public, and drafted as the tables of a use case are.
 */
public final class Submission {
  private final Registry registry;
  private final Path temporary;
  private final Function<Started, RunningQuery> runs;

  /** A query that may run in a session. */
  public record Started(Session session, String sql, ClosedSurface.Decided decided) {}

  /**
   * Submissions of one server.
   *
   * @param temporary where files may be put for a moment
   * @param runs starts a query
   */
  public Submission(Registry registry, Path temporary, Function<Started, RunningQuery> runs) {
    this.registry = registry;
    this.temporary = temporary;
    this.runs = runs;
  }

  /**
   * Makes a draft, and submits it when the request says so.
   *
   * @param name of the table: letters, digits, underscore and hyphen
   * @param given shows the batches that the client sends, one after the other
   * @return what became of it
   * @throws RefusedException under the convention's article, or by the disclosure audit
   * @throws RefusedQueryException when the query leaves the surface
   * @throws InvalidQueryException when the request, or the table, is not what it must be
   */
  public Drafting.Drafted submit(
      Session session,
      String name,
      ReleaseRequest request,
      Consumer<Consumer<VectorSchemaRoot>> given) {
    try {
      return accepted(session, name, request, given);
    } catch (RefusedException e) {
      session.journal().refused(session.asker(), request.query(), e.rule());
      throw e;
    }
  }

  private Drafting.Drafted accepted(
      Session session,
      String name,
      ReleaseRequest request,
      Consumer<Consumer<VectorSchemaRoot>> given) {
    String convention = session.asker().convention();
    ClosedSurface.Decided decided = session.decide(request.query(), List.of());
    if (!decided.tables().contains(request.population().source())) {
      throw Article.DATA.refuses(
          convention,
          "the table says that it counts "
              + request.population().source()
              + ", and its query reads "
              + (decided.tables().isEmpty() ? "no table" : String.join(", ", decided.tables()))
              + ": name the table whose units it counts.");
    }
    try (Drafting drafting = Drafting.open(registry, temporary, session.asker(), name, request)) {
      requireCounts(convention, new Lineage(decided.execution().analyzed()), drafting.spec());
      CellsGiven sent = new CellsGiven(drafting.spec());
      given.accept(sent::add);
      CellsGiven made = new CellsGiven(drafting.spec());
      each(new Started(session, request.query(), decided), made::add);
      sent.requireSame(made);
      session.check(decided.tables());
      return drafting.draft(made, sources(session, decided));
    }
  }

  private static void requireCounts(String convention, Lineage lineage, ProtectionSpec spec) {
    List<String> columns = new ArrayList<>(spec.columns());
    columns.addAll(spec.figures());
    columns.addAll(spec.contributors());
    spec.holdings().ifPresent(columns::add);
    spec.absolute().ifPresent(columns::add);
    for (String column : columns) {
      if (lineage.holdsPseudonym(column)) {
        throw Article.RELEASES.refuses(
            convention,
            "the column "
                + column
                + " is made of a pseudonym, and none leaves: count persons, do not name them.");
      }
    }
    List<String> counts = new ArrayList<>(List.of(spec.frequency()));
    spec.holdings().ifPresent(counts::add);
    for (String count : counts) {
      if (!lineage.isCount(count)) {
        throw Article.RELEASES.refuses(
            convention,
            "the column "
                + count
                + " says how many units are in each cell, and the query does not count them:"
                + " make it by count(*), count(DISTINCT ...) or a sum of such counts.");
      }
    }
  }

  private void each(Started query, Consumer<VectorSchemaRoot> taker) {
    try (RunningQuery running = runs.apply(query);
        VectorSchemaRoot root = VectorSchemaRoot.create(running.schema(), running.memory())) {
      VectorLoader loader = new VectorLoader(root);
      Optional<ArrowRecordBatch> next = running.next();
      while (next.isPresent()) {
        try (ArrowRecordBatch batch = next.get()) {
          loader.load(batch);
        }
        taker.accept(root);
        next = running.next();
      }
    }
  }

  private static List<Contract> sources(Session session, ClosedSurface.Decided decided) {
    return session.tables().stream()
        .map(GrantedTable::contract)
        .filter(contract -> decided.tables().contains(contract.dataset()))
        .toList();
  }
}
