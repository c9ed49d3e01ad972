package fr.gouv.datalab.cli.warrants;

import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.vault.Recipient;
import fr.gouv.datalab.warrants.Warrant;
import fr.gouv.datalab.warrants.WarrantFile;
import fr.gouv.datalab.warrants.WarrantStore;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The warrants of the console's home, open while a command runs, and how they are told. */
final class Warrants implements AutoCloseable {
  private final Registry registry;

  private Warrants(Registry registry) {
    this.registry = registry;
  }

  static Warrants of(Console console) {
    return new Warrants(Registry.open(console.home().require()));
  }

  WarrantStore store() {
    return new WarrantStore(registry);
  }

  Registry registry() {
    return registry;
  }

  /**
   * What is shown of a warrant: never the key by which its file opens.
   *
   * @param file where the sealed file is, when it is here
   */
  record View(
      String id,
      String state,
      String convention,
      String useCase,
      String list,
      String letter,
      String recipient,
      LocalDate until,
      String reason,
      String requestedBy,
      Instant requested,
      List<Seat> approvals,
      Optional<Warrant.Execution> execution,
      Optional<String> file) {}

  /** Who approved, for which seat. */
  record Seat(String seat, String person, Instant time) {}

  /** The warrant as people see it, after its file was brought to where it stands. */
  View view(Warrant warrant) {
    Optional<Path> file = new WarrantFile(registry.home(), warrant.id()).settle(registry, warrant);
    return new View(
        warrant.id(),
        warrant.state().name(),
        warrant.convention(),
        warrant.useCase(),
        warrant.list(),
        warrant.letter(),
        warrant.recipient(),
        warrant.until(),
        warrant.reason(),
        warrant.requestedBy(),
        warrant.requested(),
        warrant.approvals().stream().map(a -> new Seat(a.seat(), a.person(), a.time())).toList(),
        warrant.execution(),
        file.map(Path::toString));
  }

  static String line(View view) {
    return String.format(
        Locale.ROOT,
        "%-15s %-10s %-15s until %s  list %s  recipient %s  %s",
        view.id,
        view.state,
        view.convention,
        view.until,
        view.list.substring(0, 12),
        view.recipient.substring(0, 16),
        view.useCase);
  }

  static String words(View view) {
    StringBuilder words = new StringBuilder(line(view));
    words.append("\n  requested by ").append(view.requestedBy).append(": ").append(view.reason);
    words.append("\n  recipient  ").append(view.recipient);
    words.append("\n  list       ").append(view.list);
    words.append("\n  letter     ").append(view.letter);
    for (Seat seat : view.approvals) {
      words.append("\n  approved by ").append(seat.person).append(" as ").append(seat.seat);
    }
    view.execution.ifPresent(
        done ->
            words.append(
                String.format(
                    Locale.ROOT,
                    "%n  executed by %s: %,d letters, %,d addresses that do not fit, %,d absent, %,d"
                        + " opposed%n  SHA-256    %s",
                    done.person(),
                    done.figures().letters(),
                    done.figures().unfit(),
                    done.figures().absent(),
                    done.figures().opposed(),
                    done.sha256())));
    view.file.ifPresent(file -> words.append("\n  file       ").append(file));
    return words.toString();
  }

  static String lines(List<View> views) {
    return views.isEmpty()
        ? "No warrant yet: `datalab warrant request` asks for one."
        : views.stream().map(Warrants::line).collect(Collectors.joining("\n"));
  }

  /** The fingerprint in groups of four, as people read it to each other. */
  static String spoken(Recipient recipient) {
    return recipient.fingerprint().replaceAll("(....)(?!$)", "$1 ");
  }

  @Override
  public void close() {
    registry.close();
  }
}
