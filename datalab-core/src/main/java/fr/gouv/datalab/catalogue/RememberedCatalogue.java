package fr.gouv.datalab.catalogue;

import fr.gouv.datalab.home.Home;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A catalogue whose contracts are read once, for who is asked for them at every page. Read anew
 * when a file of the home's own catalogue came, went, or changed in size, time of writing or place
 * on the disk; those built in do not change while a process runs. Safe for use by many threads.
 */
public final class RememberedCatalogue {

  private record Reading(Object stamp, List<Contract> contracts) {}

  private final Home home;
  private volatile Reading last;

  /** The catalogue of a home. */
  public RememberedCatalogue(Home home) {
    this.home = home;
  }

  /**
   * All datasets, sorted by name.
   *
   * @throws fr.gouv.datalab.refusals.BadDataException when a contract cannot be read
   */
  public List<Contract> list() {
    Object stamp = stamp();
    Reading known = last;
    if (known == null || !known.stamp.equals(stamp)) {
      known = new Reading(stamp, Catalogue.of(home).list());
      last = known;
    }
    return known.contracts;
  }

  /** The contract of a dataset, if there is one. */
  public Optional<Contract> find(String name) {
    return list().stream().filter(each -> each.dataset().equals(name)).findFirst();
  }

  private Object stamp() {
    Path folders = home.catalogue();
    TreeMap<String, List<Object>> stamp = new TreeMap<>();
    if (!Files.isDirectory(folders)) {
      return stamp;
    }
    try (Stream<Path> all = Files.list(folders)) {
      for (Path folder : all.toList()) {
        Path file = folder.resolve("dataset.yaml");
        if (Files.isRegularFile(file)) {
          BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
          stamp.put(
              file.toString(),
              List.of(now.lastModifiedTime(), now.size(), String.valueOf(now.fileKey())));
        }
      }
      return stamp;
    } catch (IOException e) {
      throw new UncheckedIOException("The directory " + folders + " cannot be read.", e);
    }
  }
}
