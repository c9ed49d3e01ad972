package fr.gouv.datalab.warrants;

import fr.gouv.datalab.conventions.Article;
import fr.gouv.datalab.conventions.Convention;
import fr.gouv.datalab.journal.Act;
import fr.gouv.datalab.journal.Journal;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.mailings.MailingList;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.registry.Transaction;
import fr.gouv.datalab.vault.SealedFile;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The warrants of a home: asked for, approved, executed, closed, each step a record of the journal
 * in the transaction that does it; so is each refusal ({@code warrant.refuse}), with its rule.
 *
 * <p>Every step is held against the convention as it is signed at that moment. All methods that
 * take a step throw {@link RefusedException} under the article that does not allow it, and change
 * nothing then. Safe for use by many threads and processes: of two executions that end at the same
 * time, one is refused.
 */
public final class WarrantStore {
  private final Registry registry;
  private final KeyStore keys;

  /** The warrants of the registry's home; approvals are signed by keys of its store. */
  public WarrantStore(Registry registry) {
    this.registry = registry;
    this.keys = KeyStore.open(registry.home().keys());
  }

  private interface Step<T> {
    T with(Transaction tx, WarrantRules rules);
  }

  private record Answer<T>(T done, RefusedException refusal) {}

  /** Takes a step, or journals its refusal; both in one transaction with their record. */
  private <T> T step(String verb, String object, String person, Step<T> step) {
    Answer<T> answer =
        registry.inTransaction(
            tx -> {
              try {
                return new Answer<>(step.with(tx, new WarrantRules(tx)), null);
              } catch (RefusedException refusal) {
                Journal.append(
                    tx,
                    new Act(
                        person,
                        "warrant.refuse",
                        object,
                        Map.of("step", verb, "rule", refusal.rule())));
                return new Answer<>(null, refusal);
              }
            });
    if (answer.refusal != null) {
      throw answer.refusal;
    }
    return answer.done;
  }

  /**
   * Asks for a warrant.
   *
   * @throws RefusedException when the list is of another purpose (article 1), the person is not an
   *     analyst of the convention (3), it is not in force (4), or it allows no warrant, or none
   *     that long (7)
   */
  public Warrant request(WarrantRequest request, String person) {
    return step(
        "request",
        request.convention(),
        person,
        (tx, rules) -> {
          Convention convention = rules.convention(request.convention(), request.useCase());
          if (!convention.holds(person, Convention.ANALYST)) {
            throw Article.PEOPLE.refuses(
                convention.id(),
                person + " is not an analyst of " + convention.id() + ": an analyst requests.");
          }
          MailingList list = rules.list(convention, request.useCase(), request.list());
          LocalDate until = until(tx, convention, request);
          String id = nextId(tx);
          tx.update(
              WarrantRows.SQL.get("insert"),
              id,
              convention.id(),
              request.useCase(),
              list.id(),
              list.letter(),
              request.recipient().fingerprint(),
              request.recipient().text(),
              request.reason(),
              until,
              WarrantState.REQUESTED,
              person,
              tx.now(),
              tx.now());
          Map<String, Object> details = new LinkedHashMap<>();
          details.put("convention", convention.id());
          details.put("useCase", request.useCase());
          details.put("list", list.id());
          details.put("letter", list.letter());
          details.put("recipient", request.recipient().fingerprint());
          details.put("until", until.toString());
          Journal.append(tx, new Act(person, "warrant.request", id, details));
          return rules.require(id);
        });
  }

  private static LocalDate until(Transaction tx, Convention convention, WarrantRequest request) {
    LocalDate today = tx.now().atZone(Convention.ZONE).toLocalDate();
    LocalDate longest = today.plus(WarrantRules.terms(convention, request.useCase()).validity());
    LocalDate last = longest.isAfter(convention.until()) ? convention.until() : longest;
    LocalDate until = request.until().orElse(last);
    if (until.isBefore(today) || until.isAfter(last)) {
      throw Article.WARRANTS.refuses(
          convention.id(),
          "A warrant requested today may last until "
              + last
              + " under "
              + convention.id()
              + ", not "
              + until
              + ".");
    }
    return until;
  }

  private static String nextId(Transaction tx) {
    int year = tx.now().atZone(Convention.ZONE).getYear();
    String prefix = "MAND-" + year + "-";
    long number = 1 + tx.number(WarrantRows.SQL.get("numbered"), prefix + "%");
    return prefix + String.format(Locale.ROOT, "%04d", number);
  }

