package fr.gouv.datalab.letters;

import fr.gouv.datalab.hashes.Sha256;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.refusals.IntegrityException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The proofs of letters that a home keeps, {@code mailings/lettres/<SHA-256>.pdf}. */
public final class LetterFile {
  private LetterFile() {}

  /** Where the proof of that hash is. */
  public static Path at(Home home, String sha256) {
    return home.mailings().resolve("lettres").resolve(sha256 + ".pdf");
  }

  /** Keeps a proof, and gives its hash. Keeping it again changes nothing. */
  public static String keep(Home home, byte[] pdf) {
    String sha256 = Sha256.hex(pdf);
    Path file = at(home, sha256);
    try {
      Files.createDirectories(file.getParent());
      Path part = Files.createTempFile(file.getParent(), "lettre", ".part");
      Files.write(part, pdf);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return sha256;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The proof of that hash.
   *
   * @throws IntegrityException when it is not there, or was altered
   */
  public static byte[] read(Home home, String sha256) {
    try {
      byte[] pdf = Files.readAllBytes(at(home, sha256));
      if (Sha256.hex(pdf).equals(sha256)) {
        return pdf;
      }
    } catch (IOException e) {
      throw new IntegrityException("The letter " + at(home, sha256) + " cannot be read.", e);
    }
    throw new IntegrityException("The letter " + at(home, sha256) + " was altered.");
  }
}
