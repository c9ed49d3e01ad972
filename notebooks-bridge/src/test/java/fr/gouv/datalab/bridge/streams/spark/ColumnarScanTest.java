package fr.gouv.datalab.bridge.streams.spark;

import static org.assertj.core.api.Assertions.assertThat;

import fr.gouv.datalab.bridge.spark.SparkForTests;
import fr.gouv.datalab.lake.LakeCryptoFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.classic.Dataset;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.vectorized.ArrowColumnVector;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnarScanTest {
  private static final int ROWS = 30_011;

  @TempDir static Path directory;
  private static SparkSession session;
  private static BufferAllocator memory;
  private static ExecutorService threads;

  /** Columns of each type, with and without nulls, of few values (a dictionary) and of many. */
  @BeforeAll
  static void write() {
    session = (SparkSession) SparkForTests.session().newSession();
    session.conf().set(LakeCryptoFactory.IN_CLEAR, "true");
    session
        .range(0, ROWS, 1, 2)
        .selectExpr(
            "id",
            "cast(id AS int) AS entier",
            "cast(id % 100 AS smallint) AS court",
            "cast(id % 50 AS tinyint) AS octet",
            "id % 3 = 0 AS vrai",
            "cast(id AS float) / 3 AS reel",
            "id / 7 AS double",
            "cast(id AS decimal(12, 2)) / 4 AS exact",
            "date_add(DATE'2020-01-01', cast(id % 700 AS int)) AS jour",
            "timestamp_seconds(id * 1000) AS moment",
            "sha1(cast(id AS string)) AS texte",
            "concat('département ', id % 95) AS code",
            "repeat('é', cast(id % 40 AS int)) AS longueur",
            "unhex(md5(cast(id AS string))) AS octets",
            "if(id % 5 = 0, null, id) AS parfois",
            "if(id % 7 = 0, null, concat('c', id % 9)) AS parfois_code",
            "if(id % 11 = 0, null, id % 2 = 0) AS parfois_vrai",
            "if(id % 13 < 3, null, substr(sha1(cast(id AS string)), 1, cast(id % 41 AS int))) AS parfois_texte",
            "cast(null AS string) AS jamais",
            "array(id, id + 1) AS liste",
            "named_struct('a', id, 'b', cast(id AS string)) AS deux")
        .write()
        .parquet(directory.resolve("t").toUri().toString());
    session.read().parquet(directory.resolve("t").toUri().toString()).createOrReplaceTempView("t");
    memory = new RootAllocator();
    threads = Executors.newCachedThreadPool();
  }

  @AfterAll
  static void close() {
    threads.shutdown();
    memory.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SELECT * FROM t
          SELECT id, texte FROM t WHERE code = 'département 7'
          SELECT id, code FROM t WHERE code IN ('département 1', 'département 94') AND id % 2 = 1
          SELECT parfois, parfois_code, parfois_vrai, jamais, longueur FROM t WHERE parfois_code IS NULL OR parfois_code > 'c4'
          SELECT parfois_texte, texte, octets FROM t WHERE id % 3 > 0
          SELECT parfois_texte FROM t WHERE parfois_texte IS NULL
          SELECT parfois_code FROM t WHERE coalesce(parfois_code, 'x') <> 'c1'
          SELECT id + 1 AS suivant, upper(code) AS haut, octets, texte AS encore, exact * 2 AS plus FROM t WHERE entier > 12000
          SELECT reel, double, moment, jour, court, octet, vrai FROM t WHERE vrai AND court < 50
          SELECT 1 AS un, code FROM t WHERE id < 4096
          SELECT id FROM t WHERE code = 'nulle part'
          SELECT texte, texte AS deux_fois, liste, deux FROM t WHERE id >= 29000
          """)
  void givesWhatRowsWouldGive(String query) throws Exception {
    Dataset<Row> rows = session.sql(query);
    QueryExecution execution = rows.queryExecution();
    assertThat(ColumnarScan.of(execution.executedPlan())).as(query).isPresent();
    List<Row> expected = rows.collectAsList();
    assertThat(streamed(execution))
        .containsExactlyInAnyOrderElementsOf(
            expected.stream().map(ColumnarScanTest::text).toList());
    assertThat(memory.getAllocatedMemory()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT code, count(*) AS n FROM t GROUP BY code",
        "SELECT rand() AS hasard FROM t",
        "SELECT id FROM t WHERE id > (SELECT avg(id) FROM t)",
        "SELECT explode(liste) AS un FROM t",
      })
  void leavesOtherPlansToRows(String query) {
    assertThat(ColumnarScan.of(session.sql(query).queryExecution().executedPlan())).isEmpty();
  }

  private static List<String> streamed(QueryExecution execution) throws Exception {
    List<String> rows = new ArrayList<>();
    try (ResultStream stream = ResultStream.start(execution, memory, threads, 2);
        VectorSchemaRoot root = VectorSchemaRoot.create(stream.schema(), stream.allocator())) {
      Optional<ArrowRecordBatch> next = stream.next();
      while (next.isPresent()) {
        try (ArrowRecordBatch batch = next.get()) {
          assertThat(batch.getLength()).isPositive().isLessThanOrEqualTo(PartitionWriter.ROWS);
          new VectorLoader(root).load(batch);
        }
        rows.addAll(read(root, execution));
        next = stream.next();
      }
    }
    awaitZero();
    return rows;
  }

  private static String text(Row row) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < row.length(); i++) {
      Object value = row.get(i);
      values.add(
          value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : String.valueOf(value));
    }
    return values.toString();
  }

  private static List<String> read(VectorSchemaRoot root, QueryExecution execution) {
    ColumnVector[] columns =
        root.getFieldVectors().stream()
            .map((FieldVector vector) -> (ColumnVector) new ArrowColumnVector(vector))
            .toArray(ColumnVector[]::new);
    ColumnarBatch batch = new ColumnarBatch(columns, root.getRowCount());
    List<String> rows = new ArrayList<>();
    var reader =
        org.apache.spark.sql.catalyst.encoders.ExpressionEncoder.apply(
                execution.analyzed().schema())
            .resolveAndBind(
                execution.analyzed().output(),
                org.apache.spark.sql.catalyst.analysis.SimpleAnalyzer$.MODULE$)
            .createDeserializer();
    batch.rowIterator().forEachRemaining(row -> rows.add(text((Row) reader.apply(row.copy()))));
    return rows;
  }

  /** Tasks that ended give their memory back a moment after the last batch was taken. */
  private static void awaitZero() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (memory.getAllocatedMemory() > 0 && System.nanoTime() < deadline) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }
}
