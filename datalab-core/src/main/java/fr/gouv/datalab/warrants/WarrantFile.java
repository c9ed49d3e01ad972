package fr.gouv.datalab.warrants;

import fr.gouv.datalab.hashes.Sha256;
import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.refusals.IntegrityException;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.registry.Registry;
import fr.gouv.datalab.vault.SealedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The one file that a warrant writes, {@code mailings/<warrant>/courrier.scelle}. While it is being
 * written it has another name and lacks its wrapped key; the registry's record of the execution
 * gives it both. So a kill leaves nothing that opens, or a whole file that {@link #settle}
 * finishes.
 */
public final class WarrantFile {
  private final Path folder;
  private final Path file;
  private final Path part;

  /** The file of a warrant of a home. */
  public WarrantFile(Home home, String warrant) {
    folder = home.mailings().resolve(warrant);
    file = folder.resolve("courrier.scelle");
    part = folder.resolve("courrier.scelle.part");
  }

  /** Where it is written before it counts; its directory is made. */
  public Path part() throws IOException {
    Files.createDirectories(folder);
    return part;
  }

  /**
   * Keeps other executions of this warrant out until closed.
   *
   * @throws RefusedException when one is running
   */
  public AutoCloseable alone() throws IOException {
    Files.createDirectories(folder);
    FileChannel channel =
        FileChannel.open(
            folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      channel.close();
      throw new RefusedException(
          "one execution at a time", "this warrant is being executed: wait for its end.");
    }
    return channel;
  }

  /** Removes what an execution that did not end left. */
  public void abandon() throws IOException {
    Files.deleteIfExists(part);
  }

  /**
   * Brings the disk to where the warrant stands: finishes the file of an executed one, removes that
   * of a closed one. Doing it again changes nothing.
   *
   * @return the file, when the warrant is executed and its file is here
   * @throws IntegrityException when what is on disk is not what was executed
   */
  public Optional<Path> settle(Registry registry, Warrant warrant) {
    try {
      if (warrant.state() == WarrantState.CLOSED) {
        Files.deleteIfExists(part);
        Files.deleteIfExists(file);
      }
      if (warrant.state() != WarrantState.EXECUTED) {
        return Optional.empty();
      }
      if (!Files.exists(file) && Files.exists(part)) {
        SealedFile.complete(part, new WarrantStore(registry).wrapped(warrant.id()));
        if (!Sha256.hex(part).equals(warrant.execution().orElseThrow().sha256())) {
          throw new IntegrityException(
              "The file of " + warrant.id() + " is not what its execution wrote: it was altered.");
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      }
      return Files.exists(file) ? Optional.of(file) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
