package fr.gouv.datalab.warrants;

import fr.gouv.datalab.conventions.Article;
import fr.gouv.datalab.conventions.Convention;
import fr.gouv.datalab.conventions.Filing;
import fr.gouv.datalab.conventions.Filings;
import fr.gouv.datalab.conventions.WarrantTerms;
import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.mailings.MailingList;
import fr.gouv.datalab.mailings.MailingLists;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.registry.Transaction;
import fr.gouv.datalab.vault.Recipient;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a convention allows of a warrant, as a transaction sees them: each step is held against
 * every article, and the approvals are verified each time. Throws {@link RefusedException} under
 * the article that does not allow it.
 */
public final class WarrantRules {
  private final Transaction tx;
  private final KeyStore keys;

  /** The rules as this transaction sees conventions and warrants. */
  public WarrantRules(Transaction tx) {
    this.tx = tx;
    this.keys = KeyStore.open(tx.home().keys());
  }

  /** The convention, when it is in force and has warrants for the purpose. */
  Convention convention(String id, String useCase) {
    Filing filing =
        new Filings(tx)
            .current(id)
            .orElseThrow(
                () ->
                    new RefusedException(
                        "convention " + id,
                        "There is no convention " + id + ", and no warrant without one."));
    if (!filing.unsigned().isEmpty()) {
      throw Article.SIGNATURES.refuses(
          id, "The convention " + id + " is not signed by all: a warrant needs every signature.");
    }
    if (!filing.inForce(tx.now())) {
      throw Article.DATES.refuses(
          id,
          "The convention "
              + id
              + " is not in force today (from "
              + filing.convention().from()
              + " until "
              + filing.convention().until()
              + ", suspensions and ends apart): all parties must sign a later version.");
    }
    Convention convention = filing.convention();
    if (!convention.useCases().contains(useCase)) {
      throw Article.PURPOSE.refuses(
          id,
          "The use case "
              + useCase
              + " is another purpose than that of "
              + id
              + ", which allows "
              + String.join(", ", convention.useCases())
              + ".");
    }
    terms(convention, useCase);
    return convention;
  }

  static WarrantTerms terms(Convention convention, String useCase) {
    WarrantTerms terms = convention.warrants().get(useCase);
    if (terms == null) {
      throw Article.WARRANTS.refuses(
          convention.id(),
          convention.id()
              + " allows nobody to be known again for "
              + useCase
              + ": its parties must sign a later version with `warrants`.");
    }
    return terms;
  }

  /** A list of this very purpose, whose pseudonyms can still be led back. */
  MailingList list(Convention convention, String useCase, String id) {
    MailingList list =
        MailingLists.find(tx, id)
            .orElseThrow(() -> new UsageException("There is no list `" + id + "`."));
    if (!list.convention().equals(convention.id()) || !list.useCase().equals(useCase)) {
      throw Article.PURPOSE.refuses(
          convention.id(),
          "The list "
              + list.shortId()
              + " was drawn for "
              + list.useCase()
              + " under "
              + list.convention()
              + ": a warrant for "
              + useCase
              + " under "
              + convention.id()
              + " is another purpose. Draw a list for it.");
    }
    if (!keys.exists(KeyName.project(convention.id()))) {
      throw Article.WARRANTS.refuses(
          convention.id(),
          "The key of the project of "
              + convention.id()
              + " was destroyed: nobody can be known again from its pseudonyms.");
    }
    if (keys.current(KeyName.LAKE) != list.lakeKey()) {
      throw Article.WARRANTS.refuses(
          convention.id(),
          "The list "
              + list.shortId()
              + " did not follow a change of the lake's key, because its rows were not as drawn, or"
              + " because that change is not finished: finish it by `datalab keys rotate`, or draw"
              + " the list again.");
    }
    return list;
  }

  /** Refuses past the last day. */
  void notExpired(Warrant warrant) {
    LocalDate today = tx.now().atZone(Convention.ZONE).toLocalDate();
    if (today.isAfter(warrant.until())) {
      throw Article.WARRANTS.refuses(
          warrant.convention(),
          "The warrant "
              + warrant.id()
              + " ran until "
              + warrant.until()
              + ": request another one.");
    }
  }

