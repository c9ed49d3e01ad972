package fr.gouv.datalab.sample.files;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of bytes: any thread prepares content, one thread appends it in order. */
public interface Output extends Closeable {

  /** Prepares bytes, which must not change afterwards. */
  Ready prepare(Bytes bytes);

  /** A new file, compressed when its name ends in {@code .gz}; its directories are made. */
  static Output create(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    OutputStream stream = Files.newOutputStream(file);
    return file.toString().endsWith(".gz") ? new GzipOutput(stream) : new PlainOutput(stream);
  }
}
