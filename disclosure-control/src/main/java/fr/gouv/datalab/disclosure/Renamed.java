package fr.gouv.datalab.disclosure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One characteristic under two names, or under other codes. Tables are compared by the names of
 * their columns and codes; one that calls {@code territoire} what another calls {@code departement}
 * would be compared with it on its total alone, while readers lay the two side by side. So columns
 * of different names are looked at by what they count: where the parts into which one divides the
 * units are sums of the parts of the other, beyond accident, they are taken to be one, and the
 * table is refused until they have one name and one hierarchy, a register that ties them, or the
 * word of its author that they are not ({@code unlike}).
 *
 * <p>True figures are compared, also of hidden cells: these are known here, though not to readers,
 * and a requester who renames knows what goes with what.
 */
final class Renamed {

  private final ReleasedTable candidate;
  private final ReleasedTable before;

  private Renamed(ReleasedTable candidate, ReleasedTable before) {
    this.candidate = candidate;
    this.before = before;
  }

  /**
   * Checks a table against another of the same source and date.
   *
   * @throws CannotProtectException naming the two columns
   */
  static void require(ReleasedTable candidate, ReleasedTable before) {
    if (candidate.population().equals(before.population())) {
      new Renamed(candidate, before).requireColumns();
    }
  }

  private void requireColumns() {
    List<String> mine = candidate.published().spec().columns();
    List<String> theirs = before.published().spec().columns();
    for (int d = 0; d < mine.size(); d++) {
      for (int e = 0; e < theirs.size(); e++) {
        boolean twoNames = !mine.get(d).equals(theirs.get(e));
        boolean bothHere = mine.contains(theirs.get(e)) && theirs.contains(mine.get(d));
        if (twoNames && !bothHere && !areTold(d, e) && isOne(d, e)) {
          throw refused(mine.get(d), theirs.get(e));
        }
      }
    }
  }

  private CannotProtectException refused(String mine, String theirs) {
    return new CannotProtectException(
        "The column "
            + mine
            + " divides the units as "
            + theirs
            + " does in "
            + before.name()
            + ": they look like one characteristic under two names, and by two names their tables"
            + " cannot be compared. Call it "
            + theirs
            + ", with the same codes, and codes that are sums of others in one hierarchy; or tie the"
            + " two by a register; or, if it is another characteristic, write `unlike: ["
            + theirs
            + "]` under its dimension, for reviewers to see.");
  }

  /** Whether someone says how the two are related: a register, or that they are not. */
  private boolean areTold(int d, int e) {
    ProtectionSpec.Dimension mine = candidate.published().spec().dimensions().get(d);
    ProtectionSpec.Dimension theirs = before.published().spec().dimensions().get(e);
    List<String> both = List.of(mine.column(), theirs.column());
    return mine.unlike().contains(theirs.column())
        || theirs.unlike().contains(mine.column())
        || ties(candidate.register(), both)
        || ties(before.register(), both);
  }

  private static boolean ties(Optional<Register> register, Collection<String> columns) {
    return register.map(known -> known.columns().containsAll(columns)).orElse(false);
  }

  private boolean isOne(int d, int e) {
    Optional<String> shared =
        candidate.published().spec().columns().stream()
            .filter(before.published().spec().columns()::contains)
            .findFirst();
    long[][] mine = parts(candidate, d, shared);
    long[][] theirs = parts(before, e, shared);
    return mine != null && theirs != null && new Partitions(mine, theirs).areOneBeyondAccident();
  }

  /**
   * What the finest codes of a dimension count, over the other dimensions and by each finest code
   * of a column that both tables have; null where something of it is not known here.
   */
  private static long[][] parts(ReleasedTable table, int dimension, Optional<String> shared) {
    PublishedTable published = table.published();
    int by = shared.map(column -> published.spec().columns().indexOf(column)).orElse(-1);
    List<String> codes = finest(published.hierarchy(dimension));
    List<String> across = by < 0 ? List.of("") : finest(published.hierarchy(by));
    Map<String, long[]> parts = new LinkedHashMap<>();
    for (String code : codes) {
      long[] part = new long[across.size()];
      for (int a = 0; a < part.length; a++) {
        List<String> at = new ArrayList<>();
        for (int other = 0; other < published.spec().columns().size(); other++) {
          at.add(
              other == dimension
                  ? code
                  : other == by ? across.get(a) : published.hierarchy(other).code(0));
        }
        int cell = published.find(at);
        Optional<Long> value = cell < 0 ? Optional.of(0L) : truth(table, cell);
        if (value.isEmpty()) {
          return null;
        }
        part[a] = value.get();
      }
      if (Arrays.stream(part).anyMatch(count -> count != 0)) {
        parts.put(code, part);
      }
    }
    return parts.values().toArray(long[][]::new);
  }

  private static List<String> finest(Hierarchy hierarchy) {
    return hierarchy.leavesUnder(hierarchy.code(0)).stream().sorted().toList();
  }

  /**
   * The frequency of a cell as it is; of a changed table, as it is published where it is not told.
   */
  private static Optional<Long> truth(ReleasedTable table, int cell) {
    PublishedTable published = table.published();
    boolean blurred = published.blur().isPresent();
    if (!published.isHidden(cell) && !blurred) {
      return Optional.of(published.value(0, cell));
    }
    return table
        .hidden()
        .flatMap(hidden -> hidden.figure(0, cell))
        .map(figure -> figure.longValue())
        .or(() -> blurred ? Optional.of(published.value(0, cell)) : Optional.empty());
  }
}
