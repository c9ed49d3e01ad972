package fr.gouv.datalab.bridge.flight.spark;

import fr.gouv.datalab.bridge.sessions.Limits;
import fr.gouv.datalab.bridge.spark.SparkForTests;
import fr.gouv.datalab.catalogue.Catalogue;
import fr.gouv.datalab.catalogue.Column;
import fr.gouv.datalab.catalogue.ColumnType;
import fr.gouv.datalab.catalogue.Contract;
import fr.gouv.datalab.conventions.ConventionFiles;
import fr.gouv.datalab.conventions.ConventionStore;
import fr.gouv.datalab.deliveries.Deliveries;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.journal.JournalCheck;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.lake.Families;
import fr.gouv.datalab.lake.LakeAccess;
import fr.gouv.datalab.lake.spark.LakeTable;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.tls.ServerCertificate;
import fr.gouv.datalab.tokens.TokenStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.classic.SparkSession;

/**
 * A home with a lake, two signed conventions and bridges over it: trainings and payroll under
 * CONV-2026-002, and nothing ingested yet of what CONV-2026-001 grants.
 */
final class BridgeHome implements AutoCloseable {
  static final String ID = "CONV-2026-002";
  static final String ANALYST = "analyste@dinum";

  private final Home home;
  private final KeyStore keys;
  private final Registry registry;
  private final ServerCertificate certificate;

  BridgeHome(Path directory) {
    home = Home.of(directory.resolve("home")).init();
    keys = KeyStore.init(home.keys());
    registry = Registry.open(home);
    certificate = ServerCertificate.in(home.keys(), "bridge", "localhost");
    ConventionStore store = new ConventionStore(registry);
    sign(store, ID, "travail", "gip-mds");
    sign(store, "CONV-2026-001", "dgfip", "interieur");
  }

  private void sign(ConventionStore store, String id, String... producers) {
    store.add(id, new ConventionFiles(home).find(id).orElseThrow(), ANALYST);
    store.sign(id, "dinum", "juriste@dinum");
    for (String producer : producers) {
      store.sign(id, producer, "administrateur@" + producer);
    }
  }

  /** Puts made-up rows of a dataset in the lake: in each column, a value that its type allows. */
  BridgeHome ingested(String dataset, long rows) {
    Contract contract = Catalogue.of(home).dataset(dataset);
    Families families = Families.of(contract);
    families.keys().forEach(keys::create);
    String delivery = dataset + "-" + System.nanoTime();
    Deliveries deliveries = new Deliveries(registry);
    deliveries.begin(delivery, dataset, "exploitant", List.of());
    try (LakeAccess access = LakeAccess.open(keys, key -> {})) {
      String address = LakeTable.address(home.configuration().lake(), dataset);
      new LakeTable(SparkForTests.session(), access, address, families)
          .append(delivery, session -> made(session, contract, rows));
    }
    deliveries.complete(delivery, "exploitant", rows, rows, 0);
    return this;
  }

  private static Dataset<Row> made(SparkSession session, Contract contract, long rows) {
    List<String> values = new ArrayList<>();
    for (Column column : contract.lakeColumns()) {
      values.add(value(column) + " AS " + column.name());
    }
    return session.range(0, rows, 1, 4).selectExpr(values.toArray(String[]::new));
  }

  private static String value(Column column) {
    if (column.isIdentifier()) {
      return "unhex(md5(cast(id AS string)))";
    }
    if (!column.values().isEmpty()) {
      return "element_at(array('"
          + String.join("','", column.values())
          + "'), cast(id % "
          + column.values().size()
          + " AS int) + 1)";
    }
    if (column.type() instanceof ColumnType.Date) {
      int step = column.name().equals("date_entree") ? 1 : 3 + 2 * (column.name().hashCode() & 63);
      return "date_add(DATE'2020-01-01', cast(id * " + step + " % 900 AS int))";
    }
    if (column.name().startsWith("code_commune")) {
      return "concat(lpad(id % 95 + 1, 2, '0'), lpad(id % 300, 3, '0'))";
    }
    if (column.name().equals("id_formation")) {
      return "concat('FORM', id % 50)";
    }
    if (column.name().startsWith("annee")) {
      return column.name().equals("annee") ? "2025" : "cast(1960 + id % 45 AS int)";
    }
    if (column.type() instanceof ColumnType.Text) {
      return "concat('" + column.name() + " ', id % 1000)";
    }
    return column.type() instanceof ColumnType.Bool
        ? "id % 3 = 0"
        : "cast(id % 97 AS " + column.type().toString().replace("long", "bigint") + ")";
  }

  BridgeServer serve(Limits limits) {
    return BridgeServer.open(SparkForTests.engine(), registry, limits, certificate, "localhost", 0);
  }

  ServerCertificate certificate() {
    return certificate;
  }

  Home home() {
    return home;
  }

  Registry registry() {
    return registry;
  }

  TokenStore.Issued token(String person) {
    return new TokenStore(registry).issue(person, Duration.ofHours(1));
  }

  /** The records of the journal in which all of these words stand, oldest first. */
  List<String> journaled(String... words) {
    return registry.read(
        tx ->
            tx
                .list(
                    "select record from journal_record order by sequence", row -> row.getString(1))
                .stream()
                .filter(record -> List.of(words).stream().allMatch(record::contains))
                .toList());
  }

  @Override
  public void close() {
    JournalCheck.live(registry);
    registry.close();
  }
}