  /** Refuses from another state. */
  static void in(Warrant warrant, WarrantState state, String toDo) {
    if (warrant.state() != state) {
      throw Article.WARRANTS.refuses(
          warrant.convention(),
          "The warrant "
              + warrant.id()
              + " is "
              + warrant.state()
              + ", and only one that is "
              + state
              + " is "
              + toDo
              + (warrant.state() == WarrantState.EXECUTED || warrant.state() == WarrantState.CLOSED
                  ? ": request another one."
                  : "."));
    }
  }

  /** The seat that a person may fill now. */
  String seat(Convention convention, Warrant warrant, String person, String wanted) {
    String id = convention.id();
    if (person.equals(warrant.requestedBy())) {
      throw Article.WARRANTS.refuses(
          id, person + " requested " + warrant.id() + ", and nobody approves what they request.");
    }
    if (warrant.approvals().stream().anyMatch(approval -> approval.person().equals(person))) {
      throw Article.WARRANTS.refuses(
          id,
          person + " approved " + warrant.id() + " already: the other seat is another person's.");
    }
    List<String> all = terms(convention, warrant.useCase()).approvals();
    List<String> open =
        all.stream()
            .filter(seat -> warrant.approvals().stream().noneMatch(a -> a.seat().equals(seat)))
            .filter(seat -> convention.holds(person, seat))
            .filter(seat -> wanted == null || seat.equals(wanted))
            .toList();
    if (open.isEmpty()) {
      throw Article.PEOPLE.refuses(
          id,
          person
              + " holds no "
              + (wanted == null ? "open seat" : "open seat " + wanted)
              + " of "
              + warrant.id()
              + ", which "
              + String.join(" and ", all)
              + " approve.");
    }
    return open.get(0);
  }

  /** Whether the person holds a seat of it, by the convention as it stands, in force or not. */
  boolean maySit(Warrant warrant, String person) {
    return new Filings(tx)
        .current(warrant.convention())
        .map(Filing::convention)
        .filter(convention -> convention.warrants().containsKey(warrant.useCase()))
        .filter(
            convention ->
                terms(convention, warrant.useCase()).approvals().stream()
                    .anyMatch(seat -> convention.holds(person, seat)))
        .isPresent();
  }

  /**
   * The warrant, when it may be executed at this moment: approved by every seat of the convention
   * as it stands, each by another person who holds it and signed this very text, none of them who
   * asked; neither expired, closed nor executed.
   *
   * @throws RefusedException otherwise
   */
  public Warrant inForce(String id) {
    Warrant warrant = require(id);
    Convention convention = convention(warrant.convention(), warrant.useCase());
    in(warrant, WarrantState.APPROVED, "executed");
    notExpired(warrant);
    MailingList list = list(convention, warrant.useCase(), warrant.list());
    if (!list.letter().equals(warrant.letter()) || !recipient(warrant)) {
      throw altered(warrant);
    }
    Set<String> seats = new HashSet<>();
    Set<String> persons = new HashSet<>(Set.of(warrant.requestedBy()));
    for (Warrant.Approval approval : warrant.approvals()) {
      if (!ApprovalStatement.of(warrant, approval.seat(), approval.person(), approval.time())
          .holds(keys, approval.signature())) {
        throw altered(warrant);
      }
      if (convention.holds(approval.person(), approval.seat()) && persons.add(approval.person())) {
        seats.add(approval.seat());
      }
    }
    List<String> missing =
        terms(convention, warrant.useCase()).approvals().stream()
            .filter(seat -> !seats.contains(seat))
            .toList();
    if (!missing.isEmpty()) {
      throw Article.WARRANTS.refuses(
          warrant.convention(),
          "The warrant "
              + id
              + " is not approved by "
              + String.join(", ", missing)
              + " as "
              + warrant.convention()
              + " now stands: request another one.");
    }
    return warrant;
  }

  private static boolean recipient(Warrant warrant) {
    try {
      return Recipient.read(warrant.recipientKey()).fingerprint().equals(warrant.recipient());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static RefusedException altered(Warrant warrant) {
    return Article.WARRANTS.refuses(
        warrant.convention(),
        "The warrant "
            + warrant.id()
            + " is not what was approved: its list, letter, recipient, period or a signature was"
            + " altered since. Restore the registry, or request another one.");
  }

  /**
   * A warrant.
   *
   * @throws UsageException when there is none of that name
   */
  Warrant require(String id) {
    return WarrantRows.find(tx, id)
        .orElseThrow(
            () ->
                new UsageException(
                    "There is no warrant `"
                        + id
                        + "`: `datalab warrant list` shows those there are."));
  }
}
