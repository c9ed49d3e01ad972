package fr.gouv.datalab.bridge.spark;

import fr.gouv.datalab.lake.spark.Engine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** One Spark engine for the tests of this JVM, with something in it that no query may reach. */
public final class SparkForTests {

  private static final Engine ENGINE = start();

  private SparkForTests() {}

  /** The engine, as the bridge starts it: with more threads than this machine has cores. */
  public static Engine engine() {
    return ENGINE;
  }

  /**
   * The session, where a view {@code secret} and a function {@code house_token} stand outside the
   * surface.
   */
  public static SparkSession session() {
    return (SparkSession) ENGINE.session();
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
    return Map.of("dgfip.declarants", session().createDataFrame(rows, schema));
  }

  private static Engine start() {
    try {
      Path room = Files.createDirectories(Path.of("target", "spark")).toAbsolutePath();
      Engine engine =
          Engine.start(
              room, Map.of("spark.master", "local[16]", "spark.sql.shuffle.partitions", "2"));
      SparkSession session = (SparkSession) engine.session();
      session.range(1).selectExpr("'hidden' AS value").createOrReplaceTempView("secret");
      session.range(1).selectExpr("'hidden' AS value").createOrReplaceGlobalTempView("secret");
      session
          .udf()
          .register("house_token", (UDF1<String, String>) x -> "t" + x, DataTypes.StringType);
      Runtime.getRuntime().addShutdownHook(new Thread(engine::close));
      return engine;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
