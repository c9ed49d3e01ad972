package fr.gouv.datalab.desk.donnees;

import fr.gouv.datalab.export.PackageCheck;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.refusals.DatalabException;
import fr.gouv.datalab.releases.Release;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The packages that ministries received, with what their verification said.
 *
 * <p>A package is verified when it is first shown, and again whenever a file of it, or the
 * datalab's key, is not the one that was verified: its path, size, times of writing and of change
 * of its entry, and place on the disk are compared each time. What a person downloads is verified
 * anew, whatever was remembered. Safe for use by many threads.
 */
final class ReceivedReports {
  private static final int MOST = 5_000;

  /** A file as it was when its package was verified. */
  private record Seen(String path, Map<String, Object> attributes) {}

  private record Verified(List<Seen> files, ReceivedReport report) {}

  private final Home home;
  private final Map<String, Verified> verified =
      Collections.synchronizedMap(
          new LinkedHashMap<>(64, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Verified> eldest) {
              return size() > MOST;
            }
          });

  ReceivedReports(Home home) {
    this.home = home;
  }

  private Path folder(Release release) {
    return home.exports().resolve(release.id());
  }

  private Path key() {
    return home.exports().resolve("datalab.vkey");
  }

  /** The package of a release that left, with what its verification says. */
  ReceivedReport of(Release release) {
    if (!Files.isDirectory(folder(release), LinkOption.NOFOLLOW_LINKS)) {
      return ReceivedReport.absent(release);
    }
    List<Seen> now = seen(release);
    Verified known = verified.get(release.id());
    if (known == null || !known.files.equals(now)) {
      known = new Verified(now, verify(release));
      verified.put(release.id(), known);
    }
    return known.report.of(release);
  }

  private ReceivedReport verify(Release release) {
    try {
      PackageCheck check = PackageCheck.of(folder(release), Files.readString(key()));
      return ReceivedReport.genuine(release, check.approvals(), files(release));
    } catch (DatalabException e) {
      return ReceivedReport.forged(release, e.getMessage());
    } catch (IOException e) {
      return ReceivedReport.forged(release, "");
    }
  }

  /**
   * A file of a package that verifies now, to be given to a person.
   *
   * @return nothing when the package does not verify or has no such file
   */
  java.util.Optional<Path> file(Release release, String path) {
    ReceivedReport fresh = verify(release);
    return fresh.genuine() && fresh.files().contains(path)
        ? java.util.Optional.of(folder(release).resolve(path))
        : java.util.Optional.empty();
  }

  private List<String> files(Release release) throws IOException {
    Path folder = folder(release);
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
          .map(path -> folder.relativize(path).toString())
          .sorted()
          .toList();
    }
  }

  private List<Seen> seen(Release release) {
    List<Seen> seen = new ArrayList<>();
    try (Stream<Path> all = Files.walk(folder(release))) {
      for (Path path : Stream.concat(all.sorted(), Stream.of(key())).toList()) {
        boolean unix = path.getFileSystem().supportedFileAttributeViews().contains("unix");
        seen.add(
            new Seen(
                path.toString(),
                Files.readAttributes(
                    path,
                    unix ? "unix:size,lastModifiedTime,ctime,ino" : "size,lastModifiedTime,fileKey",
                    LinkOption.NOFOLLOW_LINKS)));
      }
      return seen;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
