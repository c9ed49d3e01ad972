package fr.gouv.datalab.usecases.spark;

import fr.gouv.datalab.deliveries.DatasetLock;
import fr.gouv.datalab.gate.HomeGatekeeper;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.letters.LetterFile;
import fr.gouv.datalab.letters.LetterProof;
import fr.gouv.datalab.mailings.ListHash;
import fr.gouv.datalab.mailings.MailingList;
import fr.gouv.datalab.mailings.MailingLists;
import fr.gouv.datalab.mailings.spark.ListTable;
import fr.gouv.datalab.refusals.BadDataException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.usecases.Mailing;
import fr.gouv.datalab.usecases.Part;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;

/**
 * Draws the list of a use case's letter: every unit once, divided by chance into those to write to
 * and those set aside, in the same proportion within each stratum.
 *
 * <p>Chance is SHA-256 of the seed and the unit's pseudonym: in each stratum, the units of the
 * smallest hashes are set aside, as many as the share says to the nearest unit. So the seed, which
 * is in the journal, gives the same division again, and nobody can choose it, since the house draws
 * it. Persons who objected are not read at all: the gate leaves them out.
 */
public final class ListDraw {
  private final Engine engine;
  private final Registry registry;

  /** Draws lists of the registry's home. */
  public ListDraw(Engine engine, Registry registry) {
    this.engine = engine;
    this.registry = registry;
  }

  /**
   * Draws a list, which is registered and journaled once all its rows are written. What a killed
   * draw left is removed by the next one.
   *
   * @param seed to divide as an earlier draw did; else one is drawn
   * @throws fr.gouv.datalab.refusals.RefusedException when the gate refuses
   * @throws BadDataException when there is nobody to write to
   */
  public MailingList draw(
      String useCase,
      String convention,
      LocalDate asOf,
      OptionalLong seed,
      String user,
      Consumer<String> progress) {
    Home home = registry.home();
    int lakeKey = KeyStore.open(home.keys()).current(KeyName.LAKE);
    long chance = seed.orElseGet(() -> new SecureRandom().nextLong());
    try (UseCaseRun run =
            UseCaseRun.open(
                engine,
                registry,
                new HomeGatekeeper(registry),
                useCase,
                convention,
                asOf,
                Part.LIST,
                Optional.empty(),
                user,
                progress);
        DatasetLock lock = DatasetLock.take(home, "listes." + convention);
        ListTable table = ListTable.open(engine, home, convention)) {
      MailingLists lists = new MailingLists(registry);
      table.keepOnly(lists.all().stream().map(MailingList::id).collect(Collectors.toSet()));
      Mailing mailing = run.useCase().mailing().orElseThrow();
      Dataset<Row> rows = rows(run, mailing, chance).persist(StorageLevel.MEMORY_AND_DISK());
      try {
        progress.accept(useCase + ": drawing the list");
        Counts counts = new Counts();
        String share = mailing.control().toPlainString();
        String id =
            ListTable.name(
                rows, new ListHash(useCase, convention, asOf, chance, share), counts::add);
        if (counts.treated.sum() == 0) {
          throw new BadDataException("The view " + mailing.from() + " has nobody to write to.");
        }
        String letter = LetterFile.keep(home, LetterProof.pdf(mailing.letter(), asOf));
        MailingList list =
            new MailingList(
                id,
                useCase,
                convention,
                asOf,
                chance,
                share,
                counts.treated.sum(),
                counts.control.sum(),
                letter,
                lakeKey,
                user,
                registry.now());
        if (lists.all().stream().noneMatch(known -> known.id().equals(id))) {
          table.add(id, rows);
        }
        lists.add(list);
        return lists.named(id);
      } finally {
        rows.unpersist();
      }
    }
  }

  private static final class Counts {
    private final LongAdder treated = new LongAdder();
    private final LongAdder control = new LongAdder();

    void add(Row row) {
      if (row.getString(1).equals(Mailing.Effect.CONTROL)) {
        control.increment();
      } else if (row.getInt(3) <= 1) {
        treated.increment();
      }
    }
  }

  private static Dataset<Row> rows(UseCaseRun run, Mailing mailing, long seed) {
    Dataset<Row> units = divided(run, mailing, seed);
    Mailing.Persons named = mailing.persons();
    Dataset<Row> persons =
        run.view(named.from())
            .select(
                functions.col(named.unit()).as("_unite"),
                functions.col(named.person()).as(ListTable.PERSON))
            .where(functions.col(ListTable.PERSON).isNotNull())
            .distinct()
            .withColumn(
                ListTable.RANK,
                functions
                    .row_number()
                    .over(Window.partitionBy("_unite").orderBy(ListTable.PERSON)));
    Column written = functions.col(ListTable.GROUP).equalTo(Mailing.Effect.TREATED);
    return units
        .join(
            persons,
            functions.col(ListTable.UNIT).equalTo(functions.col("_unite")).and(written),
            "left")
        .withColumn(
            ListTable.RANK, functions.coalesce(functions.col(ListTable.RANK), functions.lit(0)))
        .select(
            ListTable.UNIT, ListTable.GROUP, ListTable.STRATUM, ListTable.RANK, ListTable.PERSON);
  }

  private static Dataset<Row> divided(UseCaseRun run, Mailing mailing, long seed) {
    Column stratum =
        mailing.strata().isEmpty()
            ? functions.lit("")
            : functions.concat_ws(
                "|", mailing.strata().stream().map(functions::col).toArray(Column[]::new));
    Column hash =
        functions.sha2(
            functions.concat(
                functions.lit(Long.toString(seed) + "/").cast("binary"),
                functions.col(ListTable.UNIT)),
            256);
    Column place =
        functions
            .row_number()
            .over(Window.partitionBy(ListTable.STRATUM).orderBy("_sort", ListTable.UNIT));
    Column size = functions.count(functions.lit(1)).over(Window.partitionBy(ListTable.STRATUM));
    Column aside = functions.round(size.multiply(functions.lit(mailing.control())));
    return run.view(mailing.from())
        .select(functions.col(mailing.unit()).as(ListTable.UNIT), stratum.as(ListTable.STRATUM))
        .groupBy(ListTable.UNIT)
        .agg(functions.min(ListTable.STRATUM).as(ListTable.STRATUM))
        .withColumn("_sort", hash)
        .withColumn("_place", place)
        .withColumn("_aside", aside)
        .withColumn(
            ListTable.GROUP,
            functions
                .when(functions.col("_place").leq(functions.col("_aside")), Mailing.Effect.CONTROL)
                .otherwise(Mailing.Effect.TREATED))
        .select(ListTable.UNIT, ListTable.STRATUM, ListTable.GROUP);
  }
}
