package fr.gouv.datalab.releases;

import fr.gouv.datalab.journal.Act;
import fr.gouv.datalab.journal.Journal;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.refusals.BadDataException;
import fr.gouv.datalab.refusals.IntegrityException;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.registry.Statements;
import fr.gouv.datalab.registry.Transaction;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The releases of a home, and what is decided on them.
 *
 * <p>Who decides on them is said by {@link FourEyes}. Each decision is signed by its person's key
 * over the hashes of the files, and its record joins the journal in the same transaction.
 *
 * <p>All methods that take an id throw {@link UsageException} when there is no such release; those
 * that decide throw {@link RefusedException} when a rule forbids it, and {@link IntegrityException}
 * when a file is not what it was at the draft.
 */
public final class ReleaseStore {
  private static final Statements SQL = ReleaseRows.SQL;
  private static final int COMMENT = 4_000;

  private final Registry registry;
  private final KeyStore keys;
  private final FourEyes rules;
  private final Map<String, Object> foundSafe = new ConcurrentHashMap<>();

  /** The releases of a registry's home; decisions are signed by keys of the store. */
  public ReleaseStore(Registry registry, KeyStore keys, Seats seats) {
    this.registry = registry;
    this.keys = keys;
    this.rules = new FourEyes(seats);
  }

  /**
   * Copies a draft's files and makes it a release.
   *
   * @return its id
   * @throws BadDataException when a file is missing or is not what it should be
   * @throws RefusedException when a table fails its audit
   */
  public String draft(Draft draft) {
    return draft(registry, draft);
  }

  /** The same, for who decides on none: it takes no key. */
  public static String draft(Registry registry, Draft draft) {
    Path room = registry.home().releases();
    Path staged = room.resolve(".draft-" + ProcessHandle.current().pid() + "-" + System.nanoTime());
    try {
      ReleaseFolder copy = ReleaseFolder.copy(draft, staged);
      List<Release.HashedFile> files = copy.hashed();
      return registry.inTransaction(
          tx -> {
            String id = nextId(tx);
            insert(tx, id, draft, files);
            copy.moveTo(room.resolve(id));
            return id;
          });
    } finally {
      ReleaseFolder.delete(staged);
    }
  }

  private static String nextId(Transaction tx) {
    int now = tx.now().atZone(ZoneOffset.UTC).getYear();
    String year = "REL-" + now + "-";
    long number = tx.number(SQL.get("countOfYear"), year, "REL-" + (now + 1) + "-") + 1;
    return year + String.format(Locale.ROOT, "%04d", number);
  }

  private static void insert(
      Transaction tx, String id, Draft draft, List<Release.HashedFile> files) {
    tx.update(
        SQL.get("insertRelease"),
        id,
        draft.title(),
        draft.useCase(),
        draft.convention(),
        ReleaseState.DRAFT,
        tx.now(),
        draft.author(),
        tx.now(),
        "safe");
    for (Release.HashedFile file : files) {
      tx.update(SQL.get("insertFile"), id, file.path(), file.sha256(), file.size());
    }
    Map<String, Object> hashes =
        files.stream()
            .collect(Collectors.toMap(Release.HashedFile::path, Release.HashedFile::sha256));
    Journal.append(
        tx,
        new Act(
            draft.author(),
            "release.draft",
            id,
            Map.of("convention", draft.convention(), "useCase", draft.useCase(), "files", hashes)));
  }

  /** Asks for a review. Its author or a person of the convention may. */
  public Release submit(String id, String person, String comment) {
    return decide(id, person, Decision.SUBMIT, "", comment);
  }

  /**
   * Approves for the seat that the person holds.
   *
   * @param seat which one, or null when the person holds one alone of those that are open
   */
  public Release approve(String id, String person, String seat, String comment) {
    return decide(id, person, Decision.APPROVE, seat == null ? "" : seat, comment);
  }

  /**
   * Takes a decision with the checklist that its person filled in, which is kept with it.
   *
   * @param decision other than an export
   * @param seat which one, or null when the person holds one alone of those that are open
   * @param checklist may be empty
   */
  public Release decide(
      String id,
      String person,
      Decision decision,
      String seat,
      String comment,
      Checklist checklist) {
    if (decision == Decision.EXPORT) {
      throw new IllegalArgumentException("An export is more than a decision.");
    }
    return decided(id, person, decision, seat == null ? "" : seat, comment, checklist);
  }

