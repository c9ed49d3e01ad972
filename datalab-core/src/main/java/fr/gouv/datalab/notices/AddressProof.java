package fr.gouv.datalab.notices;

import fr.gouv.datalab.registry.Registry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets people say themselves where they are told, once they show that the mailbox is theirs: a code
 * is sent there, and nothing is before it is given back.
 *
 * <p>A code serves for thirty minutes, and is forgotten after five wrong ones; a person is sent at
 * most five in an hour, so that nobody fills another's mailbox. All of it is in memory: a desk that
 * is started again asks for another code. Safe for use by many threads.
 */
public final class AddressProof {
  private static final Duration VALID = Duration.ofMinutes(30);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int MOST_SENT = 5;
  private static final int MOST_WRONG = 5;

  private final Registry registry;
  private final Outbox outbox;
  private final Postman postman;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Pending> pending = new ConcurrentHashMap<>();
  private final Map<String, List<Instant>> sent = new ConcurrentHashMap<>();

  private record Pending(String address, String code, Instant until, int wrong) {}

  /** What became of a request. */
  public enum Asked {
    /** The mail server took the code. */
    SENT,
    /** Too many were asked for: wait. */
    TOO_MANY,
    /** The mail server did not take it. */
    NOT_SENT
  }

  /** The proofs of a registry's people, by the mail server that tells them. */
  public AddressProof(Registry registry, MailSettings settings) {
    this.registry = registry;
    this.outbox = new Outbox(registry);
    this.postman = new Postman(settings);
  }

  /**
   * Sends a code to an address. The one asked for before no longer serves.
   *
   * @throws fr.gouv.datalab.refusals.UsageException when it is not the address of one mailbox
   */
  public Asked ask(String person, String address) {
    String checked = new Address(address.strip()).text();
    Instant now = registry.now();
    if (!mayAsk(person, now)) {
      return Asked.TOO_MANY;
    }
    String code = String.format(Locale.ROOT, "%08d", random.nextInt(100_000_000));
    pending.put(person, new Pending(checked, code, now.plus(VALID), 0));
    Postman.Outcome outcome =
        postman.send(person + "|" + code + "|" + now, checked, Letter.ofCode(code), now);
    return outcome == Postman.Outcome.SENT || outcome == Postman.Outcome.UNSURE
        ? Asked.SENT
        : Asked.NOT_SENT;
  }

  private boolean mayAsk(String person, Instant now) {
    boolean[] may = new boolean[1];
    sent.compute(
        person,
        (who, times) -> {
          List<Instant> recent = new ArrayList<>(times == null ? List.of() : times);
          recent.removeIf(time -> time.plus(HOUR).isBefore(now));
          may[0] = recent.size() < MOST_SENT;
          if (may[0]) {
            recent.add(now);
          }
          return recent;
        });
    return may[0];
  }

  /** Whether a code is waited for from a person. */
  public boolean waits(String person) {
    Pending known = pending.get(person);
    return known != null && registry.now().isBefore(known.until());
  }

  /**
   * Takes a code: from now on the person is told at that address.
   *
   * @return false when it is not the one that was sent, or too late
   */
  public boolean confirm(String person, String code) {
    Pending[] proved = new Pending[1];
    pending.computeIfPresent(
        person,
        (who, known) -> {
          if (!registry.now().isBefore(known.until())) {
            return null;
          }
          if (same(known.code(), code.replaceAll("\\s", ""))) {
            proved[0] = known;
            return null;
          }
          return known.wrong() + 1 >= MOST_WRONG
              ? null
              : new Pending(known.address(), known.code(), known.until(), known.wrong() + 1);
        });
    if (proved[0] == null) {
      return false;
    }
    outbox.address(person, proved[0].address(), person);
    return true;
  }

  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
