package fr.gouv.datalab.accounts;

import fr.gouv.datalab.hashes.Sha256;
import fr.gouv.datalab.journal.Act;
import fr.gouv.datalab.journal.Journal;
import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.refusals.IntegrityException;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.registry.Statements;
import fr.gouv.datalab.registry.Transaction;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The accounts of a home.
 *
 * <p>An account begins by an invitation, shown once and kept as a hash. Its person chooses a
 * password, kept as an Argon2id hash, and is given the secret of a second factor, kept sealed to a
 * key of the home. Failed attempts make the next one wait, longer each time; an unknown person
 * costs the same time and gets the same answer. Safe for use by many threads and processes.
 */
public final class AccountStore {
  private static final Statements SQL = Statements.beside(AccountStore.class, "accounts.sql");
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final KeyName KEY = KeyName.data("desk.accounts", "second-factor");
  private static final String USE = "totp";
  private static final int NONCE = 12;
  private static final Duration INVITATION = Duration.ofDays(7);

  /**
   * Attempts that cost nothing; each further one waits twice as long, up to a quarter of an hour.
   */
  private static final int FREE_ATTEMPTS = 5;

  private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);

  private final Registry registry;
  private final KeyStore keys;
  private final String decoy = Passwords.hash(random());

  /** The accounts of the registry's home. */
  public AccountStore(Registry registry, KeyStore keys) {
    this.registry = registry;
    this.keys = keys;
  }

  private record Kept(
      Account account,
      Optional<Instant> invited,
      String password,
      byte[] totp,
      long step,
      long failures,
      Optional<Instant> retry) {}

  /** A second factor that was just drawn; its secret is shown this once. */
  public record SecondFactor(String person, String readable, String address) {
    @Override
    public String toString() {
      return "SecondFactor[" + person + "]";
    }
  }

  /** Whether anyone has an account. */
  public boolean isEmpty() {
    return registry.read(tx -> tx.number("select count(*) from account")) == 0;
  }

  /** All accounts, by person. */
  public List<Account> list() {
    return registry.read(tx -> tx.list(SQL.get("all"), row -> kept(row).account()));
  }

  /** The account of a person. */
  public Optional<Account> find(String person) {
    return registry.read(tx -> one(tx, "byPerson", person)).map(Kept::account);
  }

  /**
   * Opens an account, or invites its person again, who must then choose anew.
   *
   * @param by who does it
   * @return the invitation, shown this once
   * @throws RefusedException when the account was closed
   */
  public String invite(String person, Set<Role> roles, String by) {
    if (person.isBlank() || person.length() > 120 || !person.matches("[^\\s\\p{Cntrl}]+")) {
      throw new UsageException("A person's name is one word of at most 120 characters.");
    }
    String invitation = random();
    registry.inTransaction(
        tx -> {
          Optional<Kept> there = one(tx, "byPerson", person);
          if (there.isEmpty()) {
            String words = roles.stream().map(Role::word).sorted().collect(Collectors.joining(","));
            tx.update(
                SQL.get("insert"), person, words, tx.now(), Sha256.hex(invitation), expiry(tx));
          } else if (tx.update(SQL.get("invite"), Sha256.hex(invitation), expiry(tx), person)
              == 0) {
            throw new RefusedException(
                "accounts", "The account of " + person + " was closed: it stays closed.");
          }
          Journal.append(tx, new Act(by, "account.invite", person));
          return null;
        });
    return invitation;
  }

  private static Instant expiry(Transaction tx) {
    return tx.now().plus(INVITATION);
  }

  /** Closes an account for good. */
  public void close(String person, String by) {
    registry.inTransaction(
        tx -> {
          if (tx.update(SQL.get("close"), tx.now(), person) == 0) {
            throw new UsageException("There is no open account of " + person + ".");
          }
          return Journal.append(tx, new Act(by, "account.close", person));
        });
  }

  /**
   * Takes the password of who was invited, and draws their second factor.
   *
   * @throws RefusedException when the invitation is unknown or expired
   * @throws UsageException when the password is too short or too long
   */
  public SecondFactor choose(String invitation, String password) {
    Kept kept = invited(invitation);
    if (password == null
        || password.length() < Passwords.SHORTEST
        || password.length() > Passwords.LONGEST) {
      throw new UsageException(
          "A password has from "
              + Passwords.SHORTEST
              + " to "
              + Passwords.LONGEST
              + " characters: choose a sentence.");
    }
    keys.create(KEY);
    byte[] secret = new byte[20];
    RANDOM.nextBytes(secret);
    String person = kept.account().person();
    String hash = Passwords.hash(password);
    byte[] sealed = seal(secret, person);
    registry.inTransaction(tx -> tx.update(SQL.get("prepare"), hash, sealed, person));
    return new SecondFactor(person, Totp.readable(secret), Totp.address(person, secret));
  }

  /**
   * Activates the account, once its person shows that the second factor works.
   *
   * @throws RefusedException when the invitation is unknown or expired, or the code is wrong
   */
  public Account activate(String invitation, String code) {
    Kept kept = invited(invitation);
    String person = kept.account().person();
    OptionalLong step =
        kept.totp() == null
            ? OptionalLong.empty()
            : Totp.matching(open(kept.totp(), person), code, registry.now(), kept.step());
    if (step.isEmpty()) {
      throw new RefusedException(
          "accounts", "This code is not the one that the application shows now.");
    }
    return registry.inTransaction(
        tx -> {
          tx.update(SQL.get("activate"), tx.now(), step.getAsLong(), person);
          Journal.append(tx, new Act(person, "account.activate", person));
          return one(tx, "byPerson", person).orElseThrow().account();
        });
  }

  private Kept invited(String invitation) {
    String hash = Sha256.hex(invitation == null ? "" : invitation.strip());
    return registry
        .read(tx -> one(tx, "byInvitation", hash))
        .filter(kept -> kept.invited().filter(until -> until.isAfter(registry.now())).isPresent())
        .orElseThrow(
            () ->
                new RefusedException(
                    "accounts",
                    "This invitation is unknown, was used, or expired: ask for another."));
  }

  /**
   * Signs a person in.
   *
   * @return nothing when anything is wrong; what is not told
   */
  public Optional<Account> signIn(String person, String password, String code) {
    Optional<Kept> found = registry.read(tx -> one(tx, "byPerson", person == null ? "" : person));
    String hash = found.map(Kept::password).orElse(decoy);
    boolean known =
        Passwords.matches(password == null ? "" : password, hash)
            && found.isPresent()
            && found.get().account().stands();
    if (found.isEmpty() || found.get().account().closed().isPresent()) {
      return Optional.empty();
    }
    return registry.inTransaction(tx -> signIn(tx, person, known, code));
  }

  /** Judged in the transaction: of many attempts at once, each counts, and a code serves once. */
  private Optional<Account> signIn(Transaction tx, String person, boolean known, String code) {
    Kept kept = one(tx, "byPerson", person).orElseThrow();
    if (kept.retry().filter(until -> until.isAfter(tx.now())).isPresent()) {
      return Optional.empty();
    }
    OptionalLong step =
        known && kept.totp() != null
            ? Totp.matching(open(kept.totp(), person), code, tx.now(), kept.step())
            : OptionalLong.empty();
    if (step.isEmpty()) {
      Instant retry = tx.now().plus(pause(kept.failures() + 1));
      tx.update(SQL.get("failed"), retry, person);
      if (kept.failures() + 1 == FREE_ATTEMPTS) {
        Journal.append(tx, new Act("datalab", "account.slow", person));
      }
      return Optional.empty();
    }
    tx.update(SQL.get("signedIn"), step.getAsLong(), person);
    Journal.append(tx, new Act(person, "session.open", person, Map.of("by", "password and code")));
    return Optional.of(kept.account());
  }

  /**
   * Lets in a person whom an OpenID Connect provider vouched for. The first time, this activates
   * the account of who was invited: the provider stands for password and code.
   *
   * @param provider who vouched, as the journal will say
   * @return nothing when they have no account that stands; that they came is in the journal
   */
  public Optional<Account> vouched(String person, String provider) {
    return registry.inTransaction(
        tx -> {
          Optional<Kept> kept = one(tx, "byPerson", person);
          Map<String, Object> by = Map.of("by", provider);
          if (kept.filter(found -> found.account().closed().isEmpty()).isEmpty()) {
            Journal.append(tx, new Act("datalab", "session.refuse", person, by));
            return Optional.empty();
          }
          if (kept.get().account().activated().isEmpty()) {
            tx.update(SQL.get("vouched"), tx.now(), person);
            Journal.append(tx, new Act(person, "account.activate", person, by));
          }
          Journal.append(tx, new Act(person, "session.open", person, by));
          return one(tx, "byPerson", person).map(Kept::account);
        });
  }

  static Duration pause(long failures) {
    if (failures < FREE_ATTEMPTS) {
      return Duration.ZERO;
    }
    long seconds = 1L << Math.min(20, failures - FREE_ATTEMPTS);
    Duration wait = Duration.ofSeconds(seconds);
    return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
  }

  /** The key's version, a nonce, and the secret under AES-256-GCM, bound to the person. */
  private byte[] seal(byte[] secret, String person) {
    int version = keys.current(KEY);
    byte[] nonce = new byte[NONCE];
    RANDOM.nextBytes(nonce);
    byte[] sealed = cipher(Cipher.ENCRYPT_MODE, version, nonce, person, secret);
    return ByteBuffer.allocate(Integer.BYTES + NONCE + sealed.length)
        .putInt(version)
        .put(nonce)
        .put(sealed)
        .array();
  }

  private byte[] open(byte[] kept, String person) {
    ByteBuffer buffer = ByteBuffer.wrap(kept);
    int version = buffer.getInt();
    byte[] nonce = new byte[NONCE];
    buffer.get(nonce);
    byte[] sealed = new byte[buffer.remaining()];
    buffer.get(sealed);
    return cipher(Cipher.DECRYPT_MODE, version, nonce, person, sealed);
  }

  private byte[] cipher(int mode, int version, byte[] nonce, String person, byte[] text) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          mode,
          new SecretKeySpec(keys.secret(KEY, version, USE), "AES"),
          new GCMParameterSpec(128, nonce));
      cipher.updateAAD(person.getBytes(StandardCharsets.UTF_8));
      return cipher.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new IntegrityException("A second factor of the registry was altered.", e);
    }
  }

  private static Optional<Kept> one(Transaction tx, String statement, String value) {
    return tx.first(SQL.get(statement), AccountStore::kept, value);
  }

  private static Kept kept(ResultSet row) throws SQLException {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (String word : row.getString("roles").split(",", -1)) {
      Role.of(word).ifPresent(roles::add);
    }
    Account account =
        new Account(
            row.getString("person"),
            roles,
            Instant.parse(row.getString("created")),
            time(row, "activated"),
            time(row, "closed"));
    return new Kept(
        account,
        time(row, "invited"),
        row.getString("password"),
        row.getBytes("totp"),
        row.getLong("totp_step"),
        row.getLong("failures"),
        time(row, "retry"));
  }

  private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getString(column)).map(Instant::parse);
  }

  private static String random() {
    byte[] drawn = new byte[24];
    RANDOM.nextBytes(drawn);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(drawn);
  }
}
