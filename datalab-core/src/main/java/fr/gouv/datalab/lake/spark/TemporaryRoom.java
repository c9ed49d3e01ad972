package fr.gouv.datalab.lake.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The temporary files of one process, in a directory beside those of others. A lock file beside it
 * is held as long as the process lives, so that the next process can tell what a killed one left,
 * and remove it.
 */
final class TemporaryRoom implements AutoCloseable {
  private static final String PREFIX = "spark-";
  private static final String LOCK = ".lock";

  private final Path directory;
  private final Path lockFile;
  private final FileChannel channel;

  private TemporaryRoom(Path directory, Path lockFile, FileChannel channel) {
    this.directory = directory;
    this.lockFile = lockFile;
    this.channel = channel;
  }

  /** A new one, after those of dead processes in the same place were removed. */
  static TemporaryRoom open(Path parent) throws IOException {
    removeLeft(parent);
    while (true) {
      Path lockFile = Files.createTempFile(parent, PREFIX, LOCK).toAbsolutePath();
      // Until it is held, another process that starts may take it for one of a dead process.
      try {
        FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
        if (isHeld(channel) && Files.exists(lockFile)) {
          return new TemporaryRoom(Files.createDirectory(directory(lockFile)), lockFile, channel);
        }
        channel.close();
      } catch (NoSuchFileException e) {
        // It was taken, and removed: a new one.
      }
    }
  }

  /** Takes the lock for the life of the channel, unless someone else has it. */
  private static boolean isHeld(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static Path directory(Path lockFile) {
    String name = lockFile.getFileName().toString();
    return lockFile.resolveSibling(name.substring(0, name.length() - LOCK.length()));
  }

  private static void removeLeft(Path parent) throws IOException {
    List<Path> locks;
    try (Stream<Path> files = Files.list(parent)) {
      locks = files.filter(TemporaryRoom::isLock).toList();
    }
    for (Path lockFile : locks) {
      try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE)) {
        if (isHeld(channel)) {
          remove(directory(lockFile));
          Files.deleteIfExists(lockFile);
        }
      } catch (NoSuchFileException e) {
        // Its process ended meanwhile, and removed it.
      }
    }
  }

  private static boolean isLock(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith(PREFIX) && name.endsWith(LOCK);
  }

  private static void remove(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  Path directory() {
    return directory;
  }

  @Override
  public void close() {
    try (channel) {
      remove(directory);
      Files.deleteIfExists(lockFile);
    } catch (IOException e) {
      throw new UncheckedIOException("Temporary files stay in " + directory + ": remove them.", e);
    }
  }
}
