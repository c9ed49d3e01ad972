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
 * Whom an event concerns, as conventions say: those who must decide on a release or a warrant, the
 * one who submitted it, the administrators of a dataset's producer, those who may sign a convention
 * for a party that has not, those whom a convention names. Never who did it.
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
        switch (event.kind().room()) {
          case RELEASES -> ofRelease(event);
          case DATASETS -> administrators(event.object());
          case CONVENTIONS -> ofConvention(event);
          case WARRANTS -> ofWarrant(event.object());
        };
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

  private Set<String> ofConvention(Event event) {
    if (event.kind() == Event.Kind.CONVENTION_ADD) {
      return new TreeSet<>(conventions.awaited(event.object()));
    }
    Set<String> named = new TreeSet<>();
    conventions
        .find(event.object())
        .ifPresent(convention -> convention.people().values().forEach(named::addAll));
    return named;
  }

  private record Asked(String convention, String useCase) {}

  /** Those who hold a seat that must approve it. */
  private Set<String> ofWarrant(String id) {
    Set<String> deciding = new TreeSet<>();
    registry
        .read(
            tx ->
                tx.first(
                    SQL.get("warrant"), row -> new Asked(row.getString(1), row.getString(2)), id))
        .ifPresent(
            asked ->
                conventions
                    .find(asked.convention())
                    .filter(convention -> convention.warrants().containsKey(asked.useCase()))
                    .ifPresent(
                        convention ->
                            convention
                                .warrants()
                                .get(asked.useCase())
                                .approvals()
                                .forEach(
                                    seat ->
                                        deciding.addAll(
                                            convention.people().getOrDefault(seat, List.of())))));
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
