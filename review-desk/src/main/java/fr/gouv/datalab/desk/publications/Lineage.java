package fr.gouv.datalab.desk.publications;

import fr.gouv.datalab.deliveries.Deliveries;
import fr.gouv.datalab.deliveries.Delivery;
import fr.gouv.datalab.gate.Access;
import fr.gouv.datalab.gate.AccessLog;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.releases.Draft;
import fr.gouv.datalab.releases.Release;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a release's figures come from: which deliveries were in the lake when it was drafted, and
 * the opening of the gate that read each dataset.
 *
 * @param source a dataset that was read
 * @param deliveries of it that were in the lake, oldest first
 * @param opening the last granted opening before the draft, if the log has one
 */
public record Lineage(Draft.Source source, List<Delivery> deliveries, Optional<Access> opening) {

  /** Copies the deliveries. */
  public Lineage {
    deliveries = List.copyOf(deliveries);
  }

  /** Rows that those deliveries brought. */
  public long rows() {
    return deliveries.stream().mapToLong(Delivery::accepted).sum();
  }

  static List<Lineage> of(Registry registry, Release release, Draft draft) {
    Deliveries deliveries = new Deliveries(registry);
    AccessLog log = new AccessLog(registry);
    List<Lineage> lineages = new ArrayList<>();
    for (Draft.Source source : draft.sources()) {
      List<Delivery> before =
          deliveries.of(source.dataset()).stream()
              .filter(each -> !each.ended().isAfter(release.created()))
              .toList();
      Optional<Access> opening =
          log.lastGranted(
              release.convention(), release.useCase(), source.dataset(), release.created());
      lineages.add(new Lineage(source, before, opening));
    }
    return lineages;
  }
}
