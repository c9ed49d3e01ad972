package fr.gouv.datalab.releases;

import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.registry.Statements;
import fr.gouv.datalab.registry.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The releases of a home as lists, a page at a time. A page is asked for by the {@link Place} where
 * the one before ended, so that the last one costs what the first does, however many there are.
 */
public final class ReleaseLists {
  private static final Statements SQL = Statements.beside(ReleaseLists.class, "lists.sql");

  /** From so many on, counts are remembered for a hundred times what counting took. */
  private static final long MANY = 10_000;

  private static final long COST = 100;

  /** As the database sorts them. */
  private static final Comparator<Release> CREATED =
      Comparator.comparing(Release::created).thenComparing(Release::id);

  private static final Comparator<Release> CHANGED =
      Comparator.comparing(Release::changed).thenComparing(Release::id);

  private final Registry registry;
  private volatile Counted counted;

  /** The releases of the registry's home. */
  public ReleaseLists(Registry registry) {
    this.registry = registry;
  }

  /**
   * Where a page ends.
   *
   * @param time of the last release there, as the list is sorted by it
   * @param id of the last release
   */
  public record Place(String time, String id) {
    private static final Place BEGINNING = new Place("", "");
    private static final Place END = new Place("~", "~");

    /** The place that an address says, if it says one. */
    public static Optional<Place> of(String text) {
      String[] parts = text == null ? new String[0] : text.split("_", 2);
      return parts.length == 2 && parts[0].matches("[0-9T:.Z-]{10,30}")
          ? Optional.of(new Place(parts[0], parts[1]))
          : Optional.empty();
    }

    /** As an address says it. */
    @Override
    public String toString() {
      return time + "_" + id;
    }
  }

  /**
   * A part of a list.
   *
   * @param releases without their files
   * @param next where it ends, if there is more
   */
  public record Page(List<Release> releases, Optional<Place> next) {

    /** Copies the releases. */
    public Page {
      releases = List.copyOf(releases);
    }
  }

  /** Whether there is such a release. */
  public boolean holds(String id) {
    return registry.read(tx -> tx.number(SQL.get("holds"), id)) > 0;
  }

  /** Those that wait for decisions, the longest waiting first, with the decisions on them. */
  public Page waiting(Scope scope, int most, Optional<Place> after) {
    Place from = after.orElse(Place.BEGINNING);
    return registry.read(
        tx -> {
          List<Release> found =
              found(tx, scope, "waiting", CHANGED, most + 1, from.time(), from.id(), most + 1);
          Page page = page(found, most, true);
          return new Page(withDecisions(tx, page.releases()), page.next());
        });
  }

  /** All others, the latest first, without decisions. */
  public Page others(Scope scope, int most, Optional<Place> after) {
    Place from = after.orElse(Place.END);
    return registry.read(
        tx ->
            page(
                found(
                    tx,
                    scope,
                    "others",
                    CREATED.reversed(),
                    most + 1,
                    from.time(),
                    from.id(),
                    most + 1),
                most,
                false));
  }

  /** Those of one state, the latest first, without decisions. */
  public Page in(Scope scope, ReleaseState state, int most, Optional<Place> after) {
    Place from = after.orElse(Place.END);
    return registry.read(
        tx ->
            page(
                found(
                    tx,
                    scope,
                    "inState",
                    CREATED.reversed(),
                    most + 1,
                    state,
                    from.time(),
                    from.id(),
                    most + 1),
                most,
                false));
  }

  /** Those of some conventions that left, the last that left first, without decisions. */
  public Page exported(Set<String> conventions, int most, Optional<Place> after) {
    Place from = after.orElse(Place.END);
    return registry.read(
        tx ->
            page(
                found(
                    tx,
                    Scope.of(conventions),
                    "exported",
                    CHANGED.reversed(),
                    most + 1,
                    from.time(),
                    from.id(),
                    most + 1),
                most,
                true));
  }

  /** Those that changed last, whatever their state, drafts apart: what a feed tells. */
  public List<Release> changed(Scope scope, int most) {
    return registry.read(
        tx -> {
          List<Release> found = new ArrayList<>();
          for (ReleaseState state : ReleaseState.values()) {
            if (state != ReleaseState.DRAFT) {
              found.addAll(found(tx, scope, "changed", CHANGED.reversed(), most, state, most));
            }
          }
          found.sort(CHANGED.reversed());
          return List.copyOf(found.subList(0, Math.min(most, found.size())));
        });
  }

