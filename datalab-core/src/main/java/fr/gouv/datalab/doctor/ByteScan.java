package fr.gouv.datalab.doctor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** Reads every byte under some directories and tells every clear identifier. */
public final class ByteScan {
  private static final int MOST_BY_PLACE = 100;

  private final Needles needles;

  public ByteScan(Needles needles) {
    this.needles = needles;
  }

  /**
   * What a scan read and found.
   *
   * @param files number of files read
   * @param bytes bytes read, what was decompressed included
   * @param needles number of distinct values looked for
   * @param findings where clear values stand, at most a hundred by file
   * @param unreadable files that could not be read, with the reason
   */
  public record Result(
      long files, long bytes, int needles, List<Finding> findings, List<String> unreadable) {}

  /**
   * @param roots directories; one that does not exist holds nothing
   * @param keep which files to read
   */
  public Result run(Collection<Path> roots, Predicate<Path> keep) {
    List<Path> files = new ArrayList<>();
    for (Path root : roots) {
      list(root, keep, files);
    }
    AtomicLong bytes = new AtomicLong();
    ConcurrentLinkedQueue<Finding> findings = new ConcurrentLinkedQueue<>();
    ConcurrentLinkedQueue<String> unreadable = new ConcurrentLinkedQueue<>();
    files.parallelStream()
        .forEach(
            file -> {
              AtomicLong left = new AtomicLong(MOST_BY_PLACE);
              Contents contents =
                  new Contents(
                      needles,
                      finding -> {
                        if (left.getAndDecrement() > 0) {
                          findings.add(finding);
                        }
                      },
                      bytes);
              try {
                contents.read(file, file.toString());
              } catch (NoSuchFileException e) {
                // Removed since it was listed: a temporary file of someone else.
              } catch (IOException e) {
                unreadable.add(file + ": " + e.getClass().getSimpleName());
              }
            });
    return new Result(
        files.size(),
        bytes.get(),
        needles.size(),
        List.copyOf(Set.copyOf(findings)),
        List.copyOf(unreadable));
  }

  private static void list(Path root, Predicate<Path> keep, List<Path> files) {
    if (!Files.isDirectory(root)) {
      return;
    }
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(
                Path directory, BasicFileAttributes attributes) {
              return directory.equals(root) || keep.test(directory)
                  ? FileVisitResult.CONTINUE
                  : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (attributes.isRegularFile() && keep.test(file)) {
                files.add(file);
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
