package fr.gouv.datalab.ingest;

import java.io.IOException;
import java.io.InputStream;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/** A delivered file as Parquet's reader wants it. */
record SourceInput(FileSource source) implements InputFile {
  @Override
  public long getLength() throws IOException {
    return source.size();
  }

  @Override
  public SeekableInputStream newStream() throws IOException {
    return new Seekable(new Reopened(source));
  }

  /** A stream that is opened anew where it is asked to go. */
  private static final class Reopened extends InputStream {
    private final FileSource source;
    private InputStream in;
    private long at;

    Reopened(FileSource source) throws IOException {
      this.source = source;
      in = source.open(0);
    }

    void seek(long place) throws IOException {
      if (place != at) {
        in.close();
        in = source.open(place);
        at = place;
      }
    }

    @Override
    public int read() throws IOException {
      int read = in.read();
      at += read < 0 ? 0 : 1;
      return read;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      int read = in.read(bytes, from, length);
      at += Math.max(read, 0);
      return read;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  private static final class Seekable extends DelegatingSeekableInputStream {
    private final Reopened in;

    Seekable(Reopened in) {
      super(in);
      this.in = in;
    }

    @Override
    public long getPos() {
      return in.at;
    }

    @Override
    public void seek(long place) throws IOException {
      in.seek(place);
    }
  }
}
