package fr.gouv.datalab.notices;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import fr.gouv.datalab.journal.Act;
import fr.gouv.datalab.journal.Journal;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.registry.Statements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is to be told, in the registry.
 *
 * <p>Notices are made from the journal's records, so no act waits for them nor can be lost with
 * them. There is one at most for an event and a person, and it is sent at most once: it is marked
 * as being sent before the mail server is called, and only an answer that says that nothing was
 * sent makes it wait again. Safe for use by many threads and processes.
 */
public final class Outbox {
  private static final Statements SQL = Statements.beside(Outbox.class, "notices.sql");
  private static final JsonMapper JSON = new JsonMapper();
  private static final int CHUNK = 1_000;

  /** After so many failures, whoever keeps the mail server must act. */
  static final int MOST_ATTEMPTS = 12;

  private static final Duration LONGEST_PAUSE = Duration.ofHours(6);

  private final Registry registry;
  private final Recipients recipients;

  /** The outbox of a registry. */
  public Outbox(Registry registry) {
    this.registry = registry;
    this.recipients = new Recipients(registry);
  }

  /**
   * Says where a person wants to be told.
   *
   * @param by who says so
   * @throws fr.gouv.datalab.refusals.UsageException when it is not the address of one mailbox
   */
  public void address(String person, String address, String by) {
    String checked = new Address(address.strip()).text();
    registry.inTransaction(
        tx -> {
          tx.update(SQL.get("setAddress"), person, checked, tx.now());
          return Journal.append(tx, new Act(by, "notice.address", person));
        });
  }

  /** Where a person is told, if they are. */
  public Optional<String> addressOf(String person) {
    return registry.read(
        tx -> tx.first(SQL.get("addressOf"), row -> row.getString("address"), person));
  }

  /** Tells a person nothing more by e-mail. */
  public void forget(String person, String by) {
    registry.inTransaction(
        tx -> {
          tx.update(SQL.get("forgetAddress"), person);
          tx.update(SQL.get("forgetNotices"), tx.now(), person);
          return Journal.append(tx, new Act(by, "notice.forget", person));
        });
  }

  /** Makes the notices of what the journal tells since the last time. */
  public void collect() {
    long from = registry.read(tx -> tx.number(SQL.get("cursor")));
    List<String> records = records(from);
    while (!records.isEmpty()) {
      collect(from, records);
      from = from + records.size();
      records = records(from);
    }
  }

  private List<String> records(long from) {
    return registry.read(
        tx -> tx.list(SQL.get("records"), row -> row.getString(1), from, from + CHUNK));
  }

  private void collect(long from, List<String> records) {
    Map<Event, Set<String>> told = new TreeMap<>(java.util.Comparator.comparing(Event::sequence));
    records.stream()
        .map(Outbox::event)
        .flatMap(Optional::stream)
        .forEach(event -> told.put(event, recipients.of(event)));
    registry.inTransaction(
        tx -> {
          if (tx.update(SQL.get("advance"), from + records.size(), from) > 0) {
            told.forEach(
                (event, persons) ->
                    persons.forEach(
                        person ->
                            tx.update(
                                SQL.get("insert"),
                                String.valueOf(event.sequence()),
                                event.kind().name(),
                                event.object(),
                                tx.now(),
                                tx.now(),
                                person)));
          }
          return null;
        });
  }

  private static Optional<Event> event(String record) {
    try {
      JsonNode act = JSON.readTree(record);
      return Event.Kind.of(act.path("verb").asText(), act.path("details").path("state").asText())
          .map(
              kind ->
                  new Event(
                      act.path("sequence").asLong(),
                      kind,
                      act.path("object").asText(),
                      act.path("person").asText()));
    } catch (JsonProcessingException e) {
      // The journal's own check says which record was altered; nobody is told of it.
      return Optional.empty();
    }
  }

  /** Takes the next that is due, so that no other process sends it. */
  Optional<Notice> take() {
    return registry.inTransaction(
        tx -> {
          Optional<Notice> next = tx.first(SQL.get("due"), Outbox::notice, tx.now());
          next.ifPresent(
              notice -> tx.update(SQL.get("take"), tx.now(), key(notice), notice.person()));
          return next;
        });
  }

  private static Notice notice(ResultSet row) throws SQLException {
    return new Notice(
        Long.parseLong(row.getString("event")),
        row.getString("person"),
        row.getString("address"),
        Event.Kind.valueOf(row.getString("kind")),
        row.getString("object"),
        row.getLong("attempts"));
  }

  void sent(Notice notice) {
    mark(notice, "sent", Duration.ZERO);
  }

  /** Nothing was sent: it waits, twice as long each time. */
  void failed(Notice notice) {
    boolean enough = notice.attempts() + 1 >= MOST_ATTEMPTS;
    mark(notice, enough ? "given up" : "waiting", pause(notice.attempts()));
  }

  /** The server will never take it. */
  void refused(Notice notice) {
    mark(notice, "given up", Duration.ZERO);
  }

  static Duration pause(long attempts) {
    Duration pause = Duration.ofMinutes(1L << Math.min(attempts, 16));
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }

  private void mark(Notice notice, String state, Duration pause) {
    registry.inTransaction(
        tx ->
            tx.update(
                SQL.get("marked"),
                state,
                tx.now().plus(pause),
                tx.now(),
                key(notice),
                notice.person()));
  }

  private static String key(Notice notice) {
    return String.valueOf(notice.event());
  }

  /** How many notices are in each state. */
  public Map<String, Long> states() {
    Map<String, Long> states = new TreeMap<>();
    registry
        .read(tx -> tx.list(SQL.get("states"), row -> Map.entry(row.getString(1), row.getLong(2))))
        .forEach(entry -> states.put(entry.getKey(), entry.getValue()));
    return states;
  }
}
