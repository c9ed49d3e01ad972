package fr.gouv.datalab.rotations.spark;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.deliveries.DatasetLock;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.keys.KeyEntry;
import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.lake.LakePlaces;
import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.mailings.MailingLists;
import fr.gouv.datalab.pseudonyms.spark.Pseudonyms;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.rotations.Rewritten;
import fr.gouv.datalab.rotations.Room;
import fr.gouv.datalab.rotations.Rotation;
import fr.gouv.datalab.rotations.Rotations;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;

/**
 * Changes the lake's key for the whole lake.
 *
 * <p>Every table (of the lake, of quarantine, of the vault, of lists of households to write to) is
 * copied to the places of a new version of the key while readers go on reading the old ones. When
 * all stand, the new version is put in use by replacing one file: from that instant whoever opens
 * the lake reads every table under the new version, and whoever opened it before is refused at the
 * next file. Then the old tables are removed, all their history included, and the old versions of
 * the lake's key and of the tables' data keys are forgotten.
 *
 * <p>Killed anywhere, it is resumed by {@link #run} where it stood, or given up by {@link #abandon}
 * as long as readers have not gone over. Until then nothing else may write the lake. One at a time
 * for a home.
 */
public final class LakeRotation {
  private static final String LOCK = "rotation-de-la-cle";

  private final Home home;
  private final KeyStore keys;
  private final Rotations rotations;
  private final MailingLists lists;
  private final Engine engine;
  private final Configuration hadoop;

  /** What a change did, in the end. */
  public record Rotated(int from, int to, List<Rewritten> tables) {
    /** Copies the list. */
    public Rotated {
      tables = List.copyOf(tables);
    }

    /** Rows of all tables. */
    public long rows() {
      return tables.stream().mapToLong(Rewritten::rows).sum();
    }
  }

  /** The lake of a home, whose keys were drawn. */
  public LakeRotation(Engine engine, Registry registry) {
    this.engine = engine;
    this.home = registry.home();
    this.keys = KeyStore.open(home.keys());
    this.rotations = new Rotations(registry);
    this.lists = new MailingLists(registry);
    this.hadoop = engine.session().sessionState().newHadoopConf();
  }

  /**
   * Changes the key, or finishes a change that was interrupted.
   *
   * @param person who answers for it
   * @param progress told of each step
   * @throws RefusedException when a dataset is being ingested, or another process changes the key
   * @throws fr.gouv.datalab.refusals.IntegrityException when a copy has not as many rows; readers
   *     still read the old tables
   */
  public Rotated run(String person, Consumer<String> progress) {
    try (Locks locks = new Locks()) {
      Rotation rotation = rotations.unfinished().orElseGet(() -> begin(person));
      if (keys.current(KeyName.LAKE) == rotation.from()) {
        keys.prepare(KeyName.LAKE);
        copyAll(rotation, person, progress);
        rotations.switched(rotation, person, lists(rotation));
        keys.promote(KeyName.LAKE, rotation.to());
        progress.accept("Readers read the new version; removing what is under the old one");
      }
      List<Rewritten> tables = rotations.rewritten(rotation);
      forget(rotation, tables);
      rotations.end(rotation, person);
      return new Rotated(rotation.from(), rotation.to(), tables);
    }
  }

  /**
   * Gives up a change that was interrupted: the copies are removed, the old version stays in use.
   *
   * @throws UsageException when there is none
   * @throws RefusedException when readers went over already: it can only be finished
   */
  public void abandon(String person) {
    try (Locks locks = new Locks()) {
      OptionalInt prepared = keys.prepared(KeyName.LAKE);
      Optional<Rotation> rotation = rotations.unfinished();
      if (rotation.isEmpty() && prepared.isEmpty()) {
        throw new UsageException("No change of the lake's key is under way.");
      }
      if (rotation.flatMap(Rotation::switched).isPresent()) {
        throw new RefusedException(
            "one view of the lake",
            "readers went over to the new key already: finish by `datalab keys rotate`.");
      }
      rotation.ifPresent(known -> rotations.abandon(known, person));
      if (prepared.isPresent()) {
        standing(prepared.getAsInt()).deleteAll();
        keys.retire(KeyName.LAKE);
      }
    }
  }

