package fr.gouv.datalab.gate.spark;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.catalogue.Column;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.catalogue.Identity;
import fr.gouv.datalab.deliveries.Deliveries;
import fr.gouv.datalab.gate.Grant;
import fr.gouv.datalab.gate.GrantedAccess;
import fr.gouv.datalab.gate.HomeGatekeeper;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.lake.Families;
import fr.gouv.datalab.lake.LakeAccess;
import fr.gouv.datalab.lake.LakePlaces;
import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.lake.spark.LakeSession;
import fr.gouv.datalab.lake.spark.LakeTable;
import fr.gouv.datalab.pseudonyms.spark.Pseudonyms;
import fr.gouv.datalab.refusals.BadDataException;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.rights.CivilKey;
import fr.gouv.datalab.rights.Handles;
import fr.gouv.datalab.rights.PersonSet;
import fr.gouv.datalab.rights.spark.Naming;
import fr.gouv.datalab.rights.spark.PersonLookup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;

/**
 * The lake as one grant sees it: the granted columns of the granted datasets, identifiers as
 * pseudonyms of the convention's project. The keys of other column families are not given, and each
 * file asks anew: what the gate would refuse now is refused at the next file.
 *
 * <p>Where deliveries of a dataset overlap, the row of the latest delivery stands for its key. Rows
 * that name a person who objects to this use ({@link Oppositions}), when the lake is opened, are
 * not there.
 */
public final class GatedLake implements AutoCloseable {
  private static final String RANK = "_rang";

  private final Catalogue catalogue;
  private final Deliveries deliveries;
  private final Grant grant;
  private final GrantedAccess access;
  private final LakePlaces places;
  private final SparkSession session;
  private final Pseudonyms pseudonyms;
  private final Map<String, PersonLookup> opposed = new HashMap<>();

  private GatedLake(Engine engine, Registry registry, GrantedAccess access) {
    Home home = registry.home();
    catalogue = Catalogue.of(home);
    deliveries = new Deliveries(registry);
    grant = access.grant();
    this.access = access;
    pseudonyms = new Pseudonyms(access.pseudonymKeys());
    for (String dataset : grant.datasets().keySet()) {
      PersonSet persons = access.objections(dataset);
      if (!persons.isEmpty()) {
        opposed.put(
            dataset,
            access
                .objectionsName(dataset)
                .map(name -> new PersonLookup(name, persons))
                .orElseGet(() -> new PersonLookup(persons)));
      }
    }
    places = LakePlaces.of(home, access.files());
    session = LakeSession.reading(engine.session(), access.files());
  }

  /**
   * Whether the lake's key was changed since this was opened: what is read from now on is refused,
   * and opening it again reads every table under the new pseudonyms.
   */
  public boolean outdated() {
    return access.lakeVersion() != places.version();
  }

  /**
   * Refuses when {@link #outdated}: the reason of a failure that came of files that were removed.
   */
  public void requireCurrent() {
    if (outdated()) {
      throw LakeAccess.changedSince();
    }
  }

  /** Opens the lake to a grant of this home, until closed. */
  public static GatedLake open(Engine engine, Registry registry, Grant grant) {
    return open(engine, registry, new HomeGatekeeper(registry).access(grant));
  }

  /** Opens the lake to what was granted, and closes it with the lake. */
  public static GatedLake open(Engine engine, Registry registry, GrantedAccess access) {
    boolean opened = false;
    try {
      GatedLake lake = new GatedLake(engine, registry, access);
      opened = true;
      return lake;
    } finally {
      if (!opened) {
        access.close();
      }
    }
  }

  /** Whether a row names nobody who objects. */
  private Naming opposed(Contract contract) {
    return new Naming(
        Handles.of(contract), opposed.get(contract.dataset()), CivilKey.Level.PROBABLE);
  }

  /** The session in which the granted data is read; its views are its own. */
  public SparkSession session() {
    return session;
  }