  /**
   * The first rows of a list. Of some conventions, it is the list of each, merged: each is read
   * from an index that begins with the convention, however many releases others have.
   *
   * @param values of the statement, after the convention where there is one
   */
  private static List<Release> found(
      Transaction tx,
      Scope scope,
      String statement,
      Comparator<Release> order,
      int most,
      Object... values) {
    if (scope.isAll()) {
      return tx.list(SQL.get(statement), ReleaseRows::release, values);
    }
    List<Release> found = new ArrayList<>();
    for (String convention : scope.conventions().orElseThrow()) {
      List<Object> all = new ArrayList<>(List.of(convention));
      all.addAll(List.of(values));
      found.addAll(tx.list(SQL.get(statement + "Of"), ReleaseRows::release, all.toArray()));
    }
    found.sort(order);
    return found.subList(0, Math.min(most, found.size()));
  }

  private static Page page(List<Release> found, int most, boolean byChange) {
    if (found.size() <= most) {
      return new Page(found, Optional.empty());
    }
    Release last = found.get(most - 1);
    String time = Transaction.text(byChange ? last.changed() : last.created());
    return new Page(found.subList(0, most), Optional.of(new Place(time, last.id())));
  }

  private static List<Release> withDecisions(Transaction tx, List<Release> releases) {
    if (releases.isEmpty()) {
      return releases;
    }
    String marks = releases.stream().map(each -> "?").collect(Collectors.joining(", "));
    Map<String, List<Release.Decided>> decisions = new HashMap<>();
    tx.list(
            SQL.get("decisions").replace("(?)", "(" + marks + ")"),
            row -> Map.entry(row.getString("release"), ReleaseRows.decided(row)),
            releases.stream().map(Release::id).toArray())
        .forEach(
            each ->
                decisions
                    .computeIfAbsent(each.getKey(), id -> new ArrayList<>())
                    .add(each.getValue()));
    return releases.stream()
        .map(each -> each.withDecisions(decisions.getOrDefault(each.id(), List.of())))
        .toList();
  }

  /**
   * How many releases are in each state; none where there is none. Those that wait are counted anew
   * each time; the others, of all releases, are remembered for a moment once there are many
   * thousands.
   */
  public Map<ReleaseState, Long> counts(Scope scope) {
    if (!scope.isAll()) {
      return registry.read(
          tx -> {
            Map<ReleaseState, Long> counts = new EnumMap<>(ReleaseState.class);
            for (String convention : scope.conventions().orElseThrow()) {
              tx.list(SQL.get("countByStateOf"), ReleaseLists::counted, convention)
                  .forEach(each -> counts.merge(each.getKey(), each.getValue(), Long::sum));
            }
            return counts;
          });
    }
    Counted known = counted;
    if (known == null || System.nanoTime() - known.at() > known.lasts()) {
      known = count();
      counted = known;
    }
    Map<ReleaseState, Long> counts = new EnumMap<>(known.counts());
    long waiting = registry.read(tx -> tx.number(SQL.get("countInState"), ReleaseState.SUBMITTED));
    counts.remove(ReleaseState.SUBMITTED);
    if (waiting > 0) {
      counts.put(ReleaseState.SUBMITTED, waiting);
    }
    return counts;
  }

  /** What was counted, when, and for how many nanoseconds it serves. */
  private record Counted(Map<ReleaseState, Long> counts, long at, long lasts) {}

  private Counted count() {
    Map<ReleaseState, Long> counts = new EnumMap<>(ReleaseState.class);
    long start = System.nanoTime();
    registry
        .read(tx -> tx.list(SQL.get("countByState"), ReleaseLists::counted))
        .forEach(each -> counts.put(each.getKey(), each.getValue()));
    long end = System.nanoTime();
    long all = counts.values().stream().mapToLong(Long::longValue).sum();
    return new Counted(counts, end, all < MANY ? 0 : COST * (end - start));
  }

  private static Map.Entry<ReleaseState, Long> counted(ResultSet row) throws SQLException {
    return Map.entry(ReleaseState.valueOf(row.getString("state")), row.getLong("number"));
  }

  /**
   * The releases of the same series that left before this one was drafted, the last first.
   *
   * @param most how many at the most
   */
  public List<Release> before(Release release, int most) {
    return registry.read(
        tx ->
            tx.list(
                SQL.get("before"),
                ReleaseRows::release,
                release.useCase(),
                release.convention(),
                release.created(),
                most));
  }
}
