package fr.gouv.datalab.desk.publications;

import fr.gouv.datalab.releases.Checklist;
import fr.gouv.datalab.releases.Decision;
import fr.gouv.datalab.releases.Draft;
import fr.gouv.datalab.releases.Release;
import fr.gouv.datalab.releases.ReleaseComment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All that the page of a release shows to one person.
 *
 * @param release with the decisions that the person may see
 * @param draft what its author said of it
 * @param legalBasis of its convention; empty when the convention cannot be read
 * @param essentials what to know first
 * @param tables with their verdicts
 * @param open seats whose approval is missing, as the person may know them
 * @param veiled whether others' opinions of this round are kept from the person for now
 * @param mine the missing seats that the person holds
 * @param possible what they may try
 * @param lineage from deliveries to tables
 * @param changes since the last release of the series, by table
 * @param machine the checklist's answers that the machine gave
 * @param comments that the person may see
 * @param checklists that were kept, by decision
 * @param typed what the person typed in a form that was refused
 */
public record ReleaseView(
    Release release,
    Draft draft,
    String legalBasis,
    Essentials essentials,
    List<ReviewedTable> tables,
    Set<String> open,
    boolean veiled,
    Set<String> mine,
    List<Decision> possible,
    List<Lineage> lineage,
    Map<String, SeriesChange> changes,
    List<Checklist.Item> machine,
    List<ReleaseComment> comments,
    Map<Long, Checklist> checklists,
    Typed typed) {

  /** The change of a table since the last release, if there was one. */
  public Optional<SeriesChange> change(String table) {
    return Optional.ofNullable(changes.get(table));
  }

  /** Whether the person may approve. */
  public boolean mayApprove() {
    return possible.contains(Decision.APPROVE);
  }
}
