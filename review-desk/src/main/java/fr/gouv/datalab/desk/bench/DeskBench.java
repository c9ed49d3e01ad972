package fr.gouv.datalab.desk.bench;

import fr.gouv.datalab.accounts.AccountStore;
import fr.gouv.datalab.releases.Release;
import fr.gouv.datalab.releases.ReleaseLists;
import fr.gouv.datalab.releases.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The desk at the size of a country: fills a home, puts people at its desk, measures. */
public final class DeskBench {
  private static final long SEED = 20_261_125;
  private static final int TABLES = 3;
  private static final int PACKAGES = 24;

  private final long releases;
  private final long records;
  private final int people;
  private final long think;
  private final int seconds;
  private final Consumer<String> progress;

  /**
   * A bench.
   *
   * @param think average time between two pages of a person, in milliseconds
   * @param seconds measured, after as many to warm up
   */
  public DeskBench(
      long releases, long records, int people, long think, int seconds, Consumer<String> progress) {
    this.releases = releases;
    this.records = records;
    this.people = people;
    this.think = think;
    this.seconds = seconds;
    this.progress = progress;
  }

  /**
   * What was measured.
   *
   * @param filled seconds that the home took to fill; 0 when it was there
   * @param pages milliseconds, by page
   * @param served pages a second, all people together
   * @param deskMebibytes most memory of the desk's process; -1 where the system does not tell
   * @param appends durable acts a second, as many people at once
   * @param alone durable acts a second of one person: what the disk gives
   * @param inclusion milliseconds of an inclusion proof
   * @param consistency milliseconds of a signed consistency proof
   * @param verification seconds to verify the whole journal
   */
  public record Result(
      long releases,
      long records,
      int people,
      long think,
      double filled,
      Map<String, Timings.Line> pages,
      double served,
      long deskMebibytes,
      double appends,
      double alone,
      Timings.Line inclusion,
      Timings.Line consistency,
      double verification) {

    /** Whether all is within what is allowed. Signing in is slow by design, and apart. */
    public boolean held() {
      return pages.entrySet().stream()
              .filter(each -> !each.getKey().startsWith("sign in"))
              .allMatch(each -> each.getValue().p95() < 200)
          && appends > 2_000
          && inclusion.p95() < 10
          && consistency.p95() < 10;
    }

    /** As a table for people. */
    public String told() {
      List<String> lines = new ArrayList<>();
      lines.add(
          String.format(
              Locale.ROOT,
              "%,d releases, %,d records, %d people who look at a page for %d ms on average",
              releases,
              records,
              people,
              think));
      lines.add(
          String.format(
              Locale.ROOT, "%-28s %7s %9s %9s %9s", "page (ms)", "count", "p50", "p95", "p99"));
      pages.forEach((page, line) -> lines.add(line(page, line)));
      lines.add(
          String.format(
              Locale.ROOT, "%.0f pages a second; the desk held %d MiB", served, deskMebibytes));
      lines.add(line("inclusion proof (ms)", inclusion));
      lines.add(line("consistency proof (ms)", consistency));
      lines.add(
          String.format(
              Locale.ROOT,
              "%.0f durable acts a second by %d at once, %.0f by one alone",
              appends,
              people,
              alone));
      lines.add(String.format(Locale.ROOT, "the whole journal verified in %.1f s", verification));
      lines.add(
          held()
              ? "Held: pages under 200 ms, acts over 2,000 a second, proofs under 10 ms."
              : "Missed: pages under 200 ms, acts over 2,000 a second, proofs under 10 ms.");
      return String.join(System.lineSeparator(), lines);
    }

    private static String line(String name, Timings.Line line) {
      return String.format(
          Locale.ROOT,
          "%-28s %7d %9.1f %9.1f %9.1f",
          name,
          line.count(),
          line.p50(),
          line.p95(),
          line.p99());
    }
  }

