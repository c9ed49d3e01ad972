package fr.gouv.datalab.openid;

import fr.gouv.datalab.journal.Act;
import fr.gouv.datalab.journal.Journal;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.registry.Statements;
import fr.gouv.datalab.registry.Transaction;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whom a provider's subject is in this house.
 *
 * <p>The first time that a subject comes, it is the person whom the configured claim names, and is
 * linked to them for good. From then on the subject decides, whatever it is called: an e-mail
 * address that the provider gives to someone else later does not open the house to them (OpenID
 * Connect Core 1.0, 5.7). Links, and refusals of persons whom the provider vouched for, are in the
 * journal. Safe for use by many threads and processes.
 */
public final class Identities {
  static final String RULE = "openid";

  private static final Statements SQL = Statements.beside(Identities.class, "identities.sql");

  /** The house itself acts under this name: no person may have it. */
  private static final String HOUSE = "datalab";

  /** One word that shows: no space of any kind, and nothing that a reader would not see. */
  private static final Pattern NAME = Pattern.compile("(?U)[\\p{Graph}&&[^\\p{Cf}]]{1,120}");

  private final Registry registry;
  private final String personClaim;

  /** The subjects known to a registry; a new one is named by a claim. */
  public Identities(Registry registry, String personClaim) {
    this.registry = registry;
    this.personClaim = personClaim;
  }

  /**
   * The person whom these claims are about.
   *
   * @throws RefusedException when the claims name nobody who may come
   */
  public String person(Claims claims) {
    Optional<String> known =
        registry.read(tx -> linked(tx, claims).filter(person -> !isClosed(tx, person)));
    if (known.isPresent()) {
      return known.get();
    }
    Answer answer = registry.inTransaction(tx -> judge(tx, claims));
    if (answer.refusal().isPresent()) {
      throw new RefusedException(RULE, answer.refusal().get());
    }
    return answer.person();
  }

  private record Answer(String person, Optional<String> refusal) {}

  private Answer judge(Transaction tx, Claims claims) {
    Optional<String> linked = linked(tx, claims);
    Optional<String> named = linked.or(() -> named(claims));
    if (named.isEmpty()) {
      return refused(
          tx,
          claims,
          "no usable name",
          "The provider does not say who this is: its claim `"
              + personClaim
              + "` must be one word, and an e-mail address a verified one.");
    }
    String person = named.get();
    if (isClosed(tx, person)) {
      return refused(tx, claims, "closed", "The account of " + person + " was closed.");
    }
    if (linked.isEmpty()) {
      if (tx.first(SQL.get("subject"), row -> row.getString(1), claims.issuer(), person)
          .isPresent()) {
        return refused(
            tx,
            claims,
            "another's name",
            person
                + " is another subject of the provider: if they are the same person, an"
                + " administrator runs `datalab account unlink "
                + person
                + "`.");
      }
      tx.update(SQL.get("link"), claims.issuer(), claims.subject(), person, tx.now());
      Journal.append(
          tx, new Act(person, "identity.link", person, Map.of("issuer", claims.issuer())));
    }
    return new Answer(person, Optional.empty());
  }

  private static Answer refused(Transaction tx, Claims claims, String why, String sentence) {
    Journal.append(
        tx,
        new Act(
            HOUSE,
            "identity.refuse",
            claims.issuer(),
            Map.of("reason", why, "subject", claims.subject())));
    return new Answer("", Optional.of(sentence));
  }

  private static Optional<String> linked(Transaction tx, Claims claims) {
    return tx.first(SQL.get("person"), row -> row.getString(1), claims.issuer(), claims.subject());
  }

  private static boolean isClosed(Transaction tx, String person) {
    return tx.number(SQL.get("closed"), person) > 0;
  }

  private Optional<String> named(Claims claims) {
    boolean unverified =
        personClaim.equals("email") && !Boolean.TRUE.equals(claims.all().get("email_verified"));
    return unverified
        ? Optional.empty()
        : claims
            .text(personClaim)
            .filter(name -> NAME.matcher(name).matches())
            .filter(name -> !name.equals(HOUSE));
  }

  /**
   * Forgets which subjects a person is, so that the next one who is named so is taken for them.
   *
   * @param by who does it
   * @throws UsageException when the person is no subject
   */
  public static void unlink(Registry registry, String person, String by) {
    registry.inTransaction(
        tx -> {
          if (tx.update(SQL.get("unlink"), person) == 0) {
            throw new UsageException(person + " is not linked to a subject of a provider.");
          }
          return Journal.append(tx, new Act(by, "identity.unlink", person));
        });
  }
}