  /**
   * Approves for a seat; the last one makes the warrant executable.
   *
   * @param seat for which one, or null for the one that the person holds
   * @throws RefusedException when the person asked for it, or approved it already (article 7), or
   *     holds no open seat of it (3)
   */
  public Warrant approve(String id, String person, String seat) {
    return step(
        "approve",
        id,
        person,
        (tx, rules) -> {
          Warrant warrant = rules.require(id);
          Convention convention = rules.convention(warrant.convention(), warrant.useCase());
          WarrantRules.in(warrant, WarrantState.REQUESTED, "approved");
          rules.notExpired(warrant);
          rules.list(convention, warrant.useCase(), warrant.list());
          String filled = rules.seat(convention, warrant, person, seat);
          ApprovalStatement statement = ApprovalStatement.of(warrant, filled, person, tx.now());
          tx.update(
              WarrantRows.SQL.get("approve"), id, filled, person, tx.now(), statement.sign(keys));
          boolean last =
              warrant.approvals().size() + 1
                  == WarrantRules.terms(convention, warrant.useCase()).approvals().size();
          if (last) {
            move(tx, warrant, WarrantState.APPROVED);
          }
          Journal.append(
              tx,
              new Act(
                  person,
                  "warrant.approve",
                  id,
                  Map.of(
                      "seat", filled, "list", warrant.list(), "recipient", warrant.recipient())));
          return rules.require(id);
        });
  }

  /**
   * Begins an execution. What was begun and never ended leaves nothing.
   *
   * @throws RefusedException when it is not in force, or the person is not an analyst of its
   *     convention
   */
  public Mandate begin(String id, String person) {
    return step(
        "execute",
        id,
        person,
        (tx, rules) -> {
          Warrant warrant = rules.inForce(id);
          if (!rules
              .convention(warrant.convention(), warrant.useCase())
              .holds(person, Convention.ANALYST)) {
            throw Article.PEOPLE.refuses(
                warrant.convention(),
                person
                    + " is not an analyst of "
                    + warrant.convention()
                    + ": an analyst executes.");
          }
          Journal.append(tx, new Act(person, "warrant.begin", id, Map.of("list", warrant.list())));
          return new Mandate(registry, warrant);
        });
  }

  /** Journals that what an execution met does not allow it to go on. */
  public void refused(Mandate mandate, String person, RefusedException refusal) {
    registry.inTransaction(
        tx ->
            Journal.append(
                tx,
                new Act(
                    person,
                    "warrant.refuse",
                    mandate.warrant().id(),
                    Map.of("step", "execute", "rule", refusal.rule()))));
  }

  /**
   * Ends an execution: from the moment that this returns the warrant is executed, and the sealed
   * file can be completed by anyone from what the registry keeps.
   *
   * @throws RefusedException when the warrant is not in force any more: another execution ended
   *     first, it was closed, it expired; the file then stays noise for ever
   */
  public Warrant executed(
      Mandate mandate, String person, Warrant.Figures figures, SealedFile.Sealed sealed) {
    String id = mandate.warrant().id();
    return step(
        "execute",
        id,
        person,
        (tx, rules) -> {
          Warrant warrant = rules.inForce(id);
          move(tx, warrant, WarrantState.EXECUTED);
          tx.update(
              WarrantRows.SQL.get("execute"),
              id,
              person,
              tx.now(),
              figures.letters(),
              figures.unfit(),
              figures.absent(),
              figures.opposed(),
              sealed.sha256(),
              sealed.wrapped());
          Map<String, Object> details = new LinkedHashMap<>();
          details.put("list", warrant.list());
          details.put("recipient", warrant.recipient());
          details.put("letters", figures.letters());
          details.put("unfit", figures.unfit());
          details.put("absent", figures.absent());
          details.put("opposed", figures.opposed());
          details.put("sha256", sealed.sha256());
          Journal.append(tx, new Act(person, "warrant.execute", id, details));
          return rules.require(id);
        });
  }

  /** The 80 bytes that complete the file of an executed warrant. */
  byte[] wrapped(String id) {
    return registry.read(tx -> WarrantRows.wrapped(tx, id)).orElseThrow();
  }

  /**
   * Closes a warrant, whatever its state, for good.
   *
   * @throws RefusedException when the person neither asked for it nor holds a seat of it (3), or it
   *     is closed (7)
   */
  public Warrant close(String id, String person) {
    return step(
        "close",
        id,
        person,
        (tx, rules) -> {
          Warrant warrant = rules.require(id);
          if (warrant.state() == WarrantState.CLOSED) {
            throw Article.WARRANTS.refuses(
                warrant.convention(), "The warrant " + id + " is closed already.");
          }
          if (!person.equals(warrant.requestedBy()) && !rules.maySit(warrant, person)) {
            throw Article.PEOPLE.refuses(
                warrant.convention(),
                person + " neither requested " + id + " nor holds a seat of it.");
          }
          move(tx, warrant, WarrantState.CLOSED);
          Journal.append(
              tx, new Act(person, "warrant.close", id, Map.of("was", warrant.state().name())));
          return rules.require(id);
        });
  }

  private static void move(Transaction tx, Warrant warrant, WarrantState state) {
    tx.update(WarrantRows.SQL.get("state"), state, tx.now(), warrant.id(), warrant.state());
  }

  /** All warrants, the latest first. */
  public List<Warrant> list() {
    return registry.read(WarrantRows::all);
  }

  /**
   * A warrant.
   *
   * @throws fr.gouv.datalab.refusals.UsageException when there is none of that name
   */
  public Warrant show(String id) {
    return registry.read(tx -> new WarrantRules(tx).require(id));
  }
}
