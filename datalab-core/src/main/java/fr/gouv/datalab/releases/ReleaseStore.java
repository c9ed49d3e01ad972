package fr.gouv.datalab.releases;

import fr.gouv.datalab.conventions.Article;
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
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The releases of a home, and the rules of who decides on them.
 *
 * <p>Four eyes: nobody decides on what they wrote or submitted, every seat that the convention
 * requires must approve, and one person fills one seat. Each decision is signed by its person's key
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
  private final Seats seats;

  /** The releases of a registry's home; decisions are signed by keys of the store. */
  public ReleaseStore(Registry registry, KeyStore keys, Seats seats) {
    this.registry = registry;
    this.keys = keys;
    this.seats = seats;
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
    allowed(before, person, Decision.EXPORT, "");
    PublishedBefore published = PublishedBefore.of(registry);
    if (before.state() == ReleaseState.APPROVED) {
      folder(id).verify(before);
      published.requireSafe(id, folder(id));
    }
    return registry.inTransaction(
        tx -> {
          Release release = ReleaseRows.get(tx, id);
          if (ReleaseRows.exported(tx, id).isPresent()) {
            return release;
          }
          inState(release, Decision.EXPORT);
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
      inState(release, Decision.EXPORT);
    }
    allowed(release, person, Decision.EXPORT, "");
    folder(id).verify(release);
    verifyDecisions(release);
    everySeatApproved(release);
    if (release.state() != ReleaseState.EXPORTED) {
      PublishedBefore.of(registry).requireSafe(id, folder(id));
    }
    return release;
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
    inState(before, decision);
    String filled = allowed(before, person, decision, seat);
    if (decision == Decision.SUBMIT) {
      folder(id).verify(before);
      PublishedBefore.of(registry).requireSafe(id, folder(id));
    }
    if (said.isEmpty() && needsComment(decision)) {
      throw new UsageException(
          "Say why with --comment: the author of " + id + " must know what to change.");
    }
    return registry.inTransaction(
        tx -> {
          Release release = ReleaseRows.get(tx, id);
          inState(release, decision);
          if (decision == Decision.APPROVE) {
            seatIsFree(release, person, filled);
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

  private static void inState(Release release, Decision decision) {
    if (!decision.from().contains(release.state())) {
      String states =
          decision.from().stream().map(Enum::name).sorted().collect(Collectors.joining(" or "));
      throw new RefusedException(
          "the life of a release",
          release.id()
              + " is "
              + release.state()
              + ": only what is "
              + states
              + " can go through `release "
              + decision.word()
              + "`.");
    }
  }

  /**
   * Checks that the rules let a person take a decision.
   *
   * @return the seat for which they take it; empty where none is needed
   */
  private String allowed(Release release, String person, Decision decision, String seat) {
    return switch (decision) {
      case SUBMIT, EXPORT, WITHDRAW -> {
        if (!person.equals(release.author()) && !seats.member(release.convention(), person)) {
          throw new RefusedException(
              Article.PEOPLE.of(release.convention()),
              person
                  + " is not of this convention: its people, or the release's author, may "
                  + decision.word()
                  + " it.");
        }
        if (decision == Decision.SUBMIT) {
          required(release);
        }
        yield "";
      }
      case APPROVE, RETURN, REJECT -> seat(release, person, seat, decision);
    };
  }

  private String seat(Release release, String person, String asked, Decision decision) {
    if (person.equals(release.author())
        || release.decisions().stream()
            .anyMatch(d -> d.decision() == Decision.SUBMIT && d.person().equals(person))) {
      throw new RefusedException(
          "four eyes",
          person
              + " wrote or submitted "
              + release.id()
              + ", and cannot decide on it: another person must.");
    }
    Set<String> required = required(release);
    Set<String> held = new TreeSet<>(seats.heldBy(release.convention(), person));
    held.retainAll(required);
    if (held.isEmpty() || (!asked.isEmpty() && !held.contains(asked))) {
      throw new RefusedException(
          Article.RELEASES.of(release.convention()),
          person
              + " does not hold "
              + (asked.isEmpty() ? "a seat that decides on its releases" : "the seat " + asked)
              + ": those are "
              + String.join(", ", required)
              + ".");
    }
    if (!asked.isEmpty() || decision != Decision.APPROVE) {
      return asked.isEmpty() ? held.iterator().next() : asked;
    }
    Set<String> open = new TreeSet<>(held);
    release.approvals().forEach(approval -> open.remove(approval.seat()));
    if (open.size() > 1) {
      throw new UsageException(
          person + " holds several seats: say which by --seat " + String.join("|", open) + ".");
    }
    return open.isEmpty() ? held.iterator().next() : open.iterator().next();
  }

  /** The seats that must approve; a convention that names none lets nothing out. */
  private Set<String> required(Release release) {
    Set<String> required = new TreeSet<>(seats.required(release.convention()));
    if (required.isEmpty()) {
      throw new RefusedException(
          Article.RELEASES.of(release.convention()),
          "it names no seat that approves releases, so none can leave: name at least two in it.");
    }
    return required;
  }

  private static void seatIsFree(Release release, String person, String seat) {
    for (Release.Decided approval : release.approvals()) {
      if (approval.person().equals(person) || approval.seat().equals(seat)) {
        throw new RefusedException(
            "four eyes",
            approval.person().equals(person)
                ? person + " already approved " + release.id() + ": each seat is another person's."
                : "the seat " + seat + " already approved " + release.id() + ".");
      }
    }
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
    ReleaseState next = next(release, decision, seat);
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

  /** The state after a decision: an approval is the last one when every seat has approved. */
  private ReleaseState next(Release release, Decision decision, String seat) {
    if (decision != Decision.APPROVE) {
      return decision.leadsTo();
    }
    Set<String> open = new TreeSet<>(seats.required(release.convention()));
    release.approvals().forEach(approval -> open.remove(approval.seat()));
    open.remove(seat);
    return open.isEmpty() ? decision.leadsTo() : ReleaseState.SUBMITTED;
  }

  /** Checks anew what made the release approved: its state alone is not believed. */
  private void everySeatApproved(Release release) {
    Set<String> open = open(release);
    if (!open.isEmpty()) {
      throw new RefusedException(
          Article.RELEASES.of(release.convention()),
          "the seats " + String.join(", ", open) + " have not approved " + release.id() + ".");
    }
    Set<String> people = new TreeSet<>(Set.of(release.author()));
    release.decisions().stream()
        .filter(decided -> decided.decision() == Decision.SUBMIT)
        .forEach(decided -> people.add(decided.person()));
    for (Release.Decided approval : release.approvals()) {
      if (!people.add(approval.person())) {
        throw new IntegrityException(
            "The approvals of " + release.id() + " are not those of different people.");
      }
    }
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
    Set<String> open = new TreeSet<>(seats.required(release.convention()));
    release.approvals().forEach(approval -> open.remove(approval.seat()));
    return open;
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
