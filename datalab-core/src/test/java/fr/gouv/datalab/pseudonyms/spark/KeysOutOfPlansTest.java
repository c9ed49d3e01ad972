package fr.gouv.datalab.pseudonyms.spark;

import static org.assertj.core.api.Assertions.assertThat;

import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.identifiers.IdentifierKind;
import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.lake.Families;
import fr.gouv.datalab.lake.LakeAccess;
import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.lake.spark.LakeTable;
import fr.gouv.datalab.registry.Homes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.EventLoggingListener;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.execution.ExplainMode;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real event log of a pseudonymising job that writes and reads the lake, searched for its keys.
 */
class KeysOutOfPlansTest {
  private static final Families FAMILIES =
      new Families("essai.plaques", Families.COMMON, Map.of("plaque", Families.IDENTIFIERS));

  @TempDir Path directory;

  @Test
  void noKeyIsInAPlanItsCodeOrTheEventLog() throws Exception {
    Home home = Homes.in(directory.resolve("home"));
    KeyStore keys = KeyStore.init(home.keys());
    keys.create(KeyName.project("CONV-1"));
    FAMILIES.keys().forEach(keys::create);
    Path events = Files.createDirectory(directory.resolve("events"));
    StringBuilder said = new StringBuilder();
    try (Engine engine = Engine.start(home);
        LakeAccess access = LakeAccess.open(keys, key -> {})) {
      SparkContext context = engine.session().sparkContext();
      EventLoggingListener log = eventLog(context, events);
      LakeTable table =
          new LakeTable(engine.session(), access, home.lake().resolve("t").toString(), FAMILIES);
      Pseudonyms pseudonyms = new Pseudonyms(home.keys().toString());
      table.append("livraison", session -> plates(session, pseudonyms));
      Dataset<Row> shown =
          table.read().select(pseudonyms.project("CONV-1", functions.col("plaque")).as("p"));
      Dataset<Row> rekeyed = shown.select(pseudonyms.rekeyed(1, 1, functions.col("p")));
      assertThat(rekeyed.distinct().collectAsList()).hasSize(100);
      for (ExplainMode mode :
          List.of(
              ExplainMode.fromString("extended"),
              ExplainMode.fromString("codegen"),
              ExplainMode.fromString("cost"))) {
        said.append(
            ((org.apache.spark.sql.classic.Dataset<Row>) rekeyed)
                .queryExecution()
                .explainString(mode));
      }
      context.listenerBus().waitUntilEmpty();
      log.stop();
    }
    try (Stream<Path> files = Files.walk(events)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        said.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      }
    }
    String everything = said.toString();
    assertThat(everything)
        .contains("SparkListenerSQLExecutionStart", "SparkListenerTaskEnd", "PseudonymFunctions");
    Map<String, String> texts = texts(keys);
    assertThat(texts).hasSizeGreaterThan(30);
    texts.forEach((name, text) -> assertThat(everything.contains(text)).as(name).isFalse());
  }

  private static Dataset<Row> plates(SparkSession session, Pseudonyms pseudonyms) {
    return session
        .range(1, 101)
        .select(
            pseudonyms
                .lake(
                    IdentifierKind.IMMATRICULATION,
                    functions.format_string("AB-%03d-CD", functions.col("id")))
                .as("plaque"),
            functions.col("id").as("rang"));
  }

  private static EventLoggingListener eventLog(SparkContext context, Path events) {
    SparkConf conf =
        context
            .conf()
            .clone()
            .set("spark.eventLog.compress", "false")
            .set("spark.eventLog.rolling.enabled", "false");
    EventLoggingListener log =
        new EventLoggingListener(
            "essai", scala.Option.empty(), events.toUri(), conf, context.hadoopConfiguration());
    log.start();
    context.addSparkListener(log);
    return log;
  }

  private static Map<String, String> texts(KeyStore keys) throws IOException {
    Map<String, byte[]> all = new TreeMap<>();
    all.put("token", keys.tokenKey(KeyName.token(IdentifierKind.IMMATRICULATION)).getEncoded());
    all.put("link", keys.tokenKey(KeyName.LINK).getEncoded());
    all.put("lake", keys.secret(KeyName.LAKE, "pseudonym"));
    all.put("project", keys.secret(KeyName.project("CONV-1"), "pseudonym"));
    FAMILIES.keys().forEach(name -> all.put(name.value(), keys.secret(name, "lake")));
    Map<String, String> texts = new TreeMap<>();
    all.forEach(
        (name, key) -> {
          String hex = HexFormat.of().formatHex(key, 0, 16);
          texts.put(name + " hex", hex);
          texts.put(name + " HEX", hex.toUpperCase(Locale.ROOT));
          texts.put(name + " bytes", new String(key, StandardCharsets.ISO_8859_1));
          texts.put(
              name + " list", Arrays.toString(Arrays.copyOf(key, 8)).replaceAll("[\\[\\]]", ""));
          texts.put(name + " base64", Base64.getEncoder().encodeToString(key).substring(0, 40));
          texts.put(name + " url", Base64.getUrlEncoder().encodeToString(key).substring(0, 40));
        });
    return texts;
  }
}
