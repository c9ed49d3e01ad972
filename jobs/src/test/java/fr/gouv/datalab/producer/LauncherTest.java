package fr.gouv.datalab.producer;

import static org.assertj.core.api.Assertions.assertThat;

import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.keys.KeyStore;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The producer's stage with the jars that the launcher gives it, and no other. */
class LauncherTest {
  private static final String DATASET = "insee.etablissements";

  @TempDir static Path directory;
  private static Home home;
  private static String jars;

  @BeforeAll
  static void read() throws IOException {
    home = Home.of(directory.resolve("home")).init();
    KeyStore.init(home.keys());
    SampleFiles.generate(directory.resolve("files"), 0.0002);
    String script = Files.readString(Path.of("..", "datalab"));
    Predicate<String> heavy = pattern(script, "light");
    Predicate<String> parquet = pattern(script, "parquet");
    List<String> all =
        List.of(
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                .split(File.pathSeparator));
    assertThat(all).anyMatch(jar -> jar.contains("spark-sql"));
    jars =
        Stream.concat(all.stream().filter(heavy.negate()), all.stream().filter(parquet))
            .collect(Collectors.joining(File.pathSeparator));
  }

  /** Of the jars, those that the launcher leaves out or takes to make a class path. */
  private static Predicate<String> pattern(String script, String classPath) {
    Matcher found =
        Pattern.compile("grep -v?E '([^']+)' .*\\$build/" + classPath + "\"").matcher(script);
    assertThat(found.find()).as(classPath).isTrue();
    return Pattern.compile(found.group(1)).asPredicate();
  }

  @Test
  void tokenisesInEveryFormWithoutSpark() throws Exception {
    assertThat(jars).contains("parquet-hadoop").doesNotContain("spark-", "delta-");
    Path in = directory.resolve("files").resolve(SampleFiles.FILES.get(DATASET));
    for (String form : List.of("csv", "csv.gz", "parquet")) {
      Path out = directory.resolve("jetons." + form);

      assertThat(pseudonymize(in, out)).contains("640 read = ");

      assertThat(out).isNotEmptyFile();
    }
  }

  private static String pseudonymize(Path in, Path out) throws Exception {
    Path log = directory.resolve("log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                jars,
                "fr.gouv.datalab.cli.Datalab",
                "pseudonymize",
                "--home",
                home.path().toString(),
                "--contract",
                DATASET,
                in.toString(),
                out.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(process.waitFor()).as(Files.readString(log)).isZero();
    return Files.readString(log);
  }
}
