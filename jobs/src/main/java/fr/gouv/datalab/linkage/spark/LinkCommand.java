package fr.gouv.datalab.linkage.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import fr.gouv.datalab.civilstatus.CivilStatus;
import fr.gouv.datalab.cli.Console;
import fr.gouv.datalab.lake.spark.Engine;
import fr.gouv.datalab.linkage.LinkPage;
import fr.gouv.datalab.linkage.LinkReport;
import fr.gouv.datalab.linkage.LinkSpec;
import fr.gouv.datalab.linkage.SealedIds;
import fr.gouv.datalab.linkage.TokenizedFile;
import fr.gouv.datalab.linkage.TruthReport;
import fr.gouv.datalab.pseudonyms.Tokenizer;
import fr.gouv.datalab.refusals.UsageException;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.classic.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code datalab link A.csv B.csv --spec LINK.yaml --out PAIRS.csv}: links two files of persons on
 * keyed tokens of their civil status. The keys are drawn for this run and are never written. The
 * pairs are written whole or not at all.
 */
@Command
public final class LinkCommand implements Callable<Integer> {
  /** What is shuffled are tokens, which no compression makes smaller. */
  private static final Map<String, String> SETTINGS =
      Map.of("spark.shuffle.compress", "false", "spark.shuffle.spill.compress", "false");

  @Mixin private Console console;

  @Parameters(index = "0", paramLabel = "A.csv", description = "The left file, with a header.")
  private Path left;

  @Parameters(index = "1", paramLabel = "B.csv", description = "The right file, with a header.")
  private Path right;

