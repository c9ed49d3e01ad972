package fr.gouv.datalab.keys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;
import java.util.function.Supplier;

/** Files that only their owner may read, replaced whole or not at all. */
final class PrivateFiles {
  private static final int LOCK_ATTEMPTS = 2_000;

  private PrivateFiles() {}

  static void directory(Path directory) {
    try {
      Files.createDirectories(directory, mode(directory, "rwx------"));
    } catch (IOException e) {
      throw new UncheckedIOException("The directory " + directory + " cannot be made.", e);
    }
  }

  /**
   * Writes beside the file, forces to disk, then renames: a reader sees the old or the new bytes.
   */
  static void write(Path file, byte[] content) {
    directory(file.toAbsolutePath().getParent());
    Path draft =
        file.resolveSibling("." + file.getFileName() + "." + ProcessHandle.current().pid());
    try {
      Files.deleteIfExists(draft);
      try (FileChannel channel =
          FileChannel.open(
              draft,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              mode(draft, "rw-------"))) {
        writeFully(channel, content);
        channel.force(true);
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      forceDirectory(file.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw new UncheckedIOException("The file " + file + " cannot be written.", e);
    }
  }

  /** Destroys what writers that were killed left beside the file. */
  static void shredDrafts(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    try (DirectoryStream<Path> drafts =
        Files.newDirectoryStream(
            parent,
            draft -> draft.getFileName().toString().startsWith("." + file.getFileName() + "."))) {
      drafts.forEach(PrivateFiles::shred);
    } catch (IOException e) {
      throw new UncheckedIOException("The directory " + parent + " cannot be read.", e);
    }
  }

  /** Overwrites the bytes with random ones, forces them to disk, then removes the file. */
  static void shred(Path file) {
    try {
      byte[] noise = new byte[Math.toIntExact(Files.size(file))];
      new SecureRandom().nextBytes(noise);
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        writeFully(channel, noise);
        channel.force(true);
      }
      Files.delete(file);
      forceDirectory(file.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw new UncheckedIOException("The file " + file + " cannot be destroyed.", e);
    }
  }

  /** Runs alone among all threads and processes that take the lock of this directory. */
  static <T> T alone(Path directory, Supplier<T> work) {
    directory(directory);
    Path file = directory.resolve(".lock");
    try (FileChannel channel =
            FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                mode(file, "rw-------"));
        FileLock lock = lock(channel)) {
      return work.get();
    } catch (IOException e) {
      throw new UncheckedIOException("The lock " + file + " cannot be taken.", e);
    }
  }

  private static FileLock lock(FileChannel channel) throws IOException {
    for (int attempt = 0; attempt < LOCK_ATTEMPTS; attempt++) {
      try {
        return channel.lock();
      } catch (OverlappingFileLockException e) {
        // Another thread of this process holds it; channels only queue between processes.
        java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
      }
    }
    throw new IOException("Another thread has kept it for ten seconds.");
  }

  private static void writeFully(FileChannel channel, byte[] content) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(content);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  private static void forceDirectory(Path directory) throws IOException {
    if (posix(directory)) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static FileAttribute<?>[] mode(Path path, String mode) {
    return posix(path)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }

  private static boolean posix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
