package fr.gouv.datalab.linkage.spark;

import static org.assertj.core.api.Assertions.assertThat;

import fr.gouv.datalab.civilstatus.CivilStatus;
import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.linkage.Assignment;
import fr.gouv.datalab.linkage.InventedFiles;
import fr.gouv.datalab.linkage.LinkOptions;
import fr.gouv.datalab.linkage.LinkReport;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files under settings drawn by chance: few rows and many, all in common and none. */
class InventedFilesTest {
  private static final Set<CivilStatus> USUAL =
      EnumSet.of(
          CivilStatus.nomNaissance,
          CivilStatus.prenoms,
          CivilStatus.dateNaissance,
          CivilStatus.numeroVoie,
          CivilStatus.voie,
          CivilStatus.codePostal,
          CivilStatus.telephone);

  @TempDir static Path room;
  private static Engine engine;

  @BeforeAll
  static void start() {
    engine = Engine.start(room, Map.of("spark.sql.shuffle.partitions", "2"));
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {3, 7, 17, 25, 37, 44, 54})
  void keepsHardlyAnyFalsePairUnderSettingsDrawnByChance(long seed) {
    Found found = link(seed, InventedFiles.drawn(seed, 1_500));
    assertThat(found.precision()).isGreaterThanOrEqualTo(0.95);
    assertThat(found.recall()).isGreaterThanOrEqualTo(0.85);
  }

  /** Half of the persons live in families that both files have members of. */
  @ParameterizedTest
  @ValueSource(ints = {50, 1_000})
  void inventsNoPairWhereThereIsNone(int rows) {
    Found found = link(rows, setting(rows, 0));
    assertThat(found.pairs()).isZero();
    assertThat(found.report().expectedMatches()).isLessThan(1 + rows / 200.0);
  }

  @ParameterizedTest
  @ValueSource(ints = {50, 1_000})
  void findsAllWhereAllHaveTheirMatch(int rows) {
    Found found = link(rows, setting(rows, rows));
    assertThat(found.precision()).isGreaterThanOrEqualTo(0.99);
    assertThat(found.recall()).isGreaterThanOrEqualTo(0.95);
  }

  @Test
  void isAsSureAsItIsRight() {
    Found found = link(4, setting(1_500, 900));
    assertThat(found.report().estimatedPrecision())
        .isCloseTo(found.precision(), org.assertj.core.data.Offset.offset(0.02));
    assertThat(found.report().expectedMatches())
        .isBetween(0.9 * found.truth(), 1.05 * found.truth());
  }

  private static InventedFiles.Setting setting(int rows, int common) {
    return new InventedFiles.Setting(
        rows, rows, common, USUAL, 1_000, 1.8, 0.03, 0.06, 0.03, 0.15, 0.8);
  }

  private static Found link(long seed, InventedFiles.Setting setting) {
    LinkedSamples files =
        LinkedSamples.invented(engine.session(), new InventedFiles(seed, setting));
    try (LinkResult result =
        Linker.link(files.left(), files.right(), new LinkOptions(0.9, Assignment.ONE_TO_ONE))) {
      Set<List<String>> pairs = new HashSet<>();
      for (Row row : result.pairs().collectAsList()) {
        pairs.add(List.of(row.getString(0), row.getString(1)));
      }
      int all = pairs.size();
      pairs.retainAll(files.truth());
      return new Found(all, pairs.size(), files.truth().size(), result.report());
    }
  }

  private record Found(int pairs, int hits, int truth, LinkReport report) {
    double precision() {
      return pairs == 0 ? 1 : hits / (double) pairs;
    }

    double recall() {
      return truth == 0 ? 1 : hits / (double) truth;
    }
  }
}
