package fr.gouv.datalab.desk.publications;

import fr.gouv.datalab.releases.AuditVerdict;
import fr.gouv.datalab.releases.Draft;
import fr.gouv.datalab.releases.Perturbed;
import fr.gouv.datalab.releases.PublishedTable;
import fr.gouv.datalab.releases.ReleaseFolder;
import fr.gouv.datalab.releases.TableSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A table as its reviewer must know it.
 *
 * @param name of its folder
 * @param title as the report has it
 * @param spec how it was protected
 * @param verdict what the audit says
 * @param changed how its figures were changed, when they were
 */
public record ReviewedTable(
    String name, String title, TableSpec spec, AuditVerdict verdict, Optional<Perturbed> changed) {

  static List<ReviewedTable> of(ReleaseFolder folder, Draft draft) throws IOException {
    List<ReviewedTable> tables = new ArrayList<>();
    for (Draft.Output output : draft.outputs()) {
      PublishedTable table = PublishedTable.read(folder.output(output.name()));
      tables.add(
          new ReviewedTable(
              output.name(),
              output.title(),
              table.spec(),
              AuditVerdict.of(folder.output(output.name())),
              table.perturbed()));
    }
    return tables;
  }
}
