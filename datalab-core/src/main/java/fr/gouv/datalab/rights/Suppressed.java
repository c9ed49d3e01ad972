package fr.gouv.datalab.rights;

import fr.gouv.datalab.catalogue.Contract;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Persons whom an erasure keeps out of a dataset, by tokens, for the intake to look up before it
 * writes a row. Sent to the tasks. Immutable.
 */
public final class Suppressed implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Nobody. */
  public static final Suppressed NOBODY = new Suppressed(CivilKey.Level.EXACT);

  private final CivilKey.Level level;
  private final HashMap<String, HashSet<String>> tokens = new HashMap<>();
  private final ArrayList<byte[]> civil = new ArrayList<>();

  private Suppressed(CivilKey.Level level) {
    this.level = level;
  }

  static Suppressed of(Contract contract, List<List<PersonToken>> persons, CivilKey.Level level) {
    Suppressed suppressed = new Suppressed(level);
    Handles handles = Handles.of(contract);
    for (List<PersonToken> person : persons) {
      boolean numbered = handles.numbers(person);
      boolean byName = person.stream().anyMatch(PersonToken::isCivil) && !numbered;
      for (PersonToken token : person) {
        if (token.isCivil()) {
          if (!numbered) {
            suppressed.civil.add(token.token());
          }
        } else if (!(Handles.isOfThing(token.kind()) && byName)) {
          suppressed
              .tokens
              .computeIfAbsent(token.kind(), kind -> new HashSet<>())
              .add(key(token.token()));
        }
      }
    }
    return suppressed;
  }

  private static String key(byte[] token) {
    return new String(token, java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  /** Whether there is nobody. */
  public boolean isEmpty() {
    return tokens.isEmpty() && civil.isEmpty();
  }

  /** Whether a token of that kind may be somebody's: else it need not be computed. */
  public boolean hasKind(String kind) {
    return tokens.containsKey(kind);
  }

  /** Whether linkage tokens may be somebody's. */
  public boolean hasCivil() {
    return !civil.isEmpty();
  }

  /** Whether this is the token of one of them. */
  public boolean names(String kind, byte[] token) {
    Set<String> known = tokens.get(kind);
    return known != null && known.contains(key(token));
  }

  /** Whether linkage tokens are those of one of them. */
  public boolean names(byte[] linkTokens) {
    for (byte[] key : civil) {
      if (CivilKey.read(key).level(linkTokens).compareTo(level) >= 0) {
        return true;
      }
    }
    return false;
  }

  /** How many tokens, never one of them. */
  @Override
  public String toString() {
    return Map.of("kinds", tokens.size(), "civil", civil.size()).toString();
  }
}
