package fr.gouv.datalab.desk.bench;

import com.google.crypto.tink.PublicKeySign;
import fr.gouv.datalab.journal.Act;
import fr.gouv.datalab.journal.Journal;
import fr.gouv.datalab.registry.Statements;
import fr.gouv.datalab.registry.Transaction;
import fr.gouv.datalab.releases.Decision;
import fr.gouv.datalab.releases.Release;
import fr.gouv.datalab.releases.ReleaseState;
import fr.gouv.datalab.releases.Statement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A long past, written in bulk: each day's releases, decisions and openings of the gate in one
 * transaction of that day. What it writes is what acts write: the same tables, each record a leaf
 * of the journal's tree, each decision signed by its person over the release's files, each folder
 * whole (its files are links to those of a release that the datalab made). What it leaves out: the
 * packages of the releases that it says were exported, which are no longer on the machine.
 */
final class Backlog {
  private static final Statements SQL = Statements.beside(Backlog.class, "backlog.sql");
  private static final int DAYS = 1_800;
  private static final List<String> APPROVERS =
      List.of("juriste@dinum", "administrateur@dgfip", "administrateur@interieur");
  private static final List<String> SEATS =
      List.of("juriste", "administrateur-dgfip", "administrateur-interieur");
  private static final List<String> DATASETS =
      List.of("dgfip.foyers_fiscaux", "dgfip.declarants", "siv.immatriculations");

  private record Key(PublicKeySign signer, byte[] publicKey) {}

  private final FilledHome house;
  private final List<Release> models;
  private final Random random;
  private final Map<String, Key> signers = new HashMap<>();
  private long made;

  /** The past of a home, whose releases are like some that it has. */
  Backlog(FilledHome house, List<Release> models, long seed) {
    this.house = house;
    this.models = models;
    this.random = new Random(seed);
  }

  /** Writes so many releases, and records until the journal has so many in all. */
  void write(long releases, long records, Instant today, Consumer<String> progress) {
    long before = house.registry.read(tx -> tx.number("select size from journal_tree"));
    long openings = records - before - releases * 5;
    for (int day = 1; day <= DAYS; day++) {
      long some = releases * day / DAYS - releases * (day - 1) / DAYS;
      house.clock.at(today.minus(Duration.ofDays(DAYS - day + 1L)));
      boolean last = day == DAYS;
      long asked =
          last ? Long.MAX_VALUE : Math.max(0, openings * day / DAYS - openings * (day - 1) / DAYS);
      double age = (double) day / DAYS;
      house.registry.inTransaction(
          tx -> {
            for (long i = 0; i < some; i++) {
              release(tx, age);
            }
            long left = records - tx.number("select size from journal_tree");
            openings(tx, Math.max(0, last ? left : Math.min(left, asked)));
            return null;
          });
      if (day % 100 == 0) {
        progress.accept(day * 100 / DAYS + " % of the past is written.");
      }
    }
    house.clock.at(today);
  }

  private void openings(Transaction tx, long number) {
    List<Act> acts = new ArrayList<>();
    for (long i = 0; i < number; i++) {
      String dataset = DATASETS.get(random.nextInt(DATASETS.size()));
      boolean granted = random.nextInt(20) > 0;
      acts.add(
          new Act(
              random.nextInt(3) == 0 ? "statisticien@dinum" : People.AUTHOR,
              "gate.open",
              FilledHome.convention(random.nextInt(FilledHome.CONVENTIONS)),
              Map.of(
                  "datasets",
                  Map.of(dataset, List.of("annee")),
                  "useCase",
                  "vehicules-foyers",
                  "verdict",
                  granted ? "granted" : "refused, article 4")));
    }
    if (acts.isEmpty()) {
      return;
    }
    long sequence = Journal.appendAll(tx, acts);
    Map<String, long[]> counts = new TreeMap<>();
    for (Act act : acts) {
      String dataset = ((Map<?, ?>) act.details().get("datasets")).keySet().iterator().next() + "";
      String verdict = act.details().get("verdict") + "";
      tx.update(
          SQL.get("access"),
          sequence++,
          tx.now(),
          act.person(),
          act.object(),
          dataset,
          "annee",
          verdict);
      counts.computeIfAbsent(dataset, name -> new long[2])[verdict.equals("granted") ? 1 : 0]++;
    }
    String day = tx.now().toString().substring(0, 10);
    counts.forEach(
        (dataset, count) -> {
          for (int granted = 0; granted < 2; granted++) {
            if (count[granted] > 0) {
              tx.update(SQL.get("day"), dataset, day, granted, count[granted]);
            }
          }
        });
  }

