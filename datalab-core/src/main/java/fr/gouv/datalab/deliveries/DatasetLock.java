package fr.gouv.datalab.deliveries;

import fr.gouv.datalab.home.Home;
import fr.gouv.datalab.refusals.RefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;

/**
 * The right to write a dataset's tables, for one process and one thread at a time. It ends with its
 * process, however that ends.
 */
public final class DatasetLock implements AutoCloseable {
  private final FileChannel channel;

  private DatasetLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes it, or refuses at once.
   *
   * @throws RefusedException when someone else writes the dataset
   */
  public static DatasetLock take(Home home, String dataset) {
    return take(home, dataset, "another ingest of " + dataset + " is running: wait for its end.");
  }

  /**
   * The same for an act on the lake that is no ingest.
   *
   * @param name of the act
   * @param refusal the sentence that says who has it
   */
  public static DatasetLock take(Home home, String name, String refusal) {
    FileChannel channel = null;
    boolean taken = false;
    try {
      channel =
          FileChannel.open(
              home.landing().resolve(".lock-" + name),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE);
      taken = isFree(channel);
      if (taken) {
        return new DatasetLock(channel);
      }
      throw new RefusedException("one writer at a time", refusal);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      if (!taken && channel != null) {
        close(channel);
      }
    }
  }

  private static boolean isFree(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static void close(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    close(channel);
  }
}
