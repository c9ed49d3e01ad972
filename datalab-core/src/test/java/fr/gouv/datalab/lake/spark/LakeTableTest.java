package fr.gouv.datalab.lake.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.lake.Families;
import fr.gouv.datalab.lake.LakeAccess;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.registry.Homes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.classic.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeTableTest {
  private static final Families FAMILIES =
      new Families(
          "essai.table",
          Families.COMMON,
          Map.of("personne", Families.IDENTIFIERS, "revenu", Families.SENSITIVE));

  @TempDir static Path directory;
  private static Home home;
  private static KeyStore keys;
  private static Engine engine;
  private static final Set<KeyName> refused = new HashSet<>();

  @BeforeAll
  static void start() {
    home = Homes.in(directory.resolve("home"));
    keys = KeyStore.init(home.keys());
    FAMILIES.keys().forEach(keys::create);
    engine = Engine.start(home);
  }

  @AfterAll
  static void stop() {
    engine.close();
    assertThat(home.tmp()).isEmptyDirectory();
  }

  private static LakeTable table(LakeAccess access) {
    return new LakeTable(engine.session(), access, home.lake().resolve("t").toString(), FAMILIES);
  }

  private static Dataset<Row> rows(SparkSession session) {
    return session
        .range(1000)
        .selectExpr(
            "concat('PERSONNE', id) as personne", "'COMMUNE75' as commune", "id * 7 as revenu");
  }

  @Test
  void everyFileIsEncryptedAndTheLogKeepsCheckpointsWithoutAValue() throws IOException {
    LakeAccess all = LakeAccess.open(keys, key -> {});
    LakeTable table = table(all);

    for (int delivery = 0; delivery < 12; delivery++) {
      assertThat(table.append("livraison-" + delivery, LakeTableTest::rows)).isEqualTo(1000);
    }
    assertThat(table.read().count()).isEqualTo(12_000);
    table.takeBack("livraison-3");
    assertThat(table.read().count()).isEqualTo(11_000);
    int checkpoints = 0;
    try (Stream<Path> files = Files.walk(home.lake())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        assertThat(text).doesNotContain("PERSONNE").doesNotContain("COMMUNE75");
        if (file.toString().endsWith(".parquet")) {
          assertThat(text).startsWith("PARE");
        }
        checkpoints += file.toString().contains(".checkpoint.") ? 1 : 0;
      }
    }
    assertThat(checkpoints).isPositive();

    refused.add(KeyName.data("essai.table", Families.IDENTIFIERS));
    LakeAccess some =
        LakeAccess.open(
            keys,
            key -> {
              if (refused.contains(key)) {
                throw new RefusedException("convention C, article 2", "personne is not granted");
              }
            });
    LakeTable partial = table(some);
    assertThat(partial.read().select("commune", "revenu").distinct().count()).isEqualTo(1000);
    assertThatThrownBy(() -> partial.read().select("personne").distinct().count())
        .hasStackTraceContaining("personne is not granted");
    Dataset<Row> open = partial.read().select("revenu").distinct();
    refused.add(KeyName.data("essai.table", Families.SENSITIVE));
    assertThatThrownBy(open::count).hasStackTraceContaining("personne is not granted");
    some.close();
    assertThatThrownBy(() -> partial.read().select("commune").distinct().count())
        .hasStackTraceContaining("the access to the lake was closed");
  }

  @Test
  void nothingIsWrittenInClearByASessionWithoutKeys() {
    Path out = home.path().resolve("clear");
    assertThatThrownBy(() -> rows(engine.session()).write().parquet(out.toString()))
        .hasStackTraceContaining("nothing is written in clear");
    assertThat(out.toFile().list() == null ? List.of() : parquet(out)).isEqualTo(List.of());
  }

  private static List<String> parquet(Path out) {
    return Arrays.stream(out.toFile().list()).filter(name -> name.endsWith(".parquet")).toList();
  }

  @Test
  void aSpillCarriesNoValue() throws IOException {
    Dataset<Row> rows = rows(engine.session()).repartition(4);
    rows.persist(org.apache.spark.storage.StorageLevel.DISK_ONLY()).count();
    try (Stream<Path> files = Files.walk(engine.temporary())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        try (InputStream bytes = Files.newInputStream(file)) {
          assertThat(new String(bytes.readAllBytes(), StandardCharsets.ISO_8859_1))
              .doesNotContain("PERSONNE");
        }
      }
    } finally {
      rows.unpersist(true);
    }
  }
}
