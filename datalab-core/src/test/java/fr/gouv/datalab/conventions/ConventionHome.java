package fr.gouv.datalab.conventions;

import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.registry.Homes;
import fr.gouv.datalab.registry.Registry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A home with keys and a clock that tests set, where conventions can be added and signed. */
public final class ConventionHome implements AutoCloseable {
  /** The built-in convention on vehicles. */
  public static final String ID = "CONV-2026-001";

  private final SettableClock clock = new SettableClock();
  private final Registry registry;
  private final ConventionStore store;

  public ConventionHome(Path directory) {
    Home home = Homes.in(directory.resolve("home"));
    KeyStore.init(home.keys());
    registry = Registry.open(home, clock);
    store = new ConventionStore(registry);
  }

  public Registry registry() {
    return registry;
  }

  public ConventionStore store() {
    return store;
  }

  /** The text of the built-in convention on vehicles. */
  public String text() {
    return new String(
        new ConventionFiles(registry.home()).find(ID).orElseThrow(), StandardCharsets.UTF_8);
  }

  public Convention add(String text) {
    return store.add("essai", text.getBytes(StandardCharsets.UTF_8), "analyste@dinum");
  }

  /** The built-in convention, signed by all its parties. */
  public ConventionHome signed() {
    add(text());
    return sign(ID);
  }

  public ConventionHome sign(String id) {
    store.sign(id, "dinum", "juriste@dinum");
    store.sign(id, "dgfip", "administrateur@dgfip");
    store.sign(id, "interieur", "administrateur@interieur");
    return this;
  }

  public void setDay(String day) {
    clock.now = java.time.LocalDate.parse(day).atTime(LocalTime.NOON).toInstant(ZoneOffset.UTC);
  }

  public long journaled(String text) {
    return registry.read(
        tx ->
            tx.number("select count(*) from journal_record where record like ?", "%" + text + "%"));
  }

  @Override
  public void close() {
    registry.close();
  }

  private static final class SettableClock extends Clock {
    private Instant now = Instant.parse("2026-06-15T12:00:00Z");

    @Override
    public Instant instant() {
      now = now.plus(Duration.ofMillis(1));
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
