package fr.gouv.datalab.desk.bench;

import fr.gouv.datalab.accounts.AccountStore;
import fr.gouv.datalab.accounts.Role;
import fr.gouv.datalab.accounts.Totp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The people of a bench, who sign in as people do: by password and one-time code. */
final class People {
  static final String PASSWORD = "une phrase assez longue";
  static final String AUTHOR = "analyste@dinum";
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  private People() {}

  /**
   * Someone with an account.
   *
   * @param name who
   * @param role what they come for
   * @param secret of their second factor
   */
  record Person(String name, Role role, byte[] secret) {

    /** The code that their application shows at a time. */
    String code(Instant now) {
      return Totp.code(secret, Totp.step(now));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static String lawyer(int number) {
    return String.format(Locale.ROOT, "juriste-%02d@dinum", number);
  }

  static String administrator(String producer, int number) {
    return String.format(Locale.ROOT, "administrateur-%02d@%s", number, producer);
  }

  /** Opens accounts of so many people: for each administrator of two ministries, four lawyers. */
  static List<Person> open(AccountStore accounts, int number, Instant now) {
    List<Person> people = new ArrayList<>();
    for (int i = 1; i <= number; i++) {
      people.add(
          i % 10 == 9
              ? open(accounts, administrator("dgfip", i), Role.ADMINISTRATEUR, now)
              : i % 10 == 0
                  ? open(accounts, administrator("interieur", i), Role.ADMINISTRATEUR, now)
                  : i % 25 == 1
                      ? open(accounts, lawyer(i), Role.AUDITEUR, now)
                      : open(accounts, lawyer(i), Role.JURISTE, now));
    }
    return people;
  }

  static Person open(AccountStore accounts, String name, Role role, Instant now) {
    String invitation = accounts.invite(name, Set.of(role), "datalab");
    AccountStore.SecondFactor factor = accounts.choose(invitation, PASSWORD);
    Person person = new Person(name, role, base32(factor.readable()));
    accounts.activate(invitation, person.code(now));
    return person;
  }

  private static byte[] base32(String readable) {
    String text = readable.replace(" ", "");
    byte[] bytes = new byte[text.length() * 5 / 8];
    int held = 0;
    int bits = 0;
    int at = 0;
    for (char c : text.toCharArray()) {
      held = held << 5 | BASE32.indexOf(c);
      bits += 5;
      if (bits >= 8 && at < bytes.length) {
        bytes[at++] = (byte) (held >>> (bits - 8));
        bits -= 8;
      }
    }
    return bytes;
  }
}
