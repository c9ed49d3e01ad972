package fr.gouv.datalab.desk.donnees;

import fr.gouv.datalab.releases.Release;
import java.util.List;

/**
 * A package that a ministry received.
 *
 * @param release that was exported
 * @param state what its verification said
 * @param approvals how many decisions the journal proves
 * @param problem what does not hold; empty when genuine
 * @param files of the package, by path
 */
public record ReceivedReport(
    Release release, State state, int approvals, String problem, List<String> files) {

  /** What a verification says. */
  public enum State {
    /** Its signature, sums and proofs hold. */
    GENUINE,
    /** Something does not hold. */
    FORGED,
    /** It is not on this machine. */
    ABSENT
  }

  /** Copies the paths. */
  public ReceivedReport {
    files = List.copyOf(files);
  }

  static ReceivedReport genuine(Release release, int approvals, List<String> files) {
    return new ReceivedReport(release, State.GENUINE, approvals, "", files);
  }

  static ReceivedReport forged(Release release, String problem) {
    return new ReceivedReport(release, State.FORGED, 0, problem, List.of());
  }

  static ReceivedReport absent(Release release) {
    return new ReceivedReport(release, State.ABSENT, 0, "", List.of());
  }

  /** The same verification, with the release as the registry has it now. */
  ReceivedReport of(Release now) {
    return new ReceivedReport(now, state, approvals, problem, files);
  }

  /** Whether its signature, sums and proofs hold. */
  public boolean genuine() {
    return state == State.GENUINE;
  }
}
