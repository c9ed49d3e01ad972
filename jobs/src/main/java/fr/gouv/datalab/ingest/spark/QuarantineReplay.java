package fr.gouv.datalab.ingest.spark;

import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.catalogue.ContractFingerprint;
import fr.gouv.datalab.deliveries.DatasetLock;
import fr.gouv.datalab.deliveries.Deliveries;
import fr.gouv.datalab.deliveries.Delivery;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.ingest.Lot;
import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.lake.LakeAccess;
import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.lake.spark.LakeSession;
import fr.gouv.datalab.lake.spark.LakeTable;
import fr.gouv.datalab.refusals.IntegrityException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.replays.Correction;
import fr.gouv.datalab.replays.Replay;
import fr.gouv.datalab.replays.ReplayMandate;
import fr.gouv.datalab.replays.Replays;
import fr.gouv.datalab.replays.spark.StagedRows;
import fr.gouv.datalab.rights.Erasures;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Judges refused rows again: under the contract as it is now, as they came or as their producer
 * corrected them. Those that pass are the delivery's rows in the lake, pseudonymised, their names
 * in the vault; the others stay in quarantine with the rule that they break now.
 *
 * <p>All or nothing, as an ingest. Rows are written under a label that nobody reads; one
 * transaction of the register then says that they are read, changes the counts and is in the
 * journal; then they are moved under their delivery. Killed before that transaction nothing has
 * changed, killed after it the next ingest, replay, erasure or expiry of the dataset moves what is
 * left.
 */
public final class QuarantineReplay {
  private static final Seq<String> PLACE =
      CollectionConverters.asScala(List.of("fichier", "ligne")).toSeq();

  private final Engine engine;
  private final Home home;
  private final Registry registry;
  private final Intake intake;
  private final KeyStore keys;
  private final Deliveries deliveries;
  private final Replays replays;

  /** Replays in a home, whose keys were drawn. */
  public QuarantineReplay(Engine engine, Home home, Registry registry) {
    this.engine = engine;
    this.home = home;
    this.registry = registry;
    intake = new Intake(engine, home, registry);
    keys = KeyStore.open(home.keys());
    deliveries = new Deliveries(registry);
    replays = new Replays(registry);
  }

  /**
   * Judges every sealed row of a delivery's quarantine again.
   *
   * @param person who answers for it
   * @throws IntegrityException when the rows that were judged are not those that were written;
   *     nothing was changed
   */
  public Replayed run(Contract contract, Delivery delivery, String person) {
    LakeAccess.requireWritable(keys);
    try (DatasetLock lock = DatasetLock.take(home, contract.dataset());
        LakeAccess access = LakeAccess.open(keys, key -> {})) {
      intake.recover(contract);
      LakeTable quarantine = intake.quarantine(contract, access);
      List<Replayed.NotJudged> notJudged = notJudged(quarantine, delivery);
      if (!isAnySealed(quarantine, delivery)) {
        return Replayed.of(present(delivery), false, 0, 0, notJudged);
      }
      ReplayMandate mandate = begin(contract, delivery, person, Optional.empty());
      long commit = quarantine.lastCommit();
      try (KeptRows kept =
          new KeptRows(
              LakeSession.reading(engine.session(), access),
              session -> quarantine.read(commit, session).where(of(delivery.id())),
              contract,
              mandate.key(keys))) {
        Written written = new Written(contract, access, mandate.replay());
        return written.run(kept, kept.lots(), delivery, notJudged);
      }
    }
  }

  /**
   * Takes corrected rows in the place of refused ones.
   *
   * @param file of the delivery that is corrected, from 1
   * @param corrected the corrected rows, each with the line of the refused one in {@code _ligne}
   * @throws fr.gouv.datalab.refusals.BadDataException when the file is not what the contract says,
   *     or names a line that is not in quarantine; nothing was kept of it
   */
  public Replayed correct(
      Contract contract, Delivery delivery, int file, Path corrected, String person) {
    LakeAccess.requireWritable(keys);
    try (DatasetLock lock = DatasetLock.take(home, contract.dataset());
        LakeAccess access = LakeAccess.open(keys, key -> {});
        CorrectionFile correction = CorrectionFile.survey(contract, corrected)) {
      intake.recover(contract);
      Correction of = new Correction(correction.sha256(), file);
      if (replays.isTaken(delivery.id(), of)) {
        return Replayed.of(present(delivery), false, 0, 0, List.of());
      }
      Dataset<Row> refused =
          intake
              .quarantine(contract, access)
              .read()
              .where(of(delivery.id()))
              .where(functions.col("fichier").equalTo(file));
      correction.require(LakeSession.reading(engine.session(), access), refused, delivery, file);
      ReplayMandate mandate = begin(contract, delivery, person, Optional.of(of));
      Written written = new Written(contract, access, mandate.replay());
      Replayed done =
          written.run(correction.source(engine.session(), file), Map.of(), delivery, List.of());
      intake.removeLanded(List.of(corrected));
      return done;
    }
  }

