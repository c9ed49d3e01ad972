package fr.gouv.datalab.demo.spark;

import fr.gouv.datalab.cli.Console;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code datalab demo}: the whole story on sample data, with its proof at the end. */
@Command
public final class DemoCommand implements Callable<Integer> {
  @Mixin private Console console;
  @Spec private CommandSpec command;

  @Option(
      names = "--scale",
      paramLabel = "F",
      defaultValue = "0.001",
      description = "Fraction of France (default: ${DEFAULT-VALUE}).")
  private double scale;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "2026",
      description = "Another seed, another fictional France (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Override
  public Integer call() throws IOException {
    Instant began = Instant.now();
    Consumer<String> story =
        line -> {
          if (!console.json()) {
            command.commandLine().getOut().println(line);
            command.commandLine().getOut().flush();
          }
        };
    Map<String, Object> proof = new Demo(console.home(), scale, seed, story).play();
    proof.put("seconds", Duration.between(began, Instant.now()).toSeconds());
    console.result(proof, table(proof));
    return 0;
  }

  private String table(Map<String, Object> proof) {
    StringBuilder table = new StringBuilder("\nWhat was proved\n");
    row(
        table,
        "rows read = accepted + quarantined",
        "%,d = %,d + %,d",
        proof.get("rowsRead"),
        proof.get("rowsAccepted"),
        proof.get("rowsQuarantined"));
    row(
        table,
        "linkage, against the truth",
        "precision %.4f, recall %.4f",
        proof.get("linkagePrecision"),
        proof.get("linkageRecall"));
    row(table, "gate", "%d openings refused, each with its article", proof.get("gateRefusals"));
    row(
        table,
        "cells",
        "%,d published, %,d suppressed",
        proof.get("cellsPublished"),
        proof.get("cellsSuppressed"));
    row(table, "audit of the tables", "%s", proof.get("audit"));
    row(
        table,
        "packages",
        "%d signed decisions, %d files, the same bytes twice",
        proof.get("approvals"),
        proof.get("packageFiles"));
    row(
        table,
        "letters",
        "%,d sealed to the printer, %,d unfit; %,d lines meet NF Z10-011",
        proof.get("letters"),
        proof.get("lettersUnfit"),
        proof.get("letterLines"));
    row(
        table,
        "control group",
        "%,d households set aside by a seed in the journal",
        proof.get("controlGroup"));
    row(
        table,
        "warrant",
        "2 approvals, %d steps refused, each with its article",
        proof.get("warrantRefusals"));
    row(table, "effect of the letter", "%s", effect(proof));
    row(table, "journal", "%d records verify, live and exported", proof.get("journalRecords"));
    row(
        table,
        "byte scan",
        "%,d identifiers sought in %,d files, %,d bytes: %d found",
        proof.get("scannedIdentifiers"),
        proof.get("scannedFiles"),
        proof.get("scannedBytes"),
        proof.get("identifiersFound"));
    row(table, "time", "%d s", proof.get("seconds"));
    return table
        + "\nRead the reports: "
        + proof
            .get("packages")
            .toString()
            .replaceAll("[\\[\\]]", "")
            .replace(", ", "\n                  ")
        + "\n(rapport.html and rapport.pdf in each), and the letter: "
        + proof.get("letter")
        + ". The home is "
        + console.home()
        + ".";
  }

  private static String effect(Map<String, Object> proof) {
    if (!proof.containsKey("effect")) {
      return "not given: its figures are too small to be published at this scale";
    }
    return String.format(
        Locale.ROOT,
        "%+.2f points, interval %+.2f to %+.2f: %s the true %+.2f",
        100 * (Double) proof.get("effect"),
        100 * (Double) proof.get("effectLower"),
        100 * (Double) proof.get("effectUpper"),
        Boolean.TRUE.equals(proof.get("effectCovered")) ? "covers" : "misses",
        100 * (Double) proof.get("trueEffect"));
  }

  private static void row(StringBuilder table, String name, String format, Object... values) {
    table
        .append(String.format(Locale.ROOT, "  %-36s ", name))
        .append(String.format(Locale.ROOT, format, values))
        .append('\n');
  }
}
