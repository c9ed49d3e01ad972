package fr.gouv.datalab.ingest;

import java.io.IOException;

/**
 * Records that are being read.
 *
 * @param records one after the other
 * @param source what they are read from
 */
public record OpenRecords(Records records, AutoCloseable source) implements AutoCloseable {
  @Override
  public void close() throws IOException {
    try {
      source.close();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }
}
