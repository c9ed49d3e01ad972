package fr.gouv.datalab.bridge.spark;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** One Spark session for the tests of this JVM, with something in it that no query may reach. */
public final class SparkForTests {

  private static final SparkSession SESSION = start();

  private SparkForTests() {}

  /**
   * The session, where a view {@code secret} and a function {@code house_token} stand outside the
   * surface.
   */
  public static SparkSession session() {
    return SESSION;
  }

  /** The granted table {@code dgfip.declarants}: nom, foyer, revenu, departement, naissance. */
  public static Map<String, Dataset<Row>> declarants() {
    StructType schema =
        new StructType()
            .add("nom", DataTypes.StringType)
            .add("foyer", DataTypes.IntegerType)
            .add("revenu", DataTypes.IntegerType)
            .add("departement", DataTypes.StringType)
            .add("naissance", DataTypes.DateType);
    List<Row> rows =
        List.of(
            RowFactory.create("A", 1, 10, "75", java.sql.Date.valueOf("1980-01-02")),
            RowFactory.create("B", 1, 30, "75", java.sql.Date.valueOf("1981-02-03")),
            RowFactory.create("C", 2, 20, "13", null),
            RowFactory.create("D", 3, null, "2A", java.sql.Date.valueOf("1990-12-31")));
    return Map.of("dgfip.declarants", SESSION.createDataFrame(rows, schema));
  }

  private static SparkSession start() {
    SparkSession session =
        (SparkSession)
            org.apache.spark.sql.SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.shuffle.partitions", "2")
                .config("spark.scheduler.mode", "FAIR")
                .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
                .config(
                    "spark.sql.warehouse.dir",
                    System.getProperty("java.io.tmpdir") + "/bridge-warehouse")
                .getOrCreate();
    session.range(1).selectExpr("'hidden' AS value").createOrReplaceTempView("secret");
    session.range(1).selectExpr("'hidden' AS value").createOrReplaceGlobalTempView("secret");
    session
        .udf()
        .register("house_token", (UDF1<String, String>) x -> "t" + x, DataTypes.StringType);
    return session;
  }
}
