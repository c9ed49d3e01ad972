package fr.gouv.datalab.keyservice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.gouv.datalab.journal.JournalCheck;
import fr.gouv.datalab.refusals.IntegrityException;
import fr.gouv.datalab.registry.Registry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What jobs were told by a gate, held against the registry's tables and the journal. Safe for use
 * by many threads while jobs run; {@link #check} once they are over.
 */
final class GateAudit {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Registry registry;
  private final Set<String> opened = ConcurrentHashMap.newKeySet();
  private final Set<String> given = ConcurrentHashMap.newKeySet();
  private final Set<String> closed = ConcurrentHashMap.newKeySet();
  private final AtomicLong refusals = new AtomicLong();
  private final AtomicLong switches = new AtomicLong();

  GateAudit(Registry registry) {
    this.registry = registry;
  }

  void opened(String job) {
    opened.add(job);
  }

  void given(String job, String key) {
    given.add(job + " " + key);
  }

  void closed(String job) {
    closed.add(job);
  }

  void refused() {
    refusals.incrementAndGet();
  }

  void switched(boolean changed) {
    switches.addAndGet(changed ? 1 : 0);
  }

  /** Answers so far. */
  long acts() {
    return opened.size() + given.size() + closed.size() + refusals.get() + switches.get();
  }

  /**
   * Holds everything against everything.
   *
   * @return how many records the journal has
   * @throws IntegrityException naming what does not hold
   */
  long check() {
    long records = JournalCheck.live(registry).records();
    Set<String> rows = rows("select id from job_grant");
    Set<String> over = rows("select id from job_grant where closed is not null");
    Set<String> used = rows("select job || ' ' || key_name from job_key_use");
    Set<String> openings = new TreeSet<>();
    Set<String> uses = new TreeSet<>();
    Set<String> ends = new TreeSet<>();
    long flips = 0;
    for (JsonNode record : journal()) {
      JsonNode details = record.path("details");
      String job = details.path("job").asText();
      switch (record.path("verb").asText()) {
        case "gate.open" -> {
          if (details.path("verdict").asText().equals("granted")) {
            once(openings, job, "an opening");
          }
        }
        case "gate.key" -> once(uses, job + " " + details.path("key").asText(), "a key");
        case "gate.close", "gate.expire" -> once(ends, job, "an end");
        case "flow.stop", "flow.resume" -> flips++;
        default -> {}
      }
    }
    same(rows, openings, "grants and the journal's openings");
    same(used, uses, "keys given and the journal's");
    same(over, ends, "grants that are over and the journal's ends");
    within(opened, rows, "opened");
    within(given, used, "given");
    within(closed, over, "closed");
    if (flips != switches.get()) {
      throw new IntegrityException(
          "A flow was stopped or resumed " + switches + " times, and journaled " + flips + ".");
    }
    return records;
  }

  private Set<String> rows(String sql) {
    List<String> names = registry.read(tx -> tx.list(sql, row -> row.getString(1)));
    return new TreeSet<>(names);
  }

  private List<JsonNode> journal() {
    return registry.read(
        tx ->
            tx.list(
                "select record from journal_record order by sequence",
                row -> {
                  try {
                    return JSON.readTree(row.getString(1));
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                }));
  }

  private static void once(Set<String> seen, String name, String what) {
    if (!seen.add(name)) {
      throw new IntegrityException("The journal has " + what + " of " + name + " twice.");
    }
  }

  private static void same(Set<String> one, Set<String> other, String what) {
    if (!one.equals(other)) {
      Set<String> left = new TreeSet<>(one);
      left.removeAll(other);
      Set<String> right = new TreeSet<>(other);
      right.removeAll(one);
      throw new IntegrityException(what + " differ: " + left + " and " + right + ".");
    }
  }

  private static void within(Set<String> told, Set<String> kept, String what) {
    for (String each : told) {
      if (!kept.contains(each)) {
        throw new IntegrityException("A job was told " + what + ", and nothing is kept: " + each);
      }
    }
  }
}