  /** Sends it back to its author; the comment must say why. */
  public Release return_(String id, String person, String comment) {
    return decide(id, person, Decision.RETURN, "", comment);
  }

  /** Refuses it for good; the comment must say why. */
  public Release reject(String id, String person, String comment) {
    return decide(id, person, Decision.REJECT, "", comment);
  }

  /**
   * Says that an exported release is no longer to be relied on; the comment must say why. Its
   * author or a person of the convention may.
   */
  public Release withdraw(String id, String person, String comment) {
    return decide(id, person, Decision.WITHDRAW, "", comment);
  }

  /**
   * Says that a release was exported, and freezes what its package is made of. When it was already,
   * nothing changes.
   *
   * @param frozen what the package was made with
   */
  public Release markExported(String id, String person, Release.Exported frozen) {
    Release before = show(id);
    rules.allowed(before, person, Decision.EXPORT, "");
    PublishedBefore published = PublishedBefore.of(registry);
    if (before.state() == ReleaseState.APPROVED) {
      folder(id).verify(before);
      requireSafe(before, published);
    }
    return registry.inTransaction(
        tx -> {
          Release release = ReleaseRows.get(tx, id);
          if (ReleaseRows.exported(tx, id).isPresent()) {
            return release;
          }
          FourEyes.inState(release, Decision.EXPORT);
          if (!published.isCurrent(tx)) {
            throw new RefusedException(
                "the disclosure audit",
                "another release was exported meanwhile: export " + id + " again.");
          }
          folder(id).verify(release);
          tx.update(
              SQL.get("insertExport"),
              id,
              frozen.time(),
              person,
              frozen.proof(),
              frozen.sums(),
              Base64.getDecoder().decode(frozen.signature()));
          record(tx, release, person, Decision.EXPORT, "", "", Map.of("sums", frozen.sums()));
          return ReleaseRows.get(tx, id);
        });
  }

  /**
   * Checks that a person may export a release now: approved, its files unaltered, and its approvals
   * signed over these very files.
   */
  public Release exportable(String id, String person) {
    Release release = show(id);
    if (release.state() != ReleaseState.EXPORTED) {
      FourEyes.inState(release, Decision.EXPORT);
    }
    rules.allowed(release, person, Decision.EXPORT, "");
    folder(id).verify(release);
    verifyDecisions(release);
    rules.everySeatApproved(release);
    if (release.state() != ReleaseState.EXPORTED) {
      requireSafe(release, PublishedBefore.of(registry));
    }
    return release;
  }

  /**
   * Checks a release whose files were verified beside what was exported. The question is not asked
   * twice of the same files beside the same releases: an export asks it first and last.
   */
  private void requireSafe(Release release, PublishedBefore published) {
    Object question = List.of(release.files(), published.releases());
    if (!question.equals(foundSafe.get(release.id()))) {
      published.requireSafe(release.id(), folder(release.id()));
      foundSafe.put(release.id(), question);
    }
  }

  private Release decide(String id, String person, Decision decision, String seat, String comment) {
    return decided(id, person, decision, seat, comment, Checklist.NONE);
  }

  private Release decided(
      String id,
      String person,
      Decision decision,
      String seat,
      String comment,
      Checklist checklist) {
    if (person.isBlank() || person.chars().anyMatch(Character::isISOControl)) {
      throw new UsageException("A person's name is one line of text.");
    }
    String said = comment == null ? "" : comment.strip();
    if (said.length() > COMMENT) {
      throw new UsageException("A comment has at most " + COMMENT + " characters.");
    }
    Release before = show(id);
    FourEyes.inState(before, decision);
    String filled = rules.allowed(before, person, decision, seat);
    if (decision == Decision.SUBMIT) {
      folder(id).verify(before);
      requireSafe(before, PublishedBefore.of(registry));
    }
    if (said.isEmpty() && needsComment(decision)) {
      throw new UsageException(
          "Say why with --comment: the author of " + id + " must know what to change.");
    }
    return registry.inTransaction(
        tx -> {
          Release release = ReleaseRows.get(tx, id);
          FourEyes.inState(release, decision);
          if (decision == Decision.APPROVE) {
            FourEyes.seatIsFree(release, person, filled);
          }
          if (decision == Decision.SUBMIT || decision == Decision.APPROVE) {
            folder(id).verify(release);
            verifyDecisions(release);
          }
          if (decision == Decision.SUBMIT) {
            tx.update(SQL.get("submitted"), person, id);
          }
          Map<String, Object> more =
              checklist.items().isEmpty() ? Map.of() : Map.of("checklist", checklist.sha256());
          long sequence = record(tx, release, person, decision, filled, said, more);
          if (!checklist.items().isEmpty()) {
            tx.update(SQL.get("insertChecklist"), id, sequence, person, checklist.json());
          }
          return ReleaseRows.get(tx, id);
        });
  }

