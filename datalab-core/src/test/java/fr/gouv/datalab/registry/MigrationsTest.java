package fr.gouv.datalab.registry;

import static org.assertj.core.api.Assertions.assertThat;

import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.journal.Act;
import fr.gouv.datalab.journal.Journal;
import fr.gouv.datalab.journal.JournalCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flywaydb.core.api.migration.JavaMigration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationsTest {
  @TempDir Path directory;

  @Test
  void knowsTheNumberOfTheLastMigration() throws IOException {
    try (var files = Files.list(Path.of("src/main/resources/db/migration"))) {
      Stream<String> ofSql =
          files
              .map(file -> file.getFileName().toString())
              .map(name -> name.substring(1, name.indexOf("__")));
      Stream<String> computed =
          ServiceLoader.load(JavaMigration.class).stream()
              .map(each -> each.get().getVersion().getVersion());
      assertThat(Stream.concat(ofSql, computed).mapToInt(Integer::parseInt).max())
          .hasValue(Migrations.LATEST);
    }
  }

  @Test
  void aJournalThatKeptFewerNodesGetsThoseThatProofsWant() {
    Home home = Home.of(directory.resolve("home")).init();
    List<String> whole;
    try (Registry registry = Registry.open(home)) {
      registry.inTransaction(
          tx ->
              Journal.appendAll(
                  tx,
                  IntStream.range(0, 1_234)
                      .mapToObj(i -> new Act("analyste@dinum", "test", "acte " + i))
                      .collect(Collectors.toList())));
      whole = nodes(registry);
      registry.inTransaction(
          tx -> {
            tx.update("delete from journal_node where level <> 8");
            // as it was before version 20, and so before those that came after
            tx.update("drop index release_of_convention");
            tx.update("drop index release_of_convention_by_state");
            tx.update("delete from flyway_schema_history where version in ('20', '22')");
            return null;
          });
      assertThat(nodes(registry)).hasSize(4);
    }
    try (Registry registry = Registry.open(home)) {
      assertThat(nodes(registry)).isEqualTo(whole).hasSize(77 + 4);
      assertThat(JournalCheck.live(registry).records()).isEqualTo(1_234);
    }
  }

  private static List<String> nodes(Registry registry) {
    return registry.read(
        tx ->
            tx.list(
                "select level, position, hash from journal_node order by level, position",
                row ->
                    row.getLong(1)
                        + " "
                        + row.getLong(2)
                        + " "
                        + java.util.HexFormat.of().formatHex(row.getBytes(3))));
  }
}
