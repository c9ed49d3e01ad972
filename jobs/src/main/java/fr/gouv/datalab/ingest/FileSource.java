package fr.gouv.datalab.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;

/** A delivered file, wherever it is. Its address is never shown: it could name someone. */
public interface FileSource extends Serializable {
  /** Opens it at a byte. */
  InputStream open(long offset) throws IOException;

  /** Its size in bytes. */
  long size() throws IOException;
}
