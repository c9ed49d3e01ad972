package fr.gouv.datalab.gate.spark;

import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.conventions.Article;
import fr.gouv.datalab.deliveries.Deliveries;
import fr.gouv.datalab.gate.Grant;
import fr.gouv.datalab.gate.GrantedKeys;
import fr.gouv.datalab.gate.Grants;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.lake.Families;
import fr.gouv.datalab.lake.LakeAccess;
import fr.gouv.datalab.lake.LakePlaces;
import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.lake.spark.LakeSession;
import fr.gouv.datalab.lake.spark.LakeTable;
import fr.gouv.datalab.pseudonyms.spark.Pseudonyms;
import fr.gouv.datalab.registry.Registry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;

/**
 * The way back, for one grant under one warrant: from project pseudonyms to lake pseudonyms, and by
 * them to the vault's sealed records. Nothing here is in clear: records leave sealed to their
 * custodian, and are opened one at a time by whoever holds the {@link
 * fr.gouv.datalab.warrants.Mandate}, outside Spark.
 *
 * <p>Each file of the vault asks the gate anew: a flow that stops, a warrant that is closed, end it
 * at the next file.
 */
public final class VaultReading implements AutoCloseable {
  private static final String RANK = "_rang";

  private final Grant grant;
  private final Catalogue catalogue;
  private final Deliveries deliveries;
  private final LakeAccess access;
  private final LakePlaces places;
  private final SparkSession session;
  private final Pseudonyms pseudonyms;

  private VaultReading(Engine engine, Registry registry, Grant grant) {
    Home home = registry.home();
    this.grant = grant;
    catalogue = Catalogue.of(home);
    deliveries = new Deliveries(registry);
    pseudonyms = new Pseudonyms(home.keys().toString());
    List<Families> families =
        grant.datasets().keySet().stream().map(catalogue::dataset).map(Families::of).toList();
    access =
        LakeAccess.open(
            KeyStore.open(home.keys()), new GrantedKeys(new Grants(registry), grant, families));
    places = LakePlaces.of(home, access);
    session = LakeSession.reading(engine.session(), access);
  }

  /** Opens the vault's tables to a grant, until closed. */
  public static VaultReading open(Engine engine, Registry registry, Grant grant) {
    return new VaultReading(engine, registry, grant);
  }

  /** The lake pseudonym of a project pseudonym of the grant's convention. */
  public Column origin(Column projectPseudonym) {
    return pseudonyms.origin(grant.convention(), projectPseudonym);
  }

  /**
   * The sealed records of an identity, one for each key, that of the latest delivery: {@code cle}
   * (lake pseudonym), {@code lot}, {@code numero}, {@code scelle}.
   *
   * @throws fr.gouv.datalab.refusals.RefusedException when the grant does not name the identity
   */
  public Dataset<Row> records(String dataset, String identity) {
    List<String> granted = grant.datasets().getOrDefault(dataset, List.of());
    if (!granted.contains(Contract.VAULT_PREFIX + identity)) {
      throw Article.WARRANTS.refuses(
          grant.convention(),
          "The identity " + identity + " of " + dataset + " was not asked for.");
    }
    List<String> whole = deliveries.labels(dataset);
    Column order = functions.lit(-1);
    for (int i = 0; i < whole.size(); i++) {
      Column here = functions.col(LakeTable.DELIVERY).equalTo(whole.get(i));
      order = functions.when(here, i).otherwise(order);
    }
    return table(dataset, whole)
        .where(functions.col("identite").equalTo(identity))
        .withColumn(
            RANK,
            functions
                .row_number()
                .over(
                    Window.partitionBy("cle")
                        .orderBy(
                            order.desc(),
                            functions.col("lot").desc(),
                            functions.col("numero").desc())))
        .where(functions.col(RANK).equalTo(1))
        .select("cle", "lot", "numero", "scelle");
  }

  /** The header of each batch of a dataset's vault: some for each delivery, not for each person. */
  public Map<String, byte[]> headers(String dataset) {
    List<String> whole = deliveries.labels(dataset);
    Map<String, byte[]> headers = new HashMap<>();
    for (Row row :
        table(dataset, whole)
            .where(functions.col("entete").isNotNull())
            .select("lot", "entete")
            .distinct()
            .collectAsList()) {
      headers.put(row.getString(0), row.getAs(1));
    }
    return headers;
  }

  private Dataset<Row> table(String dataset, List<String> deliveries) {
    return session
        .read()
        .format("delta")
        .load(places.vault(dataset))
        .where(functions.col(LakeTable.DELIVERY).isin(deliveries.toArray()));
  }

  @Override
  public void close() {
    access.close();
  }
}
