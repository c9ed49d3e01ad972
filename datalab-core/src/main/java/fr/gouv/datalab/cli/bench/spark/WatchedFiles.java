package fr.gouv.datalab.cli.bench.spark;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.LocalFileSystem;

/**
 * This machine's files, with the time at which a byte of a Parquet file was last read, whichever
 * process of a job read it. For measurements alone: Hadoop makes it from {@code fs.file.impl}, and
 * {@link #WATCH} names a directory in which each process keeps its time, in a file of its own.
 */
public final class WatchedFiles extends LocalFileSystem {
  /** The setting that names the directory. */
  static final String WATCH = "datalab.bench.watch";

  private static MappedByteBuffer mine;

  @Override
  public FSDataInputStream open(org.apache.hadoop.fs.Path file, int buffer) throws IOException {
    FSDataInputStream opened = super.open(file, buffer);
    return file.getName().endsWith(".parquet")
        ? new FSDataInputStream(new Watched(opened, time(getConf().get(WATCH))))
        : opened;
  }

  private static synchronized MappedByteBuffer time(String directory) throws IOException {
    if (mine == null) {
      Path file = Path.of(directory, Long.toString(ProcessHandle.current().pid()));
      try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
        mine = open.getChannel().map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES);
      }
    }
    return mine;
  }

  /** When the last byte was read by any process, in milliseconds since 1970; 0 for never. */
  static long lastRead(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      long last = 0;
      for (Path file : files.toList()) {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
          last = Math.max(last, open.length() < Long.BYTES ? 0 : open.readLong());
        }
      }
      return last;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Watched extends FSInputStream {
    private final FSDataInputStream in;
    private final MappedByteBuffer time;

    Watched(FSDataInputStream in, MappedByteBuffer time) {
      this.in = in;
      this.time = time;
    }

    private int seen(int read) {
      if (read >= 0) {
        time.putLong(0, System.currentTimeMillis());
      }
      return read;
    }

    @Override
    public int read() throws IOException {
      return seen(in.read());
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      return seen(in.read(into, from, length));
    }

    @Override
    public void seek(long to) throws IOException {
      in.seek(to);
    }

    @Override
    public long getPos() throws IOException {
      return in.getPos();
    }

    @Override
    public boolean seekToNewSource(long to) throws IOException {
      return in.seekToNewSource(to);
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