  private Rotation begin(String person) {
    int from = keys.current(KeyName.LAKE);
    return rotations.begin(from, keys.prepared(KeyName.LAKE).orElse(from + 1), person);
  }

  /** Until every table is a copy of what the old one is now. */
  private void copyAll(Rotation rotation, String person, Consumer<String> progress) {
    StandingTables old = standing(rotation.from());
    StandingTables copies = standing(rotation.to());
    Map<StandingTables.Table, Long> copied = new HashMap<>();
    for (Rewritten table : rotations.rewritten(rotation)) {
      copied.put(new StandingTables.Table(table.room(), table.dataset()), table.sourceCommit());
    }
    copied.keySet().retainAll(copies.list());
    TableRewrite rewrite = rewrite(rotation);
    Deque<StandingTables.Table> left = new ArrayDeque<>(outdated(old, rewrite, copied));
    int all = left.size() + copied.size();
    while (!left.isEmpty()) {
      StandingTables.Table table = left.remove();
      progress.accept("Table " + (all - left.size()) + " of " + all + ": " + table.dataset());
      copies.delete(table);
      Optional<Rewritten> done = rewrite.copy(table, Catalogue.of(home).find(table.dataset()));
      done.ifPresent(written -> rotations.rewrote(rotation, written, person));
      copied.put(table, done.map(Rewritten::sourceCommit).orElse(null));
      if (left.isEmpty()) {
        left.addAll(outdated(old, rewrite, copied));
      }
    }
    Set<StandingTables.Table> stray = new HashSet<>(copies.list());
    stray.removeAll(old.list());
    stray.forEach(copies::delete);
  }

  /** The names that the rows of lists give under the new version, by list. */
  private Map<String, String> lists(Rotation rotation) {
    Map<String, String> contents = new HashMap<>();
    for (StandingTables.Table table : standing(rotation.to()).list()) {
      if (table.room() == Room.LISTS) {
        contents.putAll(rewrite(rotation).contents(table, lists.of(table.dataset())));
      }
    }
    return contents;
  }

  private TableRewrite rewrite(Rotation rotation) {
    return new TableRewrite(
        engine.session(),
        keys,
        new Pseudonyms(home.keys().toString()),
        LakePlaces.of(home, rotation.from()),
        LakePlaces.of(home, rotation.to()));
  }

  private static List<StandingTables.Table> outdated(
      StandingTables old, TableRewrite rewrite, Map<StandingTables.Table, Long> copied) {
    return old.list().stream()
        .filter(
            table ->
                !copied.containsKey(table)
                    || copied.get(table) != null
                        && !Objects.equals(copied.get(table), rewrite.lastCommit(table)))
        .toList();
  }

  /** Removes the old tables, then what would open a copy of their files kept elsewhere. */
  private void forget(Rotation rotation, Collection<Rewritten> tables) {
    standing(rotation.from()).deleteAll();
    keys.retire(KeyName.LAKE);
    Set<String> datasets = tables.stream().map(Rewritten::dataset).collect(Collectors.toSet());
    for (KeyEntry entry : keys.list()) {
      String[] parts = entry.name().value().split("/", -1);
      if (parts[0].equals("data") && datasets.contains(parts[1]) && entry.versions().size() > 1) {
        keys.retire(entry.name());
      }
    }
  }

  private StandingTables standing(int version) {
    return new StandingTables(LakePlaces.of(home, version), hadoop);
  }

  /** Every dataset's lock, so that no ingest is under way, and one of its own. */
  private final class Locks implements AutoCloseable {
    private final Deque<DatasetLock> taken = new ArrayDeque<>();

    Locks() {
      boolean all = false;
      try {
        taken.push(
            DatasetLock.take(
                home, LOCK, "another process is changing the lake's key: wait for its end."));
        for (String dataset : Catalogue.of(home).names()) {
          taken.push(DatasetLock.take(home, dataset));
        }
        all = true;
      } finally {
        if (!all) {
          close();
        }
      }
    }

    @Override
    public void close() {
      taken.forEach(DatasetLock::close);
      taken.clear();
    }
  }
}