  private ReplayMandate begin(
      Contract contract, Delivery delivery, String person, Optional<Correction> correction) {
    keys.create(KeyName.QUARANTINE);
    return replays.begin(
        delivery.id(), contract.dataset(), person, ContractFingerprint.of(contract), correction);
  }

  private Delivery present(Delivery delivery) {
    return deliveries.find(delivery.id()).orElseThrow();
  }

  private static org.apache.spark.sql.Column of(String label) {
    return functions.col(LakeTable.DELIVERY).equalTo(label);
  }

  private static boolean isAnySealed(LakeTable quarantine, Delivery delivery) {
    return quarantine.exists()
        && List.of(quarantine.read().columns()).contains(QuarantinePass.SEALED)
        && !quarantine
            .read()
            .where(of(delivery.id()))
            .where(functions.col(QuarantinePass.SEALED).isNotNull())
            .isEmpty();
  }

  private static List<Replayed.NotJudged> notJudged(LakeTable quarantine, Delivery delivery) {
    return quarantine.exists()
        ? NotReplayable.of(quarantine.read().where(of(delivery.id())))
        : List.of();
  }

  /** What one replay writes, and how it ends. */
  private final class Written {
    private final Contract contract;
    private final LakeAccess access;
    private final Replay replay;
    private final StagedRows staged;

    Written(Contract contract, LakeAccess access, Replay replay) {
      this.contract = contract;
      this.access = access;
      this.replay = replay;
      staged = new StagedRows(engine.session(), registry, access, contract);
    }

    Replayed run(
        DeliveryRows.Source source,
        Map<Integer, Lot> lots,
        Delivery delivery,
        List<Replayed.NotJudged> notJudged) {
      boolean decided = false;
      try {
        LakeTable lake = intake.lake(contract, access);
        LakeTable quarantine = intake.quarantine(contract, access);
        DeliveryRows rows =
            DeliveryRows.again(
                LakeSession.reading(engine.session(), access),
                contract,
                delivery.id(),
                source,
                lots,
                lake.read().where(of(delivery.id())),
                new Erasures(registry).suppressed(contract),
                home.keys().toString(),
                delivery.quarantined());
        long accepted = lake.append(replay.id(), rows::lake);
        long judged = quarantine.append(replay.id(), rows::quarantine);
        if (rows.hasIdentities() && accepted > 0) {
          intake.vault(contract, access).append(replay.id(), rows::vault);
        }
        Dataset<Row> written = quarantine.read().where(of(replay.id()));
        long refused = written.where(functions.col(StagedRows.RULE).isNotNull()).count();
        long replaced =
            quarantine
                .read()
                .where(of(delivery.id()))
                .join(written.select("fichier", "ligne"), PLACE, "left_semi")
                .count();
        if (judged != accepted + refused || judged != replaced) {
          throw new IntegrityException(
              delivery.id()
                  + ": "
                  + judged
                  + " refused rows were judged again, but "
                  + accepted
                  + " accepted and "
                  + refused
                  + " refused, in the place of "
                  + replaced
                  + ": nothing was changed.");
        }
        if (accepted == 0 && replay.correction().isEmpty() && !isAnyVerdictNew(quarantine)) {
          staged.takeBack(replay);
          replays.unchanged(replay, judged);
          decided = true;
          return Replayed.of(present(delivery), false, judged, 0, notJudged);
        }
        replays.decide(replay, new Replay.Verdicts(judged, accepted, refused));
        decided = true;
        staged.move(replay);
        return Replayed.of(present(delivery), true, judged, accepted, notJudged);
      } finally {
        if (!decided) {
          staged.takeBack(replay);
          replays.abandon(replay);
        }
      }
    }

    private boolean isAnyVerdictNew(LakeTable quarantine) {
      List<String> verdict = List.of("fichier", "ligne", "colonne", "regle", "motif");
      Dataset<Row> before = quarantine.read().where(of(replay.delivery()));
      Dataset<Row> now = quarantine.read().where(of(replay.id()));
      org.apache.spark.sql.Column[] columns =
          verdict.stream().map(functions::col).toArray(org.apache.spark.sql.Column[]::new);
      return !now.select(columns).except(before.select(columns)).isEmpty();
    }
  }
}
