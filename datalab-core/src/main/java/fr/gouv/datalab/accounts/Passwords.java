package fr.gouv.datalab.accounts;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;

/**
 * Passwords, kept as Argon2id hashes (RFC 9106) with 19 MiB, two passes and one lane: the first of
 * the settings of OWASP's password storage cheat sheet.
 */
final class Passwords {

  /**
   * Shorter ones are refused; no other rule is asked (CNIL, deliberation 2022-100; NIST 800-63B).
   */
  static final int SHORTEST = 12;

  static final int LONGEST = 256;

  private static final int MEBIBYTES = 19;
  private static final int SALT = 16;

  private Passwords() {}

  private static Argon2Function function() {
    return Argon2Function.getInstance(MEBIBYTES * 1024, 2, 1, 32, Argon2.ID);
  }

  static String hash(String password) {
    return Password.hash(password).addRandomSalt(SALT).with(function()).getResult();
  }

  static boolean matches(String password, String hash) {
    return Password.check(password, hash).with(Argon2Function.getInstanceFromHash(hash));
  }
}
