package fr.gouv.datalab.replays.spark;

import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.lake.Families;
import fr.gouv.datalab.lake.LakeAccess;
import fr.gouv.datalab.lake.LakePlaces;
import fr.gouv.datalab.lake.spark.LakeTable;
import fr.gouv.datalab.lake.spark.TableRewrite;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.replays.Replay;
import fr.gouv.datalab.replays.Replays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.functions;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The rows that replays of one dataset wrote under their own label: taken back, or moved under
 * their delivery. Quarantine has one for each row that was judged, also for those that passed
 * ({@link #RULE} null), so that a replay's own rows say which earlier ones they replace.
 *
 * <p>The caller holds the dataset's lock. Every step may be done again: each table moves in one
 * commit, and finds nothing left to move the second time.
 */
public final class StagedRows {
  /** The rule that a refused row broke; null for one that passed, until the replay is done. */
  public static final String RULE = "regle";

  private static final List<String> PLACE = List.of("fichier", "ligne");

  private final Replays replays;
  private final Contract contract;
  private final TableRewrite lake;
  private final TableRewrite quarantine;
  private final TableRewrite vault;

  /** Those of a dataset. */
  public StagedRows(SparkSession engine, Registry registry, LakeAccess access, Contract contract) {
    LakePlaces places = LakePlaces.of(registry.home(), access);
    String dataset = contract.dataset();
    this.contract = contract;
    replays = new Replays(registry);
    lake = new TableRewrite(engine, access, places.table(dataset), Families.of(contract));
    quarantine =
        new TableRewrite(
            engine, access, places.quarantine(dataset), Families.ofQuarantine(dataset));
    vault = new TableRewrite(engine, access, places.vault(dataset), Families.ofVault(dataset));
  }

  /** Ends what killed processes left: takes back what is pending, moves what is decided. */
  public void settle() {
    for (Replay replay : replays.unfinished(contract.dataset())) {
      if (replay.state() == Replay.State.PENDING) {
        takeBack(replay);
        replays.abandon(replay);
      } else {
        move(replay);
      }
    }
  }

  /** Removes what a replay wrote. */
  public void takeBack(Replay replay) {
    Column staged = is(replay.id());
    lake.delete(staged);
    vault.delete(staged);
    quarantine.delete(staged);
  }

  /** Moves the rows of a decided replay under their delivery, and says that it is done. */
  public void move(Replay replay) {
    Map<String, Column> delivery = Map.of(LakeTable.DELIVERY, functions.lit(replay.delivery()));
    vault.update(is(replay.id()), delivery);
    lake.update(is(replay.id()), delivery);
    if (quarantine.exists() && !quarantine.rows().where(is(replay.id())).isEmpty()) {
      quarantine.replace(
          List.of(replay.delivery(), replay.id()),
          rows ->
              after(rows, replay).withColumn(LakeTable.DELIVERY, functions.lit(replay.delivery())));
    }
    // What was sealed of rows that passed is not needed any more, in no older version.
    quarantine.forgetPast();
    replays.done(replay);
  }

  /**
   * The refused rows of a delivery.
   *
   * @param quarantine the dataset's
   */
  public static Dataset<Row> refused(
      Dataset<Row> quarantine, String delivery, Optional<Replay> decided) {
    return decided
        .map(replay -> after(quarantine, replay))
        .orElseGet(() -> quarantine.where(is(delivery)));
  }

  /** The refused rows of a delivery as a replay of it leaves them. */
  private static Dataset<Row> after(Dataset<Row> quarantine, Replay replay) {
    Dataset<Row> staged = quarantine.where(is(replay.id()));
    Dataset<Row> judged = staged.select("fichier", "ligne");
    return quarantine
        .where(is(replay.delivery()))
        .join(judged, CollectionConverters.asScala(PLACE).toSeq(), "left_anti")
        .unionByName(staged.where(functions.col(RULE).isNotNull()));
  }

  private static Column is(String label) {
    return functions.col(LakeTable.DELIVERY).equalTo(label);
  }
}