  private static boolean needsComment(Decision decision) {
    return decision == Decision.RETURN
        || decision == Decision.REJECT
        || decision == Decision.WITHDRAW;
  }

  private long record(
      Transaction tx,
      Release release,
      String person,
      Decision decision,
      String seat,
      String comment,
      Map<String, Object> more) {
    long round = release.round() + (decision == Decision.SUBMIT ? 1 : 0);
    keys.create(Statement.key(person));
    Statement statement =
        Statement.of(
            release,
            round,
            decision,
            seat,
            person,
            tx.now(),
            comment,
            keys.publicKey(Statement.key(person)));
    String signature = statement.sign(keys, person);
    ReleaseState next = rules.next(release, decision, seat);
    Map<String, Object> details = new java.util.TreeMap<>(more);
    details.put("round", round);
    details.put("seat", seat);
    details.put("state", next.name());
    details.put("statement", statement.sha256());
    long sequence =
        Journal.append(tx, new Act(person, "release." + decision.word(), release.id(), details));
    tx.update(
        SQL.get("insertDecision"),
        release.id(),
        sequence,
        round,
        person,
        seat,
        decision.word(),
        comment,
        tx.now(),
        statement.text(),
        Base64.getDecoder().decode(signature));
    // An approval that is not the last one changes nothing that others may know.
    if (next != release.state()) {
      tx.update(SQL.get("changeState"), next, tx.now(), release.id());
    }
    return sequence;
  }

  /** Checks that every decision was signed by its person over the files as they are. */
  private void verifyDecisions(Release release) {
    List<String> files =
        release.files().stream().map(file -> file.sha256() + " " + file.path()).toList();
    for (Release.Decided decided : release.decisions()) {
      Statement statement = new Statement(decided.statement());
      statement.verify(keys, decided.person(), decided.signature());
      if (!statement.value("release").equals(release.id())
          || !statement.value("person").equals(decided.person())
          || !statement.value("decision").equals(decided.decision().word())
          || !statement.value("round").equals(Long.toString(decided.round()))
          || !statement.value("seat").equals(decided.seat().isEmpty() ? "-" : decided.seat())
          || !statement.values("file").equals(files)) {
        throw new IntegrityException(
            "A decision on release "
                + release.id()
                + " is not the one that "
                + decided.person()
                + " signed.");
      }
    }
  }

  /** The seats whose approval is still missing in the present round. */
  public Set<String> open(Release release) {
    return rules.open(release);
  }

  /** Every release, the latest first, without files and decisions. */
  public List<Release> list() {
    return list(registry);
  }

  /** The same, for who has no key store. */
  public static List<Release> list(Registry registry) {
    return registry.read(ReleaseRows::list);
  }

  /** A release with its files and decisions. */
  public Release show(String id) {
    return registry.read(tx -> ReleaseRows.get(tx, id));
  }

  /** The same for who has no key store; nothing when there is no such release. */
  public static Optional<Release> find(Registry registry, String id) {
    return registry.read(tx -> ReleaseRows.find(tx, id));
  }

  /** The files of a release. */
  public ReleaseFolder folder(String id) {
    return new ReleaseFolder(registry.home().releases().resolve(id));
  }

  /** What was frozen at a release's first export. */
  public Optional<Release.Exported> exported(String id) {
    return registry.read(tx -> ReleaseRows.exported(tx, id));
  }
}
