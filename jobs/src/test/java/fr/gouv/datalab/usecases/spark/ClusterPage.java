package fr.gouv.datalab.usecases.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What {@code docs/how-to-cluster.md} tells to write into files, so that tests do what it says. */
final class ClusterPage {
  private static final Path PAGE = Path.of("../docs/how-to-cluster.md");

  private ClusterPage() {}

  /** The lines that the page has appended to a home's {@code datalab.yaml}. */
  static String configuration() throws IOException {
    return after("$ cat >> /srv/jobs/datalab.yaml");
  }

  /** The settings of every process of a standalone cluster. */
  static String sparkSettings(String secret) throws IOException {
    return ("spark.authenticate true\n" + after("spark.authenticate true"))
        .replaceAll("<[^>]*>", secret);
  }

  private static String after(String line) throws IOException {
    List<String> lines = Files.readAllLines(PAGE);
    int from = lines.indexOf(line) + 1;
    int to = from;
    while (!lines.get(to).equals("```")) {
      to++;
    }
    return String.join("\n", lines.subList(from, to)) + "\n";
  }
}
