package fr.gouv.datalab.quality;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.deliveries.Deliveries;
import fr.gouv.datalab.deliveries.Delivery;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.registry.Transaction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * Keeps what deliveries were like, in the registry, and writes their reports. A report is written
 * from the registry alone: one that is lost, or that a killed process did not write, is written
 * anew, the same.
 */
public final class DeliveryReports {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Registry registry;

  public DeliveryReports(Registry registry) {
    this.registry = registry;
  }

  /** Keeps what a delivery was like, in the transaction that makes it whole. */
  public static void keep(Transaction tx, String delivery, DeliveryFacts facts) {
    try {
      tx.update(
          "insert into delivery_report (delivery, document) values (?, ?)",
          delivery,
          JSON.writeValueAsString(facts));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What a delivery was like, when it was kept. */
  public Optional<DeliveryFacts> facts(String delivery) {
    return registry
        .read(
            tx ->
                tx.first(
                    "select document from delivery_report where delivery = ?",
                    row -> row.getString(1),
                    delivery))
        .map(
            text -> {
              try {
                return JSON.readValue(text, DeliveryFacts.class);
              } catch (JsonProcessingException e) {
                throw new IllegalStateException(
                    "The registry's report of " + delivery + " cannot be read.", e);
              }
            });
  }

  /** The delivery of a dataset before that one, of which it is known what it was like. */
  public Optional<Delivery> before(String dataset, String delivery) {
    Delivery last = null;
    for (Delivery other : new Deliveries(registry).of(dataset)) {
      if (other.id().equals(delivery)) {
        break;
      }
      last = facts(other.id()).isPresent() ? other : last;
    }
    return Optional.ofNullable(last);
  }

  /** Where the report of a delivery is, or will be. */
  public Path path(String delivery) {
    return registry.home().deliveries().resolve(delivery).resolve("rapport.html");
  }

  /**
   * Writes the report of a delivery, and says where.
   *
   * @throws IllegalArgumentException when nothing was kept of it
   */
  public Path write(Contract contract, Delivery delivery) {
    DeliveryFacts facts =
        facts(delivery.id())
            .orElseThrow(() -> new IllegalArgumentException("No report of " + delivery.id()));
    Optional<Delivery> before = before(delivery.dataset(), delivery.id());
    String page =
        new DeliveryPage(
                contract,
                delivery,
                facts,
                before.orElse(null),
                before.flatMap(other -> facts(other.id())).orElse(null))
            .html();
    Path file = path(delivery.id());
    try {
      Files.createDirectories(file.getParent());
      Path draft = Files.createTempFile(file.getParent(), "rapport", ".tmp");
      Files.write(draft, List.of(page), StandardCharsets.UTF_8);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("The report " + file + " cannot be written.", e);
    }
    return file;
  }
}
