package fr.gouv.datalab.notices;

import fr.gouv.datalab.registry.Registry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Tells people by e-mail what the journal says, now and then. Whatever fails is tried again later;
 * no act waits for it.
 */
public final class Notifier implements AutoCloseable {
  private static final Logger LOG = LogManager.getLogger();
  private static final int AT_ONCE = 100;

  private final Registry registry;
  private final Outbox outbox;
  private final Postman postman;
  private final MailSettings settings;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread made = new Thread(work, "notices");
            made.setDaemon(true);
            return made;
          });

  /** The notifier of a registry; it does nothing until it is told to. */
  public Notifier(Registry registry, MailSettings settings) {
    this.registry = registry;
    this.outbox = new Outbox(registry);
    this.postman = new Postman(settings);
    this.settings = settings;
  }

  /** Goes round at each pause, until it is closed. */
  public Notifier every(Duration pause) {
    thread.scheduleWithFixedDelay(this::roundLogged, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    return this;
  }

  private void roundLogged() {
    try {
      round();
    } catch (RuntimeException e) {
      LOG.warn("Notices wait: {}", e.getMessage());
    }
  }

  /**
   * Makes the notices that are new and sends those that are due, until the mail server fails.
   *
   * @return how many the mail server took
   */
  public int round() {
    outbox.collect();
    int sent = 0;
    for (int i = 0; i < AT_ONCE; i++) {
      Optional<Notice> notice = outbox.take();
      if (notice.isEmpty()) {
        return sent;
      }
      Postman.Outcome outcome = send(notice.get());
      if (outcome == Postman.Outcome.SENT) {
        sent++;
      } else if (outcome == Postman.Outcome.NOT_SENT) {
        return sent;
      }
    }
    return sent;
  }

  private Postman.Outcome send(Notice notice) {
    Postman.Outcome outcome;
    try {
      outcome = postman.send(notice, Letter.of(notice, settings.desk()), registry.now());
    } catch (RuntimeException e) {
      outbox.failed(notice);
      throw e;
    }
    switch (outcome) {
      case SENT -> outbox.sent(notice);
      case NOT_SENT -> outbox.failed(notice);
      case REFUSED -> outbox.refused(notice);
      case UNSURE -> LOG.warn("It is not known whether a notice was sent: it is not sent again.");
    }
    return outcome;
  }

  @Override
  public void close() {
    thread.shutdown();
  }
}
