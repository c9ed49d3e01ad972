package fr.gouv.datalab.ingest.spark;

import fr.gouv.datalab.catalogue.Column;
import fr.gouv.datalab.catalogue.ColumnType;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.catalogue.Sensitivity;
import fr.gouv.datalab.deliveries.Delivery;
import fr.gouv.datalab.ingest.LocalFile;
import fr.gouv.datalab.ingest.Survey;
import fr.gouv.datalab.ingest.SurveyedFile;
import fr.gouv.datalab.ingest.TokenizedFile;
import fr.gouv.datalab.ingest.TokenizedLayout;
import fr.gouv.datalab.refusals.BadDataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.functions;

/**
 * A file of corrected rows: the dataset's columns, in any form and dialect that its contract
 * allows, and {@value TokenizedLayout#LINE}, the line of the refused row in whose place each
 * stands.
 */
final class CorrectionFile implements AutoCloseable {
  private final String label;
  private final Survey survey;
  private final SurveyedFile file;

  private CorrectionFile(String label, Survey survey, SurveyedFile file) {
    this.label = label;
    this.survey = survey;
    this.file = file;
  }

  /**
   * Surveys a file.
   *
   * @throws BadDataException when it is not there, or not what the contract says
   */
  static CorrectionFile survey(Contract contract, Path path) {
    String label = path.getFileName().toString();
    if (!Files.isRegularFile(path)) {
      throw new BadDataException("There is no file " + path + ": nothing was corrected.");
    }
    LocalFile source = new LocalFile(path.toAbsolutePath().toString());
    try {
      if (TokenizedFile.find(source).isPresent()) {
        throw new BadDataException(
            label
                + " is tokenised: its lines are those of another file. Deliver the corrected rows"
                + " tokenised as a delivery of their own, by `datalab ingest`.");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Survey survey = Survey.withoutKeys(lined(contract), 1);
    boolean surveyed = false;
    try {
      SurveyedFile file = survey.of(1, label, source);
      surveyed = true;
      return new CorrectionFile(label, survey, file);
    } finally {
      if (!surveyed) {
        survey.close();
      }
    }
  }

  /** The contract of such files. */
  private static Contract lined(Contract contract) {
    List<Column> columns = new ArrayList<>(contract.columns());
    columns.add(
        new Column(
            TokenizedLayout.LINE,
            new ColumnType.Long(),
            Optional.empty(),
            new Sensitivity.Plain(),
            true,
            Optional.of("1"),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            "Ligne corrigée"));
    return new Contract(
        contract.dataset(),
        contract.title(),
        contract.description(),
        contract.producer(),
        contract.legalBasis(),
        contract.grain(),
        contract.retention(),
        contract.excludedRights(),
        contract.theme(),
        contract.keywords(),
        contract.dialect(),
        contract.uniqueKey(),
        columns,
        contract.identities(),
        contract.rules(),
        contract.schemaChanges());
  }

  /** SHA-256 of its bytes. */
  String sha256() {
    return file.sha256();
  }

  /** Its records, each at the line that it corrects. */
  DeliveryRows.Source source(SparkSession session, int corrected) {
    DeliveryRows.Source records = DeliveryRows.source(session, List.of(file));
    return (writing, pass) -> records.rows(writing, new RelinedPass(pass, corrected));
  }

  /**
   * Holds its lines against those that wait.
   *
   * @param refused the refused rows of that file of the delivery
   * @throws BadDataException at the first that is missing, there twice, or not in quarantine
   */
  void require(SparkSession session, Dataset<Row> refused, Delivery delivery, int corrected) {
    Dataset<Row> lines =
        DeliveryRows.source(session, List.of(file)).rows(session, new CorrectedLinePass());
    refuse(
        lines.where("ligne is null"),
        "has no line of the delivery in its column "
            + TokenizedLayout.LINE
            + ", or another number"
            + " of fields than the header");
    refuse(
        lines
            .groupBy("ligne")
            .agg(functions.max("rang").as("rang"), functions.count("*").as("n"))
            .where("n > 1"),
        "corrects a line that another row of it corrects already");
    Dataset<Row> waiting = refused.select(functions.col("ligne").as("refusee")).distinct();
    refuse(
        lines.join(waiting, functions.col("ligne").equalTo(functions.col("refusee")), "left_anti"),
        "corrects a line of file "
            + corrected
            + " of delivery "
            + delivery.id()
            + " that is not in quarantine (`datalab quarantine show "
            + delivery.id()
            + "` lists those that are)");
  }

  private void refuse(Dataset<Row> wrong, String what) {
    List<Row> first = wrong.select("rang").orderBy("rang").limit(1).collectAsList();
    if (!first.isEmpty()) {
      throw new BadDataException(
          label
              + ", line "
              + first.get(0).getLong(0)
              + ": it "
              + what
              + ". Nothing was corrected.");
    }
  }

  @Override
  public void close() {
    survey.close();
  }
}
