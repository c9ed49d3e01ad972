package fr.gouv.datalab.desk.donnees;

import fr.gouv.datalab.releases.Release;
import java.util.List;

/**
 * A package that a ministry received.
 *
 * @param release that was exported
 * @param genuine whether its signature, sums and proofs hold
 * @param approvals how many decisions the journal proves
 * @param problem what does not hold; empty when genuine
 * @param files of the package, by path
 */
public record ReceivedReport(
    Release release, boolean genuine, int approvals, String problem, List<String> files) {

  /** Copies the paths. */
  public ReceivedReport {
    files = List.copyOf(files);
  }
}
