package fr.gouv.datalab.sample.files;

import java.io.IOException;
import java.io.OutputStream;

/** Bytes as they are. */
record PlainOutput(OutputStream stream) implements Output {
  @Override
  public Ready prepare(Bytes bytes) {
    return () -> stream.write(bytes.array(), 0, bytes.length());
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
