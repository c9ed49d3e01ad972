package fr.gouv.datalab.tokens;

import fr.gouv.datalab.hashes.Sha256;
import fr.gouv.datalab.journal.Act;
import fr.gouv.datalab.journal.Journal;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.registry.Statements;
import fr.gouv.datalab.registry.Transaction;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The personal tokens of a home. A secret is 256 random bits, shown once when it is issued; the
 * registry keeps its SHA-256 alone, which gives nothing to a reader of the registry. Issuing and
 * revoking are journaled. Safe for use by many threads.
 */
public final class TokenStore implements BearerVerifier {
  /** What every secret begins with, so that one that was leaked can be searched for. */
  public static final String PREFIX = "datalab_";

  /** No token lasts longer. */
  public static final Duration LONGEST = Duration.ofDays(366);

  private static final Statements SQL = Statements.beside(TokenStore.class, "tokens.sql");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Registry registry;

  /** The tokens of the registry's home. */
  public TokenStore(Registry registry) {
    this.registry = registry;
  }

  /**
   * A token just issued.
   *
   * @param token what the registry keeps of it
   * @param secret what its person presents; it cannot be had again
   */
  public record Issued(PersonalToken token, String secret) {
    @Override
    public String toString() {
      return "Issued[" + token + "]";
    }
  }

  /**
   * Issues a token to a person.
   *
   * @param life from now, at most {@link #LONGEST}
   * @throws UsageException when the life is not positive, or too long
   */
  public Issued issue(String person, Duration life) {
    if (life.isNegative() || life.isZero() || life.compareTo(LONGEST) > 0) {
      throw new UsageException(
          "A token lasts from a moment to " + LONGEST.toDays() + " days: choose within these.");
    }
    String secret = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random(32));
    String id = "T-" + HexFormat.of().formatHex(random(4));
    return registry.inTransaction(
        tx -> {
          Instant expires = tx.now().plus(life);
          tx.update(SQL.get("insert"), id, Sha256.hex(secret), person, tx.now(), expires);
          Journal.append(
              tx, new Act(person, "token.issue", id, Map.of("expires", expires.toString())));
          return new Issued(
              new PersonalToken(id, person, tx.now(), expires, Optional.empty()), secret);
        });
  }

  /**
   * The token of a secret.
   *
   * @throws RefusedException when it is unknown, expired or revoked
   */
  public PersonalToken of(String secret) {
    return standing(registry.read(tx -> one(tx, "bySecret", Sha256.hex(secret))));
  }

  @Override
  public Bearer verify(String bearer) {
    PersonalToken token = of(bearer);
    return new Bearer(token.person(), Optional.of(token.id()));
  }

  /**
   * The token of that id, as it stands now.
   *
   * @throws RefusedException when it is unknown, expired or revoked
   */
  public PersonalToken check(String id) {
    return standing(registry.read(tx -> one(tx, "byId", id)));
  }

  /** All tokens ever issued to a person, oldest first. */
  public List<PersonalToken> list(String person) {
    return registry.read(tx -> tx.list(SQL.get("ofPerson"), TokenStore::token, person));
  }

  /**
   * Takes a token back. Taking it back again changes nothing.
   *
   * @return whether it stood or had merely expired
   * @throws UsageException when the person has no such token
   */
  public boolean revoke(String id, String person) {
    return registry.inTransaction(
        tx -> {
          if (one(tx, "byId", id).filter(token -> token.person().equals(person)).isEmpty()) {
            throw new UsageException(
                person + " has no token " + id + ": `datalab token list` shows those there are.");
          }
          boolean now = tx.update(SQL.get("revoke"), tx.now(), id, person) > 0;
          if (now) {
            Journal.append(tx, new Act(person, "token.revoke", id));
          }
          return now;
        });
  }

  private PersonalToken standing(Optional<PersonalToken> found) {
    PersonalToken token =
        found.orElseThrow(
            () -> refused("This token is unknown: have one issued by `datalab token issue`."));
    if (token.revoked().isPresent()) {
      throw refused(
          "The token "
              + token.id()
              + " was revoked on "
              + token.revoked().get()
              + ": have another issued by `datalab token issue`.");
    }
    if (!token.stands(registry.now())) {
      throw refused(
          "The token "
              + token.id()
              + " expired on "
              + token.expires()
              + ": sign in again, or have another issued by `datalab token issue`.");
    }
    return token;
  }

  private static RefusedException refused(String sentence) {
    return new RefusedException("personal token", sentence);
  }

  private static Optional<PersonalToken> one(Transaction tx, String statement, String value) {
    return tx.first(SQL.get(statement), TokenStore::token, value);
  }

  private static PersonalToken token(ResultSet row) throws SQLException {
    return new PersonalToken(
        row.getString("id"),
        row.getString("person"),
        Instant.parse(row.getString("created")),
        Instant.parse(row.getString("expires")),
        Optional.ofNullable(row.getString("revoked")).map(Instant::parse));
  }

  private static byte[] random(int bytes) {
    byte[] drawn = new byte[bytes];
    RANDOM.nextBytes(drawn);
    return drawn;
  }
}
