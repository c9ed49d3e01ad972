package fr.gouv.datalab.home;

import fr.gouv.datalab.refusals.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The one directory where a datalab keeps what it owns. Every path of the house is asked here, so
 * that nothing is ever written elsewhere.
 *
 * <p>A {@code Home} is only a name: making one reads nothing. {@link #init()} creates the
 * directories and may be called any number of times.
 */
public final class Home {

  private static final List<String> ROOMS =
      List.of(
          "keys",
          "landing",
          "lake",
          "vault",
          "deliveries",
          "releases",
          "exports",
          "mailings",
          "journal",
          "tmp",
          "catalogue",
          "conventions",
          "usecases");

  private final Path path;

  private Home(Path path) {
    this.path = path.toAbsolutePath().normalize();
  }

  /** The home at a directory, which need not exist yet. */
  public static Home of(Path path) {
    return new Home(Objects.requireNonNull(path, "path"));
  }

  /** The home that {@code DATALAB_HOME} names, or {@code ./datalab-home}. */
  public static Home fromEnvironment() {
    String named = System.getenv("DATALAB_HOME");
    return of(Path.of(named == null || named.isBlank() ? "datalab-home" : named));
  }

  /**
   * Makes the directories, readable by their owner alone, and the configuration file if there is
   * none. Changes nothing that exists.
   *
   * @return this home
   * @throws UncheckedIOException if a directory cannot be made
   */
  public Home init() {
    return init("");
  }

  /**
   * The same, with lines of YAML that a new configuration file begins with.
   *
   * @throws fr.gouv.datalab.refusals.BadDataException when they are not what it may hold; nothing
   *     is made then
   */
  public Home init(String settings) {
    Configuration.check(settings, this);
    try {
      makeDirectory(path);
      for (String room : ROOMS) {
        makeDirectory(path.resolve(room));
      }
      if (Files.notExists(configurationFile())) {
        try (InputStream template = Home.class.getResourceAsStream("datalab.yaml")) {
          byte[] rest = Objects.requireNonNull(template, "datalab.yaml").readAllBytes();
          Files.writeString(
              configurationFile(), settings + new String(rest, StandardCharsets.UTF_8));
        }
      }
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException("The home " + path + " could not be made.", e);
    }
  }

  /**
   * Says in the configuration where the registry is from now on: the file is the new one or the old
   * one, never a part.
   *
   * @throws UsageException when the file says where it is already
   */
  public void settleRegistry(RegistryPlace place) {
    try {
      String settings = place.lines() + Files.readString(configurationFile());
      requireUnsettledRegistry();
      Configuration.check(settings, this);
      Path written = Files.createTempFile(path, "datalab", ".yaml");
      Files.writeString(written, settings);
      try (FileChannel channel = FileChannel.open(written, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.setPosixFilePermissions(written, Files.getPosixFilePermissions(configurationFile()));
      Files.move(written, configurationFile(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("The file " + configurationFile() + " was not written.", e);
    }
  }

  /**
   * Requires that the configuration says nothing of the registry.
   *
   * @throws UsageException when it does
   */
  public void requireUnsettledRegistry() {
    try (Stream<String> lines = Files.lines(configurationFile())) {
      if (lines.anyMatch(line -> line.matches("[\"']?registry[\"']?\\s*:.*"))) {
        throw new UsageException(
            "datalab.yaml says where the registry is: this moves the one that is in the home.");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The file " + configurationFile() + " cannot be read.", e);
    }
  }

  private static void makeDirectory(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Files.createDirectories(directory);
    if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }
  }

  /** Whether {@link #init()} was called once for this directory. */
  public boolean exists() {
    return Files.isRegularFile(configurationFile());
  }

  /**
   * This home, if it was initialised.
   *
   * @throws UsageException otherwise, saying to run {@code datalab init}
   */
  public Home require() {
    if (!exists()) {
      throw new UsageException(
          "There is no datalab home at " + path + ": run `datalab init`, or name one by --home.");
    }
    return this;
  }

  /** What {@code datalab.yaml} says; the defaults where it says nothing. */
  public Configuration configuration() {
    return Configuration.read(this);
  }

  /** The directory itself, absolute. */
  public Path path() {
    return path;
  }

  /** {@code datalab.yaml}. */
  public Path configurationFile() {
    return path.resolve("datalab.yaml");
  }

  /** The SQLite registry, used unless the configuration names a JDBC URL. */
  public Path registry() {
    return path.resolve("registry.db");
  }

  /** Keysets, each wrapped by the key-encryption key. */
  public Path keys() {
    return path.resolve("keys");
  }

  /** Deliveries, in clear only until they are ingested. */
  public Path landing() {
    return path.resolve("landing");
  }

  /** The lake's tables: dataset {@code a.b} is {@code lake/a/b}. */
  public Path lake() {
    return path.resolve("lake");
  }

  /** What each delivery was like: its report, without anything of a person. */
  public Path deliveries() {
    return path.resolve("deliveries");
  }

  /** Direct identifiers, sealed to their custodian. */
  public Path vault() {
    return path.resolve("vault");
  }

  /** The content of each release, {@code releases/<id>/}. */
  public Path releases() {
    return path.resolve("releases");
  }

  /** The signed packages, {@code exports/<release>/}. */
  public Path exports() {
    return path.resolve("exports");
  }

  /** Proofs of letters, and the sealed files of executed warrants, {@code mailings/<warrant>/}. */
  public Path mailings() {
    return path.resolve("mailings");
  }

  /** Signed checkpoints and the witness file. */
  public Path journal() {
    return path.resolve("journal");
  }

  /** Every temporary file, Spark's included; emptied at exit by who fills it. */
  public Path tmp() {
    return path.resolve("tmp");
  }

  /** The user's own datasets. */
  public Path catalogue() {
    return path.resolve("catalogue");
  }

  /** The user's own conventions. */
  public Path conventions() {
    return path.resolve("conventions");
  }

  /** The user's own use cases. */
  public Path usecases() {
    return path.resolve("usecases");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Home that && path.equals(that.path);
  }

  @Override
  public int hashCode() {
    return path.hashCode();
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
