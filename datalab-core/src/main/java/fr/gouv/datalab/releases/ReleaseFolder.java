package fr.gouv.datalab.releases;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import fr.gouv.datalab.hashes.Sha256;
import fr.gouv.datalab.refusals.BadDataException;
import fr.gouv.datalab.refusals.IntegrityException;
import fr.gouv.datalab.refusals.RefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files of one release: {@code draft.json}, and a folder for each table with {@code
 * published.csv}, {@code audit.csv}, {@code spec.yaml}, the hierarchies and, where there is one,
 * {@code holders.csv}, {@code register.csv} and {@code perturbation.json}. For reviewers: the audit
 * says what was hidden.
 */
public final class ReleaseFolder {
  private static final String DRAFT = "draft.json";

  /** Drawn for each release, and never leaves it. */
  private static final String SEAL = "sceau";

  private static final int SEAL_BYTES = 32;

  /** What says hidden figures: the hash of such a file, alone, lets one try all that it may say. */
  private static final Set<String> CONFIDENTIAL = Set.of("audit.csv", "holders.csv", "report.html");

  private final Path folder;

  ReleaseFolder(Path folder) {
    this.folder = folder;
  }

  /** Where the files are. */
  public Path path() {
    return folder;
  }

  /** The folder of one table. */
  public Path output(String name) {
    return folder.resolve(name);
  }

  /** What the author said of the release. */
  public Draft draft() {
    try {
      return Json.MAPPER.readValue(folder.resolve(DRAFT).toFile(), Draft.class);
    } catch (IOException e) {
      throw new IntegrityException("The file draft.json of the release cannot be read.", e);
    }
  }

  /**
   * Copies a draft's files beside this folder.
   *
   * @return the copy, to be moved here once the registry knows it
   * @throws BadDataException when a file is missing or is not what it should be
   * @throws RefusedException when a table fails its audit
   */
  static ReleaseFolder copy(Draft draft, Path to) {
    try {
      delete(to);
      Files.createDirectories(to);
      for (Draft.Output output : draft.outputs()) {
        copy(output, to.resolve(output.name()));
      }
      write(to.resolve(DRAFT), Json.MAPPER.writeValueAsBytes(draft));
      byte[] seal = new byte[SEAL_BYTES];
      new SecureRandom().nextBytes(seal);
      write(to.resolve(SEAL), seal);
      return new ReleaseFolder(to);
    } catch (IOException e) {
      throw new UncheckedIOException("The release's files could not be copied.", e);
    }
  }

  private static void copy(Draft.Output output, Path to) throws IOException {
    Path from = output.folder();
    if (from == null) {
      throw new BadDataException("The table " + output.name() + " has no folder.");
    }
    for (String needed : List.of("published.csv", "audit.csv", "spec.yaml")) {
      if (!Files.isRegularFile(from.resolve(needed))) {
        throw new BadDataException(from + " has no " + needed + ": protect the table first.");
      }
    }
    List<String> names = new ArrayList<>(List.of("published.csv", "audit.csv", "spec.yaml"));
    for (TableSpec.Dimension dimension : TableSpec.read(from.resolve("spec.yaml")).dimensions()) {
      dimension.hierarchy().ifPresent(names::add);
    }
    for (String more : List.of("holders.csv", "report.html", "register.csv", Perturbed.FILE)) {
      if (Files.isRegularFile(from.resolve(more))) {
        names.add(more);
      }
    }
    Files.createDirectories(to);
    for (String name : names.stream().distinct().toList()) {
      Path source = from.resolve(name);
      if (!Path.of(name).getFileName().toString().equals(name) || !Files.isRegularFile(source)) {
        throw new BadDataException(
            "The hierarchy " + name + " must be a file beside " + from.resolve("spec.yaml") + ".");
      }
      write(to.resolve(name), Files.readAllBytes(source));
    }
    AuditVerdict verdict = AuditVerdict.of(to);
    if (!verdict.safe()) {
      throw new RefusedException(
          "the disclosure audit",
          "the table "
              + output.name()
              + " is unsafe and cannot be released. "
              + String.join(" ", verdict.shortfalls().stream().limit(3).toList())
              + " Protect it again with `datalab disclose protect`.");
    }
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      java.nio.ByteBuffer buffer = java.nio.ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        out.write(buffer);
      }
      out.force(true);
    }
  }

  /**
   * Every file as it is now, by path. The hash of a file that says hidden figures is taken with the
   * release's seal before it: hashes are in the journal and in the package, and a file of which all
   * is known but two small counts would be found by trying.
   */
  List<Release.HashedFile> hashed() {
    Path seal = folder.resolve(SEAL);
    try (Stream<Path> files = Files.walk(folder)) {
      byte[] before = Files.exists(seal) ? Files.readAllBytes(seal) : new byte[0];
      Map<String, Release.HashedFile> sorted = new TreeMap<>();
      for (Path file : files.filter(path -> !Files.isDirectory(path)).toList()) {
        String path = folder.relativize(file).toString().replace('\\', '/');
        String hash =
            CONFIDENTIAL.contains(file.getFileName().toString())
                ? Sha256.hex(before, file)
                : Sha256.hex(file);
        sorted.put(path, new Release.HashedFile(path, hash, Files.size(file)));
      }
      return List.copyOf(sorted.values());
    } catch (IOException e) {
      throw new IntegrityException("The files of the release cannot be read.", e);
    }
  }

  /**
   * Checks that every file is as it was at the draft, and that there is no other.
   *
   * @throws IntegrityException naming the first that is not
   */
  void verify(Release release) {
    Map<String, Release.HashedFile> now = new TreeMap<>();
    if (Files.isDirectory(folder)) {
      hashed().forEach(file -> now.put(file.path(), file));
    }
    for (Release.HashedFile file : release.files()) {
      Release.HashedFile found = now.remove(file.path());
      if (!file.equals(found)) {
        throw new IntegrityException(
            "The file "
                + file.path()
                + " of release "
                + release.id()
                + (found == null ? " is missing." : " was altered since the draft.")
                + " Draft the release again from its tables.");
      }
    }
    if (!now.isEmpty()) {
      throw new IntegrityException(
          "The file "
              + now.keySet().iterator().next()
              + " was added to release "
              + release.id()
              + " since the draft.");
    }
  }

  void moveTo(Path place) {
    try {
      delete(place);
      Files.move(folder, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("The release's files could not be moved in place.", e);
    }
  }

  static void delete(Path tree) {
    if (Files.notExists(tree)) {
      return;
    }
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(tree + " could not be removed.", e);
    }
  }

  /** Made once: a mapper costs more than what it reads here. */
  private static final class Json {
    static final JsonMapper MAPPER =
        JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();
  }
}