  /**
   * The granted columns of a dataset.
   *
   * @throws BadDataException when nothing of it was ever ingested
   */
  public Dataset<Row> dataset(String dataset) {
    Contract contract = catalogue.dataset(dataset);
    List<org.apache.spark.sql.Column> columns = new ArrayList<>();
    for (String name : grant.datasets().get(dataset)) {
      if (!name.startsWith(Contract.IDENTITY_PREFIX)) {
        columns.add(value(contract.column(name).orElseThrow()).as(name));
      }
    }
    return rows(contract).select(columns.toArray(org.apache.spark.sql.Column[]::new));
  }

  /**
   * One side of a linkage: {@code id}, the project pseudonym of the identity's key, once each, and
   * {@code tokens}; rows that name no such person are left out.
   */
  public Dataset<Row> identities(String dataset, String identity) {
    if (!grant
        .datasets()
        .getOrDefault(dataset, List.of())
        .contains(Contract.IDENTITY_PREFIX + identity)) {
      throw new RefusedException(
          "convention " + grant.convention() + ", article 2",
          "the linkage of " + dataset + " by " + identity + " was not asked for at the gate.");
    }
    Contract contract = catalogue.dataset(dataset);
    Identity named = contract.identity(identity).orElseThrow();
    Column key = contract.column(named.key()).orElseThrow();
    String tokens = Families.LINK_COLUMN + identity;
    Dataset<Row> side =
        rows(contract)
            .where(functions.col(tokens).isNotNull())
            .select(value(key).as("id"), functions.col(tokens).as("tokens"));
    return contract.uniqueKey().equals(List.of(named.key()))
        ? side
        : side.groupBy("id").agg(functions.max("tokens").as("tokens"));
  }

  /**
   * The sum, over the rows of a group, of the keys of their units: what cell-key perturbation goes
   * by. The key of one unit is the same in every project and is never a column of a view.
   *
   * @param unit the unit's pseudonym in this project, or what tells it from others
   * @throws RefusedException under a grant over the network, which does not give them
   */
  public org.apache.spark.sql.Column recordKeys(org.apache.spark.sql.Column unit) {
    access.needRecordKeys();
    return functions.sum(pseudonyms.recordKey(grant.convention(), places.version(), unit));
  }

  private org.apache.spark.sql.Column value(Column column) {
    return column.isIdentifier()
        ? pseudonyms.project(grant.convention(), functions.col(column.name()))
        : functions.col(column.name());
  }

  private Dataset<Row> rows(Contract contract) {
    List<String> whole = deliveries.labels(contract.dataset());
    if (whole.isEmpty()) {
      throw new BadDataException(
          "Nothing of "
              + contract.dataset()
              + " is in the lake: run `datalab ingest "
              + contract.dataset()
              + " FILE` first.");
    }
    requireCurrent();
    Dataset<Row> rows =
        session
            .read()
            .format("delta")
            .load(places.table(contract.dataset()))
            .where(functions.col(LakeTable.DELIVERY).isin(whole.toArray()));
    Dataset<Row> current =
        whole.size() > 1 && !contract.uniqueKey().isEmpty() ? latest(rows, contract, whole) : rows;
    // After the latest row was chosen: an earlier holder's row must not come back in its place.
    return opposed.containsKey(contract.dataset())
        ? current.where(functions.not(opposed(contract).any()))
        : current;
  }

  private static Dataset<Row> latest(Dataset<Row> rows, Contract contract, List<String> whole) {
    org.apache.spark.sql.Column order = functions.lit(-1);
    for (int i = 0; i < whole.size(); i++) {
      order =
          functions
              .when(functions.col(LakeTable.DELIVERY).equalTo(whole.get(i)), i)
              .otherwise(order);
    }
    org.apache.spark.sql.Column[] key =
        contract.uniqueKey().stream()
            .map(functions::col)
            .toArray(org.apache.spark.sql.Column[]::new);
    return rows.withColumn(
            RANK, functions.row_number().over(Window.partitionBy(key).orderBy(order.desc())))
        .where(functions.col(RANK).equalTo(1))
        .drop(RANK);
  }

  /** Ends the access: what was opened under it reads no further file. */
  @Override
  public void close() {
    access.close();
    opposed.values().forEach(PersonLookup::close);
  }
}
