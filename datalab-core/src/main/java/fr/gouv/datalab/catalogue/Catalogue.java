package fr.gouv.datalab.catalogue;

import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.refusals.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The datasets that a home knows: those built in, and the folders of its {@code catalogue/}, which
 * come first when both have one of the same name. Every call reads the files anew. Needs no
 * registry; the home need not be initialised.
 */
public final class Catalogue {
  private final Path folders;

  private Catalogue(Path folders) {
    this.folders = folders;
  }

  /** The catalogue of a home. */
  public static Catalogue of(Home home) {
    return new Catalogue(home.catalogue());
  }

  /** The names of all datasets, sorted. */
  public List<String> names() {
    SortedSet<String> names = new TreeSet<>(builtIn());
    names.addAll(own());
    return List.copyOf(names);
  }

  /**
   * All datasets, sorted by name.
   *
   * @throws fr.gouv.datalab.refusals.BadDataException when a contract cannot be read
   */
  public List<Contract> list() {
    return names().stream().map(this::dataset).toList();
  }

  /**
   * The contract of a dataset.
   *
   * @throws UsageException when there is no such dataset
   * @throws fr.gouv.datalab.refusals.BadDataException when its contract cannot be read
   */
  public Contract dataset(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new UsageException(
                    "There is no dataset `"
                        + name
                        + "`: `datalab catalogue list` shows those there are."));
  }

  /**
   * The contract that a file says, wherever it is: a producer has no home.
   *
   * @throws fr.gouv.datalab.refusals.BadDataException when it cannot be read as a contract
   */
  public static Contract file(Path yaml) {
    try {
      return ContractReader.read(yaml.toString(), Files.readAllBytes(yaml), false);
    } catch (IOException e) {
      throw new UsageException("There is no contract " + yaml + ", or it cannot be read.");
    }
  }

  /** The contract of a dataset, if there is one. */
  public Optional<Contract> find(String name) {
    return name.matches(ContractReader.DATASET_NAME) || own().contains(name)
        ? bytes(name).map(utf8 -> ContractReader.read(name, utf8))
        : Optional.empty();
  }

  private Optional<byte[]> bytes(String name) {
    try {
      Path own = folders.resolve(name).resolve("dataset.yaml");
      if (Files.isRegularFile(own)) {
        return Optional.of(Files.readAllBytes(own));
      }
      try (InputStream in =
          Catalogue.class
              .getClassLoader()
              .getResourceAsStream("catalogue/" + name + "/dataset.yaml")) {
        return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The contract of " + name + " cannot be read.", e);
    }
  }

  private SortedSet<String> own() {
    if (!Files.isDirectory(folders)) {
      return new TreeSet<>();
    }
    try (Stream<Path> entries = Files.list(folders)) {
      SortedSet<String> names = new TreeSet<>();
      entries
          .filter(folder -> Files.isRegularFile(folder.resolve("dataset.yaml")))
          .forEach(folder -> names.add(folder.getFileName().toString()));
      return names;
    } catch (IOException e) {
      throw new UncheckedIOException("The directory " + folders + " cannot be read.", e);
    }
  }

  /** The folders that the {@code catalogue/index} of any module on the class path lists. */
  private static SortedSet<String> builtIn() {
    SortedSet<String> names = new TreeSet<>();
    try {
      for (URL url :
          Collections.list(Catalogue.class.getClassLoader().getResources("catalogue/index"))) {
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false);
        try (InputStream in = connection.getInputStream()) {
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .map(String::strip)
              .filter(line -> !line.isEmpty() && !line.startsWith("#"))
              .forEach(names::add);
        }
      }
      return names;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