  /** Runs it in a directory, where a home that is there is used again, or in a temporary one. */
  public Result run(Optional<Path> directory) throws IOException, InterruptedException {
    Path room =
        directory.isPresent()
            ? Files.createDirectories(directory.get()).toAbsolutePath()
            : Files.createTempDirectory("datalab-bench");
    try {
      return in(room);
    } finally {
      if (directory.isEmpty()) {
        delete(room);
      }
    }
  }

  private Result in(Path room) throws IOException, InterruptedException {
    long start = System.nanoTime();
    Instant today = Instant.now();
    boolean there = Files.exists(room.resolve("filled"));
    try (FilledHome house = new FilledHome(room, SEED, today)) {
      if (!there) {
        fill(house, today);
        Files.writeString(room.resolve("filled"), releases + " releases, " + records + " records");
      }
      double filled = there ? 0 : (System.nanoTime() - start) / 1e9;
      progress.accept("The home is filled.");
      List<People.Person> all = persons(house, today);
      return measure(house, room, all, filled);
    }
  }

  private void fill(FilledHome house, Instant today) throws IOException {
    house.conventions(Math.max(people, 50));
    house.deliveries();
    List<Path> tables = new ArrayList<>();
    for (int i = 0; i < TABLES; i++) {
      tables.add(house.table(i));
    }
    house.exported(PACKAGES, tables.get(0));
    progress.accept(PACKAGES + " releases left with their packages.");
    List<Release> models = new ArrayList<>();
    for (int i = 0; i < 2 * FilledHome.CONVENTIONS; i++) {
      String id =
          house.draft(
              i % FilledHome.CONVENTIONS,
              java.time.LocalDate.of(2026, 1 + i % 12, 1),
              tables.get(i % TABLES));
      models.add(house.releases.show(id));
    }
    new Backlog(house, models, SEED).write(releases, records, today, progress);
  }

  /** New people at each run: nobody knows the second factors of those before. */
  private List<People.Person> persons(FilledHome house, Instant today) {
    AccountStore accounts = new AccountStore(house.registry, house.keys);
    accounts.list().stream()
        .filter(account -> account.stands())
        .forEach(
            account ->
                house.registry.inTransaction(
                    tx -> tx.update("delete from account where person = ?", account.person())));
    return house.people(people);
  }

  private Result measure(FilledHome house, Path room, List<People.Person> all, double filled)
      throws IOException, InterruptedException {
    ReleaseLists lists = new ReleaseLists(house.registry);
    List<String> waiting =
        lists.waiting(Scope.all(), 500, Optional.empty()).releases().stream()
            .map(Release::id)
            .toList();
    List<String> some = new ArrayList<>();
    house.registry.read(
        tx -> some.addAll(tx.list("select id from release", row -> row.getString("id"))));
    List<String> packages = folders(house);
    Map<String, Timings.Line> pages;
    long memory;
    try (DeskProcess desk =
        DeskProcess.start(house.home, room.resolve("desk.log"), List.of("-Xmx1g"))) {
      progress.accept("The desk is open at " + desk.address() + ".");
      pages = new DeskLoad(desk, some, waiting, packages, think).run(all, seconds);
      memory = desk.peakMebibytes();
    }
    progress.accept("The pages are measured.");
    JournalSpeed journal = new JournalSpeed(house.registry, house.keys);
    Timings.Line inclusion = journal.inclusion(2_000);
    Timings.Line consistency = journal.consistency(500);
    journal.appendsPerSecond(people, 1);
    double appends = journal.appendsPerSecond(people, 5);
    double alone = journal.appendsPerSecond(1, 3);
    return new Result(
        some.size(),
        house.registry.read(tx -> tx.number("select size from journal_tree")),
        people,
        think,
        filled,
        pages,
        (double) pages.get("all").count() / seconds,
        memory,
        appends,
        alone,
        inclusion,
        consistency,
        journal.verification());
  }

  private static List<String> folders(FilledHome house) throws IOException {
    try (Stream<Path> all = Files.list(house.home.exports())) {
      return all.filter(Files::isDirectory).map(path -> path.getFileName().toString()).toList();
    }
  }

  /** Removes a directory of a bench. */
  public static void delete(Path tree) {
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(tree + " could not be removed.", e);
    }
  }
}
