package fr.gouv.datalab.desk.bench;

import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.refusals.IntegrityException;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * The desk killed, as {@code kill -9} does, at random moments while a reviewer approves releases
 * over HTTP; after each kill the registry is opened anew and looked at. Every approval that the
 * desk answered for is there; every other one is there whole (its decision, its signature, its
 * checklist, its journal record, the state it leads to) or not at all; the journal verifies.
 */
public final class KillBench {
  private static final String REVIEWER = "juriste@dinum";
  private static final int AT_ONCE = 2;
  private static final int EACH = 3;
  private static final Map<String, String> FORM =
      Map.of(
          "commentaire", "Conforme.",
          "verifie-type", "oui",
          "verifie-finalite", "oui",
          "verifie-modeles", "oui",
          "verifie-lisible", "oui");

  private final Path room;
  private final Random random;
  private final Consumer<String> progress;
  private int drafts;

  /** A bench in a directory that is empty. */
  public KillBench(Path room, long seed, Consumer<String> progress) {
    this.room = room;
    this.random = new Random(seed);
    this.progress = progress;
  }

  /**
   * What was seen.
   *
   * @param kills how many times the desk was killed
   * @param answered approvals for which the desk had answered: all are there
   * @param inFlight approvals that had been asked for and not answered when it was killed
   * @param kept those of them that are there whole; the others are not there at all
   * @param records of the journal at the end, which verified after each kill
   */
  public record Result(int kills, long answered, long inFlight, long kept, long records) {

    /** A sentence for people. */
    public String told() {
      return String.format(
          Locale.ROOT,
          "%d kills: %d approvals answered, none lost; %d in flight: %d whole, %d not at all, none"
              + " by half; the journal verified each time (%d records).",
          kills,
          answered,
          inFlight,
          kept,
          inFlight - kept,
          records);
    }
  }

  /**
   * Kills it so many times.
   *
   * @throws IntegrityException naming the first thing that is lost or by half
   */
  public Result run(int times) throws IOException, InterruptedException {
    Path table;
    Home home;
    try (FilledHome house = new FilledHome(room, 1, Instant.now())) {
      house.conventions(1);
      table = house.table(0);
      home = house.home;
    }
    long span = TimeUnit.SECONDS.toNanos(3);
    long answered = 0;
    long inFlight = 0;
    long kept = 0;
    long records = 0;
    for (int i = 0; i < times; i++) {
      List<String> waiting;
      try (FilledHome house = new FilledHome(room, i, Instant.now())) {
        waiting = submitted(house, table);
      }
      Trial trial = new Trial(home, waiting);
      span = Math.max(span / 20, trial.run((long) (random.nextDouble() * span), span));
      try (FilledHome house = new FilledHome(room, i, Instant.now())) {
        KilledRegistry after = new KilledRegistry(house, REVIEWER);
        kept += after.check(waiting, trial.answered, trial.asked);
        records = after.records();
      }
      answered += trial.answered.size();
      inFlight += trial.asked.size() - trial.answered.size();
      if ((i + 1) % 10 == 0) {
        progress.accept(new Result(i + 1, answered, inFlight, kept, records).told());
      }
    }
    return new Result(times, answered, inFlight, kept, records);
  }

  /** Releases that wait: of every second one, this reviewer's approval is the last. */
  private List<String> submitted(FilledHome house, Path table) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < AT_ONCE * EACH; i++) {
      drafts++;
      String id = house.draft(0, LocalDate.of(2026, 1, 1).minusDays(drafts), table);
      house.releases.submit(id, People.AUTHOR, "");
      if (i % 2 == 0) {
        house.releases.approve(id, "administrateur@dgfip", null, "");
        house.releases.approve(id, "administrateur@interieur", null, "");
      }
      ids.add(id);
    }
    return ids;
  }

  /** One life of the desk. */
  private final class Trial {
    private final Home home;
    private final Queue<String> left;
    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private final Set<String> answered = ConcurrentHashMap.newKeySet();

    Trial(Home home, List<String> waiting) {
      this.home = home;
      this.left = new ConcurrentLinkedQueue<>(waiting);
    }

    /**
     * Opens the desk, lets the reviewer approve, kills it.
     *
     * @param moment after which it is killed, from the first approval
     * @return how long all approvals took, where they were all answered before; else what was
     *     believed
     */
    long run(long moment, long believed) throws IOException, InterruptedException {
      try (DeskProcess desk =
          DeskProcess.start(
              home,
              room.resolve("desk.log"),
              List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"),
              "--just-me",
              "--user",
              REVIEWER)) {
        List<Thread> hands = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
          Visit visit = new Visit(desk.address());
          visit.enter();
          Thread hand = new Thread(() -> approve(visit));
          hand.setDaemon(true);
          hands.add(hand);
        }
        long start = System.nanoTime();
        hands.forEach(Thread::start);
        while (System.nanoTime() - start < moment
            && desk.isAlive()
            && answered.size() < AT_ONCE * EACH) {
          LockSupport.parkNanos(200_000);
        }
        boolean all = answered.size() == AT_ONCE * EACH;
        long took = System.nanoTime() - start;
        desk.kill();
        for (Thread hand : hands) {
          hand.join();
        }
        return all ? took : believed;
      }
    }

    private void approve(Visit visit) {
      for (String id = left.poll(); id != null; id = left.poll()) {
        asked.add(id);
        try {
          HttpResponse<String> answer = visit.post("/publications/" + id + "/approve", FORM);
          if (answer.statusCode() == 200) {
            answered.add(id);
          }
        } catch (IOException e) {
          return; // The desk is gone.
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }
  }
}
