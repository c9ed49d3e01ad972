package fr.gouv.datalab.notices;

import fr.gouv.datalab.conventions.Convention;
import fr.gouv.datalab.conventions.ConventionStore;
import fr.gouv.datalab.conventions.Filing;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.registry.Statements;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whom an event concerns, as conventions say: those who must decide on a release, the one who
 * submitted it, the administrators of a dataset's producer. Never who did it.
 */
final class Recipients {
  private static final Statements SQL = Statements.beside(Recipients.class, "notices.sql");

  private final Registry registry;
  private final ConventionStore conventions;

  Recipients(Registry registry) {
    this.registry = registry;
    this.conventions = new ConventionStore(registry);
  }

  Set<String> of(Event event) {
    Set<String> persons =
        event.kind().isOfRelease() ? ofRelease(event) : administrators(event.object());
    persons.remove(event.actor());
    return persons;
  }

  private record Submitted(String convention, Optional<String> by) {}

  private Set<String> ofRelease(Event event) {
    Optional<Submitted> release =
        registry.read(
            tx ->
                tx.first(
                    SQL.get("release"),
                    row -> new Submitted(row.getString(1), Optional.ofNullable(row.getString(2))),
                    event.object()));
    if (release.isEmpty()) {
      return new TreeSet<>();
    }
    if (event.kind() != Event.Kind.RELEASE_SUBMIT) {
      return new TreeSet<>(release.get().by().stream().toList());
    }
    Set<String> deciding = new TreeSet<>();
    conventions
        .find(release.get().convention())
        .ifPresent(
            convention ->
                convention
                    .approvals()
                    .forEach(
                        seat ->
                            deciding.addAll(convention.people().getOrDefault(seat, List.of()))));
    return deciding;
  }

  private Set<String> administrators(String dataset) {
    Set<String> persons = new TreeSet<>();
    for (Filing filing : conventions.survey().intact()) {
      Convention convention = filing.convention();
      String producer = convention.producers().get(dataset);
      if (producer != null && filing.unsigned().isEmpty() && filing.ended().isEmpty()) {
        persons.addAll(
            convention.people().getOrDefault(Convention.administrator(producer), List.of()));
      }
    }
    return persons;
  }
}
