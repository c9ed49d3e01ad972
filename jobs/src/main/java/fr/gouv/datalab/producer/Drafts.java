package fr.gouv.datalab.producer;

import fr.gouv.datalab.refusals.UsageException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files in the making beside an output, which take its name when they are whole. Those that a
 * killed process left are removed by the next one.
 */
final class Drafts implements Closeable {
  private static final String REPORT = ".refus.csv";

  private final Path out;
  private final Path output;
  private final Path report;

  Drafts(Path out) throws IOException {
    this.out = out.toAbsolutePath();
    Path directory = this.out.getParent();
    if (!Files.isDirectory(directory)) {
      throw new UsageException("There is no directory " + directory + " to write to: make it.");
    }
    String name = "." + this.out.getFileName();
    removeLeft(directory, name);
    String mine = name + "." + ProcessHandle.current().pid() + "-" + System.nanoTime();
    output = directory.resolve(mine + ".partiel");
    report = directory.resolve(mine + ".refus.partiel");
  }

  private static void removeLeft(Path directory, String name) throws IOException {
    Pattern draft = Pattern.compile(Pattern.quote(name) + "\\.(\\d+)-\\d+(\\.refus)?\\.partiel");
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        Matcher found = draft.matcher(file.getFileName().toString());
        if (found.matches() && ProcessHandle.of(Long.parseLong(found.group(1))).isEmpty()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  Path output() {
    return output;
  }

  Path report() {
    return report;
  }

  /**
   * Gives the drafts their names, the output's last.
   *
   * @param refusals whether there is a report; one of an earlier run is removed if not
   * @return where the report is
   */
  Optional<Path> done(boolean refusals) throws IOException {
    Path kept = out.resolveSibling(out.getFileName() + REPORT);
    if (refusals) {
      move(report, kept);
    } else {
      Files.deleteIfExists(kept);
    }
    move(output, out);
    return refusals ? Optional.of(kept) : Optional.empty();
  }

  private static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(output);
    Files.deleteIfExists(report);
  }
}
