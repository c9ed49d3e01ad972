package fr.gouv.datalab.sample.places;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reads the module's own lists: comma separated, one header line, no quotes (their names hold no
 * comma).
 */
public final class Resource {
  private Resource() {}

  /** The rows below the header of {@code fr/gouv/datalab/sample/NAME}. */
  public static List<String[]> rows(String name) {
    try (InputStream in = Resource.class.getResourceAsStream("/fr/gouv/datalab/sample/" + name)) {
      if (in == null) {
        throw new IllegalStateException(
            "The resource " + name + " is missing from the sample-data jar.");
      }
      BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      return reader.lines().skip(1).map(line -> line.split(",", -1)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("The resource " + name + " cannot be read.", e);
    }
  }
}
