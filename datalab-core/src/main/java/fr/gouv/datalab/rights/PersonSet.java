package fr.gouv.datalab.rights;

import fr.gouv.datalab.civilstatus.LinkSlot;
import fr.gouv.datalab.civilstatus.LinkTokens;
import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.pseudonyms.Permutation;
import fr.gouv.datalab.pseudonyms.Tokenizer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Persons as the rows of one dataset name them, to be looked up for each row: lake pseudonyms under
 * every version of the lake's key that is still there (so that a rotation in the middle changes
 * nothing), and civil statuses. Immutable; safe for use by many threads.
 */
public final class PersonSet {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private record Block(long high, long low) {
    static Block of(byte[] pseudonym) {
      return new Block((long) LONG.get(pseudonym, 0), (long) LONG.get(pseudonym, Long.BYTES));
    }
  }

  private final Set<String> kinds = new TreeSet<>();
  private final Map<Block, Boolean> pseudonyms = new HashMap<>();
  private final List<byte[]> sufficient = new ArrayList<>();
  private final Map<Long, List<CivilKey>> civil = new HashMap<>();

  private PersonSet() {}

  /**
   * These persons, as the rows of a dataset name them.
   *
   * @param keys the lake's
   * @param persons the tokens of each
   */
  public static PersonSet of(
      KeyStore keys, Collection<List<PersonToken>> persons, Handles handles) {
    PersonSet set = new PersonSet();
    List<Permutation> lake = new ArrayList<>();
    if (!persons.isEmpty()) {
      keys.versions(KeyName.LAKE).forEach(version -> lake.add(Permutation.ofLake(keys, version)));
    }
    Set<String> has = new HashSet<>();
    handles.all().forEach(handle -> has.add(handle.kind()));
    for (List<PersonToken> person : persons) {
      boolean numbered = handles.numbers(person);
      boolean byName = person.stream().anyMatch(PersonToken::isCivil) && !numbered;
      for (PersonToken token : person) {
        if (!has.contains(token.kind())) {
          continue;
        }
        if (!token.isCivil()) {
          boolean enough = !(byName && Handles.isOfThing(token.kind()));
          lake.forEach(layer -> set.add(layer.applied(token.token()), enough));
          set.kinds.add(token.kind());
        } else if (!numbered) {
          CivilKey key = CivilKey.read(token.token());
          set.civil.computeIfAbsent(key.birth(), birth -> new ArrayList<>()).add(key);
          set.kinds.add(token.kind());
        }
      }
    }
    return set;
  }

  /**
   * One person by all that they are known by, in rows where any of it may be wrong: those that were
   * refused.
   */
  public static PersonSet ofAll(KeyStore keys, List<PersonToken> person) {
    PersonSet set = new PersonSet();
    for (PersonToken token : person) {
      set.kinds.add(token.kind());
      if (token.isCivil()) {
        CivilKey key = CivilKey.read(token.token());
        set.civil.computeIfAbsent(key.birth(), birth -> new ArrayList<>()).add(key);
      } else {
        for (int version : keys.versions(KeyName.LAKE)) {
          set.add(Permutation.ofLake(keys, version).applied(token.token()), true);
        }
      }
    }
    return set;
  }

  /**
   * Persons, or things of theirs, by tokens alone, in any dataset.
   *
   * @param tokens of 16 bytes
   */
  public static PersonSet ofTokens(KeyStore keys, Collection<byte[]> tokens) {
    PersonSet set = new PersonSet();
    if (!tokens.isEmpty()) {
      set.kinds.add("*");
      for (int version : keys.versions(KeyName.LAKE)) {
        Permutation layer = Permutation.ofLake(keys, version);
        tokens.forEach(token -> set.add(layer.applied(token), true));
      }
    }
    return set;
  }

  /**
   * The set as bytes, for another process of the same job: to be sent to it alone, kept nowhere.
   */
  public byte[] bytes() {
    byte[] named = String.join("\n", kinds).getBytes(StandardCharsets.UTF_8);
    int keys = civil.values().stream().mapToInt(List::size).sum();
    ByteBuffer bytes =
        ByteBuffer.allocate(
            3 * Integer.BYTES
                + named.length
                + pseudonyms.size() * (Tokenizer.BYTES + 1)
                + keys * CivilKey.WIDTH);
    bytes.putInt(named.length).put(named).putInt(pseudonyms.size());
    pseudonyms.forEach(
        (block, enough) ->
            bytes.putLong(block.high).putLong(block.low).put((byte) (enough ? 1 : 0)));
    bytes.putInt(keys);
    civil.values().forEach(each -> each.forEach(key -> key.put(bytes)));
    return bytes.array();
  }

  /** Reads what {@link #bytes} made. */
  public static PersonSet read(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    PersonSet set = new PersonSet();
    byte[] named = new byte[buffer.getInt()];
    buffer.get(named);
    String kinds = new String(named, StandardCharsets.UTF_8);
    if (!kinds.isEmpty()) {
      set.kinds.addAll(List.of(kinds.split("\n")));
    }
    for (int left = buffer.getInt(); left > 0; left--) {
      byte[] pseudonym = new byte[Tokenizer.BYTES];
      buffer.get(pseudonym);
      set.add(pseudonym, buffer.get() == 1);
    }
    for (int left = buffer.getInt(); left > 0; left--) {
      byte[] key = new byte[CivilKey.WIDTH];
      buffer.get(key);
      CivilKey read = CivilKey.read(key);
      set.civil.computeIfAbsent(read.birth(), birth -> new ArrayList<>()).add(read);
    }
    return set;
  }

  private void add(byte[] pseudonym, boolean enough) {
    if (pseudonyms.merge(Block.of(pseudonym), enough, Boolean::logicalOr) && enough) {
      sufficient.add(pseudonym);
    }
  }

  /** Whether the dataset names none of them by anything they are known by. */
  public boolean isEmpty() {
    return kinds.isEmpty();
  }

  /** Whether some person in it is looked for by that kind of identifier, or by civil status. */
  public boolean hasKind(String kind) {
    return kinds.contains(kind);
  }

  /** Whether this is the lake pseudonym of one of them; false for null or another length. */
  public boolean names(byte[] pseudonym) {
    return found(pseudonym) != null;
  }

  /**
   * The same, and nothing else needs to be looked at: not so for the plate of a person whose civil
   * status is known as well, since a plate changes hands.
   */
  public boolean namesAlone(byte[] pseudonym) {
    return Boolean.TRUE.equals(found(pseudonym));
  }

  private Boolean found(byte[] pseudonym) {
    return pseudonym != null && pseudonym.length == Tokenizer.BYTES
        ? pseudonyms.get(Block.of(pseudonym))
        : null;
  }

  /** How surely a row with these linkage tokens names one of them. */
  public CivilKey.Level level(byte[] linkTokens) {
    CivilKey.Level best = CivilKey.Level.NONE;
    if (linkTokens != null && linkTokens.length == LinkTokens.WIDTH) {
      long birth = LinkTokens.token(linkTokens, LinkSlot.BIRTH);
      for (CivilKey key : civil.getOrDefault(birth, List.of())) {
        CivilKey.Level level = key.level(linkTokens);
        best = level.compareTo(best) > 0 ? level : best;
      }
    }
    return best;
  }

  /** The lake pseudonyms that suffice alone: for who looks for them in files. */
  public List<byte[]> pseudonyms() {
    return sufficient.stream().map(byte[]::clone).toList();
  }

  /** How many pseudonyms and civil statuses it has; never one of them. */
  @Override
  public String toString() {
    return pseudonyms.size() + " pseudonyms, " + civil.size() + " dates of birth";
  }
}