  private void release(Transaction tx, double age) {
    Release model = models.get(random.nextInt(models.size()));
    made++;
    String id =
        String.format(
            Locale.ROOT, "REL-%s-%06d", tx.now().toString().substring(0, 4), 100_000 + made);
    ReleaseState state = state(age);
    int approvals =
        switch (state) {
          case DRAFT, RETURNED, REJECTED -> 0;
          case SUBMITTED -> random.nextInt(3);
          case APPROVED, EXPORTED, WITHDRAWN -> 3;
        };
    Release release =
        new Release(
            id,
            model.title() + " (" + made + ")",
            model.useCase(),
            model.convention(),
            state,
            tx.now(),
            People.AUTHOR,
            state == ReleaseState.DRAFT ? Optional.empty() : Optional.of(People.AUTHOR),
            tx.now(),
            model.files(),
            List.of());
    tx.update(
        SQL.get("release"),
        id,
        release.title(),
        release.useCase(),
        release.convention(),
        state,
        tx.now(),
        People.AUTHOR,
        release.submittedBy().orElse(null),
        tx.now());
    for (Release.HashedFile file : model.files()) {
      tx.update(SQL.get("file"), id, file.path(), file.sha256(), file.size());
    }
    Journal.append(tx, new Act(People.AUTHOR, "release.draft", id));
    if (state != ReleaseState.DRAFT) {
      decide(tx, release, Decision.SUBMIT, "", People.AUTHOR, ReleaseState.SUBMITTED);
    }
    for (int i = 0; i < approvals; i++) {
      ReleaseState next = i == 2 ? ReleaseState.APPROVED : ReleaseState.SUBMITTED;
      decide(tx, release, Decision.APPROVE, SEATS.get(i), APPROVERS.get(i), next);
    }
    if (state == ReleaseState.RETURNED || state == ReleaseState.REJECTED) {
      Decision decision = state == ReleaseState.RETURNED ? Decision.RETURN : Decision.REJECT;
      decide(tx, release, decision, SEATS.get(0), APPROVERS.get(0), state);
    }
    if (state == ReleaseState.EXPORTED || state == ReleaseState.WITHDRAWN) {
      decide(tx, release, Decision.EXPORT, "", People.AUTHOR, ReleaseState.EXPORTED);
    }
    if (state == ReleaseState.WITHDRAWN) {
      decide(tx, release, Decision.WITHDRAW, "", People.AUTHOR, state);
    }
    folder(model, id);
  }

  /** Most left long ago; of the last ones, a part still waits. */
  private ReleaseState state(double age) {
    int draw = random.nextInt(1_000);
    if (age > 0.98) {
      return draw < 300
          ? ReleaseState.SUBMITTED
          : draw < 350
              ? ReleaseState.DRAFT
              : draw < 400 ? ReleaseState.RETURNED : ReleaseState.EXPORTED;
    }
    return draw < 20
        ? ReleaseState.REJECTED
        : draw < 30
            ? ReleaseState.WITHDRAWN
            : draw < 40 ? ReleaseState.APPROVED : ReleaseState.EXPORTED;
  }

  private void decide(
      Transaction tx,
      Release release,
      Decision decision,
      String seat,
      String person,
      ReleaseState next) {
    Key key = signers.computeIfAbsent(person, this::key);
    Statement statement =
        Statement.of(release, 1, decision, seat, person, tx.now(), "", key.publicKey());
    long sequence =
        Journal.append(
            tx,
            new Act(
                person,
                "release." + decision.word(),
                release.id(),
                Map.of(
                    "round",
                    1,
                    "seat",
                    seat,
                    "state",
                    next.name(),
                    "statement",
                    statement.sha256())));
    try {
      tx.update(
          SQL.get("decision"),
          release.id(),
          sequence,
          person,
          seat,
          decision.word(),
          tx.now(),
          statement.text(),
          key.signer().sign(statement.text().getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private Key key(String person) {
    house.keys.create(Statement.key(person));
    return new Key(
        house.keys.signer(Statement.key(person)), house.keys.publicKey(Statement.key(person)));
  }

  /** The files of a release, as links to those of its model. */
  private void folder(Release model, String id) {
    Path from = house.releases.folder(model.id()).path();
    Path to = house.home.releases().resolve(id);
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Path twin = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(twin);
        } else {
          Files.createLink(twin, path);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The release's files could not be linked.", e);
    }
  }
}
