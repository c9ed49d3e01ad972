package fr.gouv.datalab.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A delivered file on a disk that every machine of the job can read.
 *
 * @param path absolute
 */
public record LocalFile(String path) implements FileSource {
  private static final long serialVersionUID = 1L;

  @Override
  public InputStream open(long offset) throws IOException {
    SeekableByteChannel channel = Files.newByteChannel(Path.of(path));
    channel.position(offset);
    return Channels.newInputStream(channel);
  }

  @Override
  public long size() throws IOException {
    return Files.size(Path.of(path));
  }

  @Override
  public String toString() {
    return "LocalFile";
  }
}