  @Option(
      names = "--spec",
      required = true,
      paramLabel = "LINK.yaml",
      description = "Which columns hold what, the threshold, and whether pairs are one to one.")
  private Path spec;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "PAIRS.csv",
      description = "Where the pairs go: left,right,probability.")
  private Path out;

  @Option(
      names = "--truth",
      paramLabel = "TRUTH.csv",
      description =
          "Pairs known to be true (left,right): adds precision and recall, and their curve beside"
              + " PAIRS.csv.")
  private Path truth;

  /** What `--json` prints. */
  record Answer(String out, String page, String curve, LinkReport report, TruthReport truth) {}

  @Override
  public Integer call() throws IOException {
    for (Path file :
        truth == null ? List.of(left, right, spec) : List.of(left, right, spec, truth)) {
      if (!Files.isRegularFile(file)) {
        throw new UsageException("There is no file " + file + ".");
      }
    }
    if (Files.isDirectory(out)) {
      throw new UsageException(out + " is a directory: --out names a file to write.");
    }
    LinkSpec asked = LinkSpec.read(spec.toString(), Files.readAllBytes(spec));
    Path room = Files.createTempDirectory(room(), "link-");
    Thread cleaning = new Thread(() -> remove(room));
    Runtime.getRuntime().addShutdownHook(cleaning);
    try {
      run(asked, room);
    } finally {
      remove(room);
      Runtime.getRuntime().removeShutdownHook(cleaning);
    }
    return 0;
  }

  private Path room() {
    return console.home().exists()
        ? console.home().tmp()
        : Path.of(System.getProperty("java.io.tmpdir"));
  }

  private void run(LinkSpec asked, Path room) throws IOException {
    Path leftTokens = room.resolve("left");
    Path rightTokens = room.resolve("right");
    Path trueTokens = room.resolve("truth");
    try (SealedIds leftIds = new SealedIds(room.resolve("left-ids"));
        SealedIds rightIds = new SealedIds(room.resolve("right-ids"));
        Engine engine = tokenized(asked, room, leftIds, rightIds)) {
      console.progress("tokenised; linking");
      SparkSession session = engine.session();
      TokenRows.requireDistinct(
          session,
          new TokenRows.Persons(left, asked.id().left(), leftTokens),
          new TokenRows.Persons(right, asked.id().right(), rightTokens));
      try (LinkResult result = Linker.link(session, leftTokens, rightTokens, asked.options())) {
        TruthReport measured = null;
        if (truth != null) {
          measured =
              measured(
                  result
                      .best()
                      .join(TokenRows.ids(session, leftTokens, "left", "leftToken"), "left")
                      .join(TokenRows.ids(session, rightTokens, "right", "rightToken"), "right"),
                  TokenRows.truth(session, trueTokens),
                  asked.options().threshold());
          writeCurve(measured);
        }
        writePairs(result.inOrder(), leftIds, rightIds);
        writePage(new LinkPage(result.report(), asked.options(), Optional.ofNullable(measured)));
        answer(result.report(), measured);
      }
    }
  }

  /**
   * Draws the linkage key, reads the files while Spark starts, and forgets the key. The two files
   * are read side by side.
   */
  private Engine tokenized(LinkSpec asked, Path room, SealedIds leftIds, SealedIds rightIds)
      throws IOException {
    FutureTask<Engine> engine = new FutureTask<>(() -> Engine.start(room, SETTINGS));
    Thread starting = new Thread(engine, "link-spark");
    starting.start();
    try {
      tokenize(asked, room, leftIds, rightIds);
    } catch (IOException | RuntimeException e) {
      waitFor(starting);
      result(engine).close();
      throw e;
    }
    waitFor(starting);
    return result(engine);
  }

  private void tokenize(LinkSpec asked, Path room, SealedIds leftIds, SealedIds rightIds)
      throws IOException {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    TokenizedFile tokenized = new TokenizedFile(Tokenizer.ofLinkKey(key));
    java.util.Arrays.fill(key, (byte) 0);
    Map<CivilStatus, String> leftColumns = new EnumMap<>(CivilStatus.class);
    Map<CivilStatus, String> rightColumns = new EnumMap<>(CivilStatus.class);
    asked
        .columns()
        .forEach(
            (role, sides) -> {
              leftColumns.put(role, sides.left());
              rightColumns.put(role, sides.right());
            });
    FutureTask<Long> rightRows =
        new FutureTask<>(
            () ->
                tokenized.write(
                    right, asked.id().right(), rightColumns, room.resolve("right"), rightIds));
    Thread reading = new Thread(rightRows, "link-right");
    reading.start();
    try {
      tokenized.write(left, asked.id().left(), leftColumns, room.resolve("left"), leftIds);
      if (truth != null) {
        tokenized.writeTruth(truth, room.resolve("truth"));
      }
    } finally {
      waitFor(reading);
    }
    result(rightRows);
  }

  private static void waitFor(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static <T> T result(FutureTask<T> task) throws IOException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException read) {
        throw read;
      }
      if (e.getCause() instanceof RuntimeException refused) {
        throw refused;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      throw new IllegalStateException("Interrupted while reading.", e);
    }
  }

  private static TruthReport measured(Dataset<Row> best, Dataset<Row> truth, double threshold) {
    long truePairs = truth.count();
    List<Row> hundredths =
        best.join(truth.withColumn("true", lit(1L)), seq("leftToken", "rightToken"), "left")
            .groupBy(
                floor(col("probability").multiply(100)).as("hundredth"),
                col("probability").geq(threshold).as("kept"))
            .agg(count(lit(1)), sum(when(col("true").isNotNull(), 1L).otherwise(0L)))
            .collectAsList();
    long[] pairs = new long[101];
    long[] hits = new long[101];
    long kept = 0;
    long keptHits = 0;
    for (Row row : hundredths) {
      int at = (int) row.getLong(0);
      pairs[at] += row.getLong(2);
      hits[at] += row.getLong(3);
      if (row.getBoolean(1)) {
        kept += row.getLong(2);
        keptHits += row.getLong(3);
      }
    }
    List<TruthReport.Point> curve = new ArrayList<>();
    long above = 0;
    long aboveHits = 0;
    for (int at = 100; at >= 1; at--) {
      above += pairs[at];
      aboveHits += hits[at];
      if (at < 100) {
        curve.add(0, TruthReport.Point.of(at / 100.0, above, aboveHits, truePairs));
      }
    }
    return new TruthReport(
        truePairs, TruthReport.Point.of(threshold, kept, keptHits, truePairs), curve);
  }

  private static scala.collection.immutable.Seq<String> seq(String... names) {
    return scala.jdk.javaapi.CollectionConverters.asScala(List.of(names)).toSeq();
  }

  private void writePairs(Iterator<long[]> parts, SealedIds leftIds, SealedIds rightIds)
      throws IOException {
    whole(
        out,
        printer -> {
          printer.printRecord("left", "right", "probability");
          while (parts.hasNext()) {
            long[] part = parts.next();
            for (int at = 0; at < part.length; at += PairsInOrder.RECORD) {
              printer.printRecord(
                  leftIds.get(part[at]),
                  rightIds.get(part[at + 1]),
                  share(Double.longBitsToDouble(part[at + 2])));
            }
          }
        });
  }

  private void writeCurve(TruthReport measured) throws IOException {
    whole(
        curve(),
        printer -> {
          printer.printRecord("threshold", "pairs", "precision", "recall", "f1");
          for (TruthReport.Point point : measured.curve()) {
            printer.printRecord(
                String.format(Locale.ROOT, "%.2f", point.threshold()),
                point.pairs(),
                share(point.precision()),
                share(point.recall()),
                share(point.f1()));
          }
        });
  }

  /** {@code pairs.csv} has its curve in {@code pairs.precision-recall.csv}. */
  private Path curve() {
    return beside(".precision-recall.csv");
  }

  /** {@code pairs.csv} has its report in {@code pairs.rapport.html}. */
  private Path page() {
    return beside(".rapport.html");
  }

  private Path beside(String suffix) {
    String name = out.getFileName().toString().replaceFirst("\\.csv$", "");
    return out.resolveSibling(name + suffix);
  }

  private void writePage(LinkPage page) throws IOException {
    Path target = page().toAbsolutePath();
    Path draft = Files.createTempFile(target.getParent(), "." + target.getFileName(), ".draft");
    try {
      Files.writeString(draft, page.html());
      Files.move(
          draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  @FunctionalInterface
  private interface Printing {
    void print(CSVPrinter printer) throws IOException;
  }

  /** Writes beside the file, then renames. */
  private static void whole(Path file, Printing printing) throws IOException {
    Path target = file.toAbsolutePath();
    Files.createDirectories(target.getParent());
    Path draft = Files.createTempFile(target.getParent(), "." + target.getFileName(), ".draft");
    try {
      try (Writer writer = Files.newBufferedWriter(draft, StandardCharsets.UTF_8);
          CSVPrinter printer =
              new CSVPrinter(writer, CSVFormat.RFC4180.builder().setRecordSeparator('\n').get())) {
        printing.print(printer);
      }
      Files.move(
          draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private void answer(LinkReport report, TruthReport measured) {
    for (LinkReport.RuleUse rule : report.rules()) {
      if (rule.leftOutPairs() > 0) {
        console.warn(
            String.format(
                Locale.ROOT,
                "%s: %,d blocks of more than %,d pairs were split by %s; %,d pairs were not compared"
                    + " through this rule, but may have been through another.",
                rule.rule(),
                rule.largeBlocks(),
                rule.largest(),
                rule.splitBy(),
                rule.leftOutPairs()));
      }
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%,d pairs in %s, of %,d and %,d rows (%,d pairs compared); report in %s.",
            report.pairs(),
            out,
            report.leftRows(),
            report.rightRows(),
            report.comparedPairs(),
            page()));
    lines.add(
        String.format(
            Locale.ROOT,
            "Estimated without labels: precision %.4f, recall among compared pairs %.4f.",
            report.estimatedPrecision(),
            report.estimatedRecall()));
    if (measured != null) {
      TruthReport.Point kept = measured.kept();
      lines.add(
          String.format(
              Locale.ROOT,
              "Against %,d true pairs: precision %.4f, recall %.4f, F1 %.4f (curve in %s).",
              measured.truePairs(),
              kept.precision(),
              kept.recall(),
              kept.f1(),
              curve()));
    }
    lines.add("Pairs by probability:");
    for (LinkReport.Band band : report.bands()) {
      lines.add(
          String.format(Locale.ROOT, "  %.1f-%.1f %,12d", band.from(), band.to(), band.pairs()));
    }
    lines.add("What agreement weighs, in bits (m and u: its share in matches, in other pairs):");
    for (LinkReport.LevelWeight weight : report.weights()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "  %-14s %-46s %+6.1f   m %.4f  u %.2g",
              weight.comparison(),
              weight.level(),
              weight.bits(),
              weight.m(),
              weight.u()));
    }
    console.result(
        new Answer(
            out.toString(),
            page().toString(),
            measured == null ? null : curve().toString(),
            report,
            measured),
        String.join("\n", lines));
  }

  private static String share(double value) {
    String millionths = Long.toString(Math.round(value * 1e6));
    return value >= 0.9999995
        ? "1.000000"
        : "0." + "000000".substring(millionths.length()) + millionths;
  }

  private static void remove(Path directory) {
    try (var files =
        Files.exists(directory) ? Files.walk(directory) : java.util.stream.Stream.<Path>empty()) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | java.io.UncheckedIOException e) {
      throw new IllegalStateException("Temporary files stay in " + directory + ": remove them.", e);
    }
  }
}
