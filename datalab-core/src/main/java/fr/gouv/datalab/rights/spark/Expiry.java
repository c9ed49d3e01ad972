package fr.gouv.datalab.rights.spark;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.conventions.Convention;
import fr.gouv.datalab.deliveries.DatasetLock;
import fr.gouv.datalab.deliveries.Deliveries;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.lake.LakeAccess;
import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.lake.spark.LakeTable;
import fr.gouv.datalab.refusals.IntegrityException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.replays.spark.StagedRows;
import fr.gouv.datalab.rights.Retentions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/**
 * Removes what is at its end: rows by their contract, refused rows, the envelopes of rows that are
 * gone, files that nobody ingested, project keys of conventions. Old versions go too, and every
 * file left is read for the proof.
 *
 * <p>Every step may be done again: an expiry that was killed is finished by the next one.
 */
public final class Expiry {
  /** How long a file may wait in the landing room, where it is in clear. */
  public static final Period LANDING = Period.ofDays(30);

  private final SparkSession engine;
  private final Registry registry;
  private final Home home;
  private final KeyStore keys;
  private final Retentions retentions;
  private final LocalDate today;

  /** Expiries in the registry's home, on the day that its clock says. */
  public Expiry(Engine engine, Registry registry) {
    this(engine, registry, registry.now().atZone(Convention.ZONE).toLocalDate());
  }

  private Expiry(Engine engine, Registry registry, LocalDate today) {
    this.engine = engine.session();
    this.registry = registry;
    home = registry.home();
    keys = KeyStore.open(home.keys());
    retentions = new Retentions(registry);
    this.today = today;
  }

  /** What would be due on a day: only to be told, never to be executed. */
  public static List<Due> due(Engine engine, Registry registry, LocalDate day) {
    return new Expiry(engine, registry, day).due();
  }

  /** What is due. */
  public List<Due> due() {
    try (LakeAccess access = LakeAccess.open(keys, key -> {})) {
      return Catalogue.of(home).list().stream()
          .map(contract -> new InDataset(access, contract))
          .filter(dataset -> dataset.tables.exists())
          .map(InDataset::due)
          .toList();
    }
  }

  /**
   * Removes what is due.
   *
   * @throws IntegrityException when a file is left with rows past their end
   */
  public Expired run(String person) {
    LakeAccess.requireWritable(keys);
    List<Expired.Rows> gone = new ArrayList<>();
    RemainingFiles.Figures figures = new RemainingFiles.Figures(0, 0, 0, 0);
    List<DatasetLock> locks = new ArrayList<>();
    try (LakeAccess access = LakeAccess.open(keys, key -> {})) {
      List<InDataset> due = new ArrayList<>();
      for (Due each : due()) {
        if (each.isDue()) {
          locks.add(DatasetLock.take(home, each.dataset()));
          due.add(new InDataset(access, Catalogue.of(home).dataset(each.dataset())));
        }
      }
      for (InDataset dataset : due) {
        new StagedRows(engine, registry, access, dataset.contract).settle();
        retentions.begin(dataset.contract.dataset());
        gone.add(dataset.expire());
      }
      if (!due.isEmpty()) {
        figures = prove(access, due);
        if (figures.found() > 0) {
          throw new IntegrityException(
              figures.found()
                  + " of "
                  + figures.rows()
                  + " rows left are past their end: run `datalab retention` again, and if it stays"
                  + " so, have the tables looked at.");
        }
      }
      for (int i = 0; i < due.size(); i++) {
        due.get(i).end(gone.get(i), figures, person);
      }
    } finally {
      locks.forEach(DatasetLock::close);
    }
    List<String> conventions = retentions.conventionsDue(today);
    conventions.forEach(id -> retentions.expire(id, person));
    return new Expired(
        gone, landed(), conventions, figures.files(), figures.rows(), figures.found());
  }

  private RemainingFiles.Figures prove(LakeAccess access, List<InDataset> due) {
    return new RemainingFiles(engine, access)
        .read(
            List.of(home.configuration().lake(), home.configuration().vault()),
            directory ->
                due.stream()
                    .filter(
                        each -> directory.endsWith("/" + each.contract.dataset().replace('.', '/')))
                    .findFirst()
                    .map(each -> each.sought(directory.contains("/quarantaine/")))
                    .orElse(schema -> functions.lit(false)),
            List.of());
  }

  /** Removes files of the landing room that nobody ingested in time. */
  private long landed() {
    Instant before = today.minus(LANDING).atStartOfDay(Convention.ZONE).toInstant();
    long removed = 0;
    try (Stream<Path> files = Files.walk(home.landing())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        boolean old = Files.getLastModifiedTime(file).toInstant().isBefore(before);
        if (old && !file.getFileName().toString().startsWith(".lock-")) {
          Files.delete(file);
          removed++;
        }
      }
      return removed;
    } catch (IOException e) {
      throw new UncheckedIOException("The landing room could not be cleared.", e);
    }
  }

  /** One dataset's end. */
  private final class InDataset {
    private final Contract contract;
    private final DatasetTables tables;
    private final ExpiryDates dates;

    InDataset(LakeAccess access, Contract contract) {
      this.contract = contract;
      tables = DatasetTables.of(engine, home, access, contract);
      dates = new ExpiryDates(contract, new Deliveries(registry).of(contract.dataset()), today);
    }

    Due due() {
      long rows = tables.lake().exists() ? tables.lake().rows().where(dates.rowsDue()).count() : 0;
      long quarantined =
          tables.quarantine().exists()
              ? tables.quarantine().rows().where(dates.refusedDue()).count()
              : 0;
      return new Due(
          contract.dataset(),
          contract.retention().toString(),
          rows,
          quarantined,
          retentions.began(contract.dataset()),
          dates.next());
    }

    Expired.Rows expire() {
      long rows = tables.lake().delete(dates.rowsDue());
      long envelopes = tables.vault().delete(dates.envelopesDue());
      if (dates.byColumn() && tables.vault().exists()) {
        envelopes += Envelopes.removeOrphans(contract, tables);
      }
      long quarantined = tables.quarantine().delete(dates.refusedDue());
      tables.forgetPast();
      return new Expired.Rows(contract.dataset(), rows, envelopes, quarantined);
    }

    Function<StructType, Column> sought(boolean quarantine) {
      return schema -> {
        List<String> columns = List.of(schema.fieldNames());
        if (!columns.contains(LakeTable.DELIVERY)) {
          return functions.lit(false);
        }
        if (quarantine) {
          return dates.refusedDue();
        }
        return columns.contains("scelle") ? dates.envelopesDue() : dates.rowsDue();
      };
    }

    void end(Expired.Rows gone, RemainingFiles.Figures figures, String person) {
      Map<String, Object> details = new TreeMap<>();
      details.put("retention", contract.retention().toString());
      details.put("rows", gone.rows());
      details.put("envelopes", gone.envelopes());
      details.put("quarantined", gone.quarantined());
      details.put("deliveries", dates.deliveriesDue());
      details.put("filesRead", figures.files());
      details.put("rowsRead", figures.rows());
      details.put("found", figures.found());
      retentions.end(contract.dataset(), dates.deliveriesDue(), person, details);
    }
  }
}
