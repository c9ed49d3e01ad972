package fr.gouv.datalab.sample.files;

import java.io.IOException;

/** Content that any thread prepared and that is appended to its file in its turn. */
@FunctionalInterface
public interface Ready {
  /** Appends the content; one thread at a time. */
  void append() throws IOException;
}
