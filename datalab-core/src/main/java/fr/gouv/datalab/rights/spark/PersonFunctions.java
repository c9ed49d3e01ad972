package fr.gouv.datalab.rights.spark;

import fr.gouv.datalab.keyservice.JobKeys;
import fr.gouv.datalab.pseudonyms.Tokenizer;
import fr.gouv.datalab.rights.PersonSet;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * What generated code calls for each row to ask whether it names one of some persons. Not
 * registered under a name: no SQL can call them.
 */
public final class PersonFunctions {
  private static final Map<String, PersonSet> SETS = new ConcurrentHashMap<>();
  private static final Map<String, byte[]> KEYS = new ConcurrentHashMap<>();
  private static final SecureRandom RANDOM = new SecureRandom();

  private record Opened(UTF8String reference, PersonSet set) {}

  private static volatile Opened last;

  private PersonFunctions() {}

  /** Whether a value is the pseudonym of one of them. */
  public static boolean names(UTF8String reference, byte[] pseudonym) {
    return set(reference).names(pseudonym);
  }

  /** The same, and nothing else needs to be looked at. */
  public static boolean namesAlone(UTF8String reference, byte[] pseudonym) {
    return set(reference).namesAlone(pseudonym);
  }

  /** The ordinal of the {@link fr.gouv.datalab.rights.CivilKey.Level} of linkage tokens. */
  public static int level(UTF8String reference, byte[] linkTokens) {
    return set(reference).level(linkTokens).ordinal();
  }

  /**
   * What stands in the place of a number whose person is erased, in a row that cannot be without
   * one: 16 bytes under the look-up's own key, which was drawn for it and is kept nowhere.
   */
  public static byte[] nobody(UTF8String reference, byte[] pseudonym) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(KEYS.get(reference.toString()), "HmacSHA256"));
      return Arrays.copyOf(mac.doFinal(pseudonym), Tokenizer.BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static PersonSet set(UTF8String reference) {
    Opened opened = last;
    if (opened == null || !opened.reference.equals(reference)) {
      PersonSet set = find(reference.toString());
      opened = new Opened(reference.clone(), set);
      last = opened;
    }
    return opened.set;
  }

  private static PersonSet find(String reference) {
    PersonSet here = SETS.get(reference);
    if (here != null) {
      return here;
    }
    int dataset = reference.indexOf('/');
    if (dataset > 0 && JobKeys.isName(reference)) {
      return JobKeys.named(reference.substring(0, dataset))
          .objections(reference.substring(dataset + 1));
    }
    throw new IllegalStateException("The persons that this plan looks for were let go.");
  }

  static void open(String reference, PersonSet persons) {
    byte[] key = new byte[32];
    RANDOM.nextBytes(key);
    KEYS.put(reference, key);
    SETS.put(reference, persons);
  }

  static void forget(String reference) {
    KEYS.remove(reference);
    SETS.remove(reference);
    last = null;
  }
}
