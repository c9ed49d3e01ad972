package fr.gouv.datalab.usecases.spark;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.catalogue.Sensitivity;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.identifiers.IdentifierKind;
import fr.gouv.datalab.pseudonyms.spark.Pseudonyms;
import fr.gouv.datalab.usecases.UseCase;
import java.nio.file.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * How well a linkage did, where someone outside knows the truth: a file of true pairs in clear, on
 * that party's own premises, turned into project pseudonyms as it is read.
 *
 * @param pairs pairs that the linkage kept
 * @param truePairs pairs that could be found: both of their rows are in the lake
 * @param found true pairs among those kept
 */
public record LinkageMeasure(long pairs, long truePairs, long found) {

  /** Share of the kept pairs that are true; 1 when none was kept. */
  public double precision() {
    return pairs == 0 ? 1 : (double) found / pairs;
  }

  /** Share of the true pairs that were kept; 1 when there is none. */
  public double recall() {
    return truePairs == 0 ? 1 : (double) found / truePairs;
  }

  /**
   * Measures the pairs of a run's view.
   *
   * @param view of the linkage
   * @param left dataset and the column that its pairs name
   * @param right the same, of the other side
   * @param truth CSV with those two columns
   */
  static LinkageMeasure of(
      UseCaseRun run, Home home, String view, Side left, Side right, Path truth) {
    Pseudonyms pseudonyms = new Pseudonyms(home.keys().toString());
    String convention = run.grant().convention();
    Catalogue catalogue = Catalogue.of(home);
    Dataset<Row> all =
        run.session()
            .read()
            .option("header", "true")
            .csv(truth.toUri().toString())
            .select(
                pseudonym(pseudonyms, convention, catalogue, left),
                pseudonym(pseudonyms, convention, catalogue, right))
            .distinct();
    Dataset<Row> findable =
        all.join(ids(run, left), left.column)
            .join(ids(run, right), right.column)
            .select(left.column, right.column);
    Dataset<Row> kept = run.view(view).select(left.column, right.column);
    return new LinkageMeasure(
        kept.count(),
        findable.count(),
        findable.join(kept, new String[] {left.column, right.column}).count());
  }

  private static Dataset<Row> ids(UseCaseRun run, Side side) {
    return run.view(UseCase.view(side.dataset)).select(side.column).distinct();
  }

  private static Column pseudonym(
      Pseudonyms pseudonyms, String convention, Catalogue catalogue, Side side) {
    Contract contract = catalogue.dataset(side.dataset);
    Sensitivity sensitivity = contract.column(side.column).orElseThrow().sensitivity();
    IdentifierKind kind = ((Sensitivity.Identifier) sensitivity).kind();
    return pseudonyms
        .project(convention, pseudonyms.lake(kind, functions.col(side.column)))
        .as(side.column);
  }

  /** A dataset and its identifier column. */
  record Side(String dataset, String column) {}

  /** Measures the linkage of declarants with vehicles, in the sample's truth. */
  public static LinkageMeasure ofVehicles(UseCaseRun run, Home home, Path truth) {
    return of(
        run,
        home,
        "titulaires",
        new Side("dgfip.declarants", "spi"),
        new Side("siv.immatriculations", "immatriculation"),
        truth.resolve("liens.csv"));
  }
}
