package fr.gouv.datalab.pseudonyms.spark;

import fr.gouv.datalab.identifiers.IdentifierKind;
import fr.gouv.datalab.keyservice.JobKeys;
import fr.gouv.datalab.pseudonyms.Permutation;
import fr.gouv.datalab.pseudonyms.Tokenizer;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * What generated code calls for each value. Not registered under a name: no SQL can call them, so
 * nobody can try identifiers one after the other.
 */
public final class PseudonymFunctions {
  private static final IdentifierKind[] KINDS = IdentifierKind.values();

  private record Opened(UTF8String reference, KeyRing ring) {}

  private record Asked(UTF8String reference, JobKeys keys) {}

  /** A project's permutation, by what a plan names it by. */
  private record Project(KeyRing ring, UTF8String convention, Permutation permutation) {}

  private static volatile Opened last;
  private static volatile Asked lastAsked;
  private static volatile Project lastProject;

  private PseudonymFunctions() {}

  /** The lake pseudonym of a raw identifier, or null when it is not valid. */
  public static byte[] lake(UTF8String keys, int kind, UTF8String raw) {
    byte[] pseudonym = new byte[Tokenizer.BYTES];
    return pseudonym(ring(keys), kind, raw, pseudonym) == 0 ? pseudonym : null;
  }

  /** The project pseudonym of a lake pseudonym, under a convention's key. */
  public static byte[] project(UTF8String keys, UTF8String convention, byte[] pseudonym) {
    return permutation(keys, convention).applied(pseudonym);
  }

  /**
   * The same for many at once.
   *
   * @param pseudonyms 16 bytes each, one after the other; replaced by their images
   * @param count how many
   */
  public static void project(UTF8String keys, UTF8String convention, byte[] pseudonyms, int count) {
    permutation(keys, convention).apply(pseudonyms, 0, count);
  }

  /** A job's keys are asked for each time: they expire. */
  private static Permutation permutation(UTF8String keys, UTF8String convention) {
    Opened opened = last;
    if (opened != null && (opened.reference == keys || opened.reference.equals(keys))) {
      return permutation(opened.ring, convention);
    }
    Asked asked = lastAsked;
    if (asked != null && (asked.reference == keys || asked.reference.equals(keys))) {
      return asked.keys.project(convention.toString());
    }
    String name = keys.toString();
    if (JobKeys.isName(name)) {
      asked = new Asked(keys.clone(), JobKeys.named(name));
      lastAsked = asked;
      return asked.keys.project(convention.toString());
    }
    return permutation(ring(keys), convention);
  }

  private static Permutation permutation(KeyRing ring, UTF8String convention) {
    Project known = lastProject;
    if (known == null
        || known.ring != ring
        || known.convention != convention && !known.convention.equals(convention)) {
      known = new Project(ring, convention.clone(), ring.project(convention.toString()));
      lastProject = known;
    }
    return known.permutation;
  }

  /** The lake pseudonym of a project pseudonym: one step back, under a warrant alone. */
  public static byte[] origin(UTF8String keys, UTF8String convention, byte[] pseudonym) {
    return ring(keys).project(convention.toString()).inverted(pseudonym);
  }

  /** A lake pseudonym under another version of the lake's key; other lengths stay what they are. */
  public static byte[] rekey(UTF8String keys, int from, int to, byte[] pseudonym) {
    if (pseudonym.length != Tokenizer.BYTES) {
      return pseudonym;
    }
    KeyRing ring = ring(keys);
    byte[] other = ring.lake(from).inverted(pseudonym);
    ring.lake(to).apply(other, 0);
    return other;
  }

  /**
   * The key of the record of a project pseudonym's unit, from 0 to 2^32 - 1: the same in every
   * project and under every version of the lake's key. Only sums over a published cell may be
   * looked at.
   */
  public static long recordKey(UTF8String keys, UTF8String convention, int lake, byte[] unit) {
    KeyRing ring = ring(keys);
    return unit.length == Tokenizer.BYTES
        ? ring.records()
            .of(ring.lake(lake).inverted(ring.project(convention.toString()).inverted(unit)))
        : ring.records().of(unit);
  }

  /** A project pseudonym as it is under another version of the lake's key. */
  public static byte[] rekeyProject(
      UTF8String keys, UTF8String convention, int from, int to, byte[] pseudonym) {
    return project(keys, convention, rekey(keys, from, to, origin(keys, convention, pseudonym)));
  }

  private static int pseudonym(KeyRing ring, int kind, UTF8String raw, byte[] out) {
    if (raw.getBaseObject() instanceof byte[] bytes) {
      int from = (int) (raw.getBaseOffset() - Platform.BYTE_ARRAY_OFFSET);
      int to = from + raw.numBytes();
      return ring.pseudonymizer().pseudonym(KINDS[kind], bytes, from, to, out, 0);
    }
    byte[] bytes = raw.getBytes();
    return ring.pseudonymizer().pseudonym(KINDS[kind], bytes, 0, bytes.length, out, 0);
  }

  private static KeyRing ring(UTF8String keys) {
    Opened opened = last;
    if (opened == null || opened.reference != keys && !opened.reference.equals(keys)) {
      opened = new Opened(keys.clone(), KeyRing.at(keys.toString()));
      last = opened;
    }
    return opened.ring;
  }
}
