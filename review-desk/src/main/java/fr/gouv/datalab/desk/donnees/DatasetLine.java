package fr.gouv.datalab.desk.donnees;

import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.conventions.Filing;
import fr.gouv.datalab.deliveries.Delivery;
import fr.gouv.datalab.flows.StoppedFlow;
import java.util.List;
import java.util.Optional;

/**
 * A dataset as its ministry sees it.
 *
 * @param contract what it is
 * @param deliveries in the lake, the latest first
 * @param stopped when its flow is stopped
 * @param conventions that grant columns of it
 */
public record DatasetLine(
    Contract contract,
    List<Delivery> deliveries,
    Optional<StoppedFlow> stopped,
    List<Filing> conventions) {

  /** Copies the lists. */
  public DatasetLine {
    deliveries = List.copyOf(deliveries);
    conventions = List.copyOf(conventions);
  }

  /** The last delivery. */
  public Optional<Delivery> last() {
    return deliveries.stream().findFirst();
  }

  /** The share of rows of the last delivery that were accepted. */
  public double accepted() {
    return last()
        .filter(each -> each.read() > 0)
        .map(each -> (double) each.accepted() / each.read())
        .orElse(1.0);
  }
}
