package fr.gouv.datalab.desk.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import fr.gouv.datalab.journal.JournalCheck;
import fr.gouv.datalab.refusals.IntegrityException;
import fr.gouv.datalab.releases.Release;
import fr.gouv.datalab.releases.ReleaseState;
import fr.gouv.datalab.releases.Statement;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** What a registry holds after its desk was killed. */
final class KilledRegistry {
  private final FilledHome house;
  private final String reviewer;
  private long records;

  KilledRegistry(FilledHome house, String reviewer) {
    this.house = house;
    this.reviewer = reviewer;
  }

  /** Records of the journal that was verified last. */
  long records() {
    return records;
  }

  /**
   * Looks at every release that waited.
   *
   * @return how many unanswered approvals are there
   * @throws IntegrityException naming what is lost or by half
   */
  long check(List<String> waiting, Set<String> answered, Set<String> asked) throws IOException {
    records = JournalCheck.live(house.registry).records();
    long kept = 0;
    for (String id : waiting) {
      boolean approved = whole(house.releases.show(id));
      if (answered.contains(id) && !approved) {
        throw new IntegrityException("The approval of " + id + " was answered, and is lost.");
      }
      if (approved && !asked.contains(id)) {
        throw new IntegrityException("The approval of " + id + " was never asked for.");
      }
      kept += approved && !answered.contains(id) ? 1 : 0;
    }
    long decisions = house.registry.read(tx -> tx.number("select count(*) from release_decision"));
    long recorded =
        house.registry.read(
            tx ->
                tx.number(
                    "select count(*) from journal_record where record like '%\"verb\":\"release.%'"
                        + " and record like '%\"statement\":%'"));
    if (decisions != recorded) {
      throw new IntegrityException(
          decisions + " decisions are in the registry, and " + recorded + " in its journal.");
    }
    return kept;
  }

  /** Whether the reviewer approved it, and then all that goes with it is there. */
  private boolean whole(Release release) throws IOException {
    List<Release.Decided> mine =
        release.decisions().stream().filter(each -> each.person().equals(reviewer)).toList();
    long checklists =
        house.registry.read(
            tx ->
                tx.number(
                    "select count(*) from release_checklist where release = ? and person = ?",
                    release.id(),
                    reviewer));
    ReleaseState should =
        release.approvals().size() == 3 ? ReleaseState.APPROVED : ReleaseState.SUBMITTED;
    if (mine.size() != checklists || mine.size() > 1 || release.state() != should) {
      throw new IntegrityException("The approval of " + release.id() + " is there by half.");
    }
    if (mine.isEmpty()) {
      return false;
    }
    Release.Decided decided = mine.get(0);
    Statement statement = new Statement(decided.statement());
    statement.verify(decided.signature());
    String record =
        house
            .registry
            .read(
                tx ->
                    tx.first(
                        "select record from journal_record where sequence = ?",
                        row -> row.getString(1),
                        decided.sequence()))
            .orElse("{}");
    JsonNode said = new JsonMapper().readTree(record);
    if (!said.path("object").asText().equals(release.id())
        || !said.path("details").path("statement").asText().equals(statement.sha256())) {
      throw new IntegrityException(
          "The approval of " + release.id() + " is not the one of its record.");
    }
    return true;
  }
}
