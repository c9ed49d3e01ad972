package fr.gouv.datalab.export;

import fr.gouv.datalab.hashes.Sha256;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.journal.SignedNote;
import fr.gouv.datalab.keys.KeyName;
import fr.gouv.datalab.keys.KeyStore;
import fr.gouv.datalab.refusals.IntegrityException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.releases.Draft;
import fr.gouv.datalab.releases.PublishedTable;
import fr.gouv.datalab.releases.Release;
import fr.gouv.datalab.releases.ReleaseFolder;
import fr.gouv.datalab.releases.ReleaseStore;
import fr.gouv.datalab.reports.ReleaseReport;
import fr.gouv.datalab.reports.ReportPdf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Writes the package of an approved release to {@code exports/<release>/}. Its bytes depend on the
 * release and on what was frozen at its first export (the time, the proof, the signature):
 * exporting again gives the same. Written aside, flushed to disk, then moved: it is whole or
 * absent. Needs parquet-hadoop on the class path, but no Hadoop configuration and no Spark.
 */
public final class ExportPackage {
  static final String SUMS = "SHA256SUMS";
  static final String SIGNATURE = "SHA256SUMS.sig";
  static final String PROOF = "proof.json";

  /** Who signs as the datalab. */
  public static final String SIGNER = "datalab";

  /** The key that signs packages. */
  public static final KeyName KEY = KeyName.sign(SIGNER);

  private final Registry registry;
  private final KeyStore keys;
  private final ReleaseStore releases;

  /** Exports the releases of a registry's home. */
  public ExportPackage(Registry registry, KeyStore keys, ReleaseStore releases) {
    this.registry = registry;
    this.keys = keys;
    this.releases = releases;
  }

  /**
   * Exports a release.
   *
   * @return the package's folder
   * @throws fr.gouv.datalab.refusals.RefusedException when it is not approved, or the person may
   *     not
   * @throws IntegrityException when the release's files were altered, or the package that would be
   *     made is not the one that was exported first
   */
  public Path export(String id, String person) throws IOException {
    Release release = releases.exportable(id, person);
    keys.create(KEY);
    Home home = registry.home();
    Path staged = home.exports().resolve("." + id + "-" + System.nanoTime());
    try {
      Optional<Release.Exported> before = releases.exported(id);
      Release.Exported made = build(release, before, person, staged);
      if (before.isEmpty()) {
        releases.markExported(id, person, made);
        Release.Exported frozen = releases.exported(id).orElseThrow();
        if (!frozen.equals(made)) {
          delete(staged);
          build(release, Optional.of(frozen), person, staged);
        }
      }
      publicKeys(home);
      Path place = home.exports().resolve(id);
      replace(staged, place);
      return place;
    } finally {
      delete(staged);
    }
  }

  private Release.Exported build(
      Release release, Optional<Release.Exported> before, String person, Path folder)
      throws IOException {
    Instant time = before.map(Release.Exported::time).orElseGet(registry::now);
    String proof =
        before
            .map(Release.Exported::proof)
            .orElseGet(() -> ReleaseProof.of(registry, keys, release).json());
    ReleaseFolder files = releases.folder(release.id());
    Draft draft = files.draft();
    Files.createDirectories(folder.resolve("data"));
    for (Draft.Output output : draft.outputs()) {
      data(folder.resolve("data"), files, output, draft);
    }
    ReleaseReport report = ReleaseReport.of(release, files, time);
    String html = report.html();
    write(folder.resolve("rapport.html"), html.getBytes(StandardCharsets.UTF_8));
    write(folder.resolve("rapport.pdf"), ReportPdf.of(html, time));
    write(folder.resolve(PROOF), proof.getBytes(StandardCharsets.UTF_8));
    write(
        folder.resolve("metadata.jsonld"),
        Metadata.dcat(release, draft, time, folder).getBytes(StandardCharsets.UTF_8));
    byte[] sums = sums(folder).getBytes(StandardCharsets.UTF_8);
    String hash = Sha256.hex(sums);
    if (before.isPresent() && !before.get().sums().equals(hash)) {
      throw new IntegrityException(
          "The package of "
              + release.id()
              + " made now is not the one that was exported on "
              + time
              + ": keep the one that left, or withdraw it and release the tables again.");
    }
    write(folder.resolve(SUMS), sums);
    String signature = before.map(Release.Exported::signature).orElseGet(() -> sign(sums));
    write(folder.resolve(SIGNATURE), Base64.getDecoder().decode(signature));
    flush(folder.resolve("data"));
    flush(folder);
    return new Release.Exported(time, person, proof, hash, signature);
  }

  private static void data(Path data, ReleaseFolder files, Draft.Output output, Draft draft)
      throws IOException {
    Path source = files.output(output.name());
    PublishedTable table = PublishedTable.read(source);
    write(
        data.resolve(output.name() + ".csv"), Files.readAllBytes(source.resolve("published.csv")));
    write(
        data.resolve(output.name() + ".csv-metadata.json"),
        Metadata.csvw(draft, output, table).getBytes(StandardCharsets.UTF_8));
    ParquetTable.write(table, data.resolve(output.name() + ".parquet"));
    flush(data.resolve(output.name() + ".parquet"));
  }

  private String sign(byte[] sums) {
    try {
      return Base64.getEncoder().encodeToString(keys.signer(KEY).sign(sums));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The package could not be signed.", e);
    }
  }

  /** The keys that outsiders verify with, beside the packages. */
  private void publicKeys(Home home) throws IOException {
    byte[] key = keys.publicKey(KEY);
    Files.writeString(
        home.exports().resolve("datalab.vkey"), SignedNote.verifierKey(SIGNER, key) + "\n");
    byte[] prefix = Base64.getDecoder().decode("MCowBQYDK2VwAyEA");
    byte[] der = ByteBuffer.allocate(prefix.length + key.length).put(prefix).put(key).array();
    Files.writeString(
        home.exports().resolve("datalab.pem"),
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getEncoder().encodeToString(der)
            + "\n-----END PUBLIC KEY-----\n");
  }

  private static String sums(Path folder) throws IOException {
    StringBuilder sums = new StringBuilder();
    for (String path : files(folder)) {
      sums.append(Sha256.hex(folder.resolve(path))).append("  ").append(path).append('\n');
    }
    return sums.toString();
  }

  /** Every file of a folder, by path with {@code /}, sorted. */
  static List<String> files(Path folder) throws IOException {
    List<String> paths = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .filter(file -> !Files.isDirectory(file, java.nio.file.LinkOption.NOFOLLOW_LINKS))
          .map(file -> folder.relativize(file).toString().replace('\\', '/'))
          .sorted()
          .forEach(paths::add);
    }
    return paths;
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    Files.write(file, bytes, StandardOpenOption.CREATE_NEW);
    flush(file);
  }

  private static void flush(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void replace(Path staged, Path place) throws IOException {
    Path old = place.resolveSibling(staged.getFileName() + "-old");
    if (Files.exists(place)) {
      Files.move(place, old, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.move(staged, place, StandardCopyOption.ATOMIC_MOVE);
    flush(place.getParent());
    delete(old);
  }

  private static void delete(Path tree) throws IOException {
    if (Files.notExists(tree)) {
      return;
    }
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
