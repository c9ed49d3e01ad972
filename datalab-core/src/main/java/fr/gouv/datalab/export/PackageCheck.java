package fr.gouv.datalab.export;

import com.google.crypto.tink.subtle.Ed25519Verify;
import fr.gouv.datalab.hashes.Sha256;
import fr.gouv.datalab.journal.SignedNote;
import fr.gouv.datalab.refusals.BadDataException;
import fr.gouv.datalab.refusals.IntegrityException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Checks a package offline, with a public key alone: the signature over the sums, every sum, that
 * no file is missing or too many, and the journal's proof of each approval.
 *
 * @param release the release's id
 * @param files how many files the sums cover
 * @param approvals how many decisions the journal proves
 * @param key the verifier key that was trusted
 */
public record PackageCheck(String release, int files, int approvals, String key) {

  /**
   * Checks a package.
   *
   * @param folder the package
   * @param verifierKey the datalab's key, or null to believe the one in the package
   * @throws BadDataException when the folder is no package, or the key no verifier key
   * @throws IntegrityException naming the first file that is not what was signed
   */
  public static PackageCheck of(Path folder, String verifierKey) throws IOException {
    if (!Files.isRegularFile(folder.resolve(ExportPackage.SUMS), LinkOption.NOFOLLOW_LINKS)) {
      throw new BadDataException(
          folder + " is not a release's package: it has no " + ExportPackage.SUMS + ".");
    }
    String key = verifierKey == null ? claimed(folder) : verifierKey.strip();
    byte[] sums = Files.readAllBytes(folder.resolve(ExportPackage.SUMS));
    signature(folder, sums, SignedNote.publicKey(key));
    Map<String, String> listed = listed(new String(sums, StandardCharsets.UTF_8));
    for (Map.Entry<String, String> file : listed.entrySet()) {
      Path path = folder.resolve(file.getKey());
      if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
        throw new IntegrityException("The file " + file.getKey() + " is missing.");
      }
      if (!Sha256.hex(path).equals(file.getValue())) {
        throw new IntegrityException("The file " + file.getKey() + " was altered.");
      }
    }
    TreeSet<String> extra = new TreeSet<>(ExportPackage.files(folder));
    extra.removeAll(listed.keySet());
    extra.removeAll(List.of(ExportPackage.SUMS, ExportPackage.SIGNATURE));
    if (!extra.isEmpty()) {
      throw new IntegrityException("The file " + extra.first() + " was added.");
    }
    if (!listed.containsKey(ExportPackage.PROOF)) {
      throw new IntegrityException("The package has no " + ExportPackage.PROOF + ".");
    }
    ReleaseProof proof = ReleaseProof.read(folder.resolve(ExportPackage.PROOF));
    proof.verify(key, folder);
    return new PackageCheck(proof.release(), listed.size(), proof.decisions().size(), key);
  }

  private static String claimed(Path folder) throws IOException {
    Path proof = folder.resolve(ExportPackage.PROOF);
    if (!Files.isRegularFile(proof)) {
      throw new IntegrityException("The file " + ExportPackage.PROOF + " is missing.");
    }
    return ReleaseProof.read(proof).datalabKey();
  }

  private static void signature(Path folder, byte[] sums, byte[] publicKey) throws IOException {
    Path file = folder.resolve(ExportPackage.SIGNATURE);
    if (!Files.isRegularFile(file)) {
      throw new IntegrityException("The file " + ExportPackage.SIGNATURE + " is missing.");
    }
    try {
      new Ed25519Verify(publicKey).verify(Files.readAllBytes(file), sums);
    } catch (GeneralSecurityException e) {
      throw new IntegrityException(
          "The file "
              + ExportPackage.SUMS
              + " is not signed by this key, or was altered, or its signature was.",
          e);
    }
  }

  private static Map<String, String> listed(String sums) {
    Map<String, String> listed = new LinkedHashMap<>();
    for (String line : sums.split("\n")) {
      String[] parts = line.split("  ", 2);
      if (parts.length != 2 || parts[1].startsWith("/") || parts[1].contains("..")) {
        throw new IntegrityException("The file " + ExportPackage.SUMS + " is not well formed.");
      }
      listed.put(parts[1], parts[0]);
    }
    return listed;
  }
}
