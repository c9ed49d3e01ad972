package fr.gouv.datalab.rights.spark;

import fr.gouv.datalab.rights.PersonSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * What generated code calls for each row to ask whether it names one of some persons. Not
 * registered under a name: no SQL can call them.
 */
public final class PersonFunctions {
  static final Map<String, PersonSet> SETS = new ConcurrentHashMap<>();

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

  private static PersonSet set(UTF8String reference) {
    Opened opened = last;
    if (opened == null || !opened.reference.equals(reference)) {
      PersonSet set = SETS.get(reference.toString());
      if (set == null) {
        throw new IllegalStateException("The persons that this plan looks for were let go.");
      }
      opened = new Opened(reference.clone(), set);
      last = opened;
    }
    return opened.set;
  }

  static void forget(String reference) {
    SETS.remove(reference);
    last = null;
  }
}
