package fr.gouv.datalab.catalogue;

import java.nio.charset.Charset;
import java.util.List;

/**
 * How a producer writes its files.
 *
 * @param encodings those a file may be in, the usual one first
 * @param separator between fields
 * @param decimal between the whole part of a number and its decimals: {@code ,} or {@code .}
 * @param dates pattern of dates, of {@link java.time.format.DateTimeFormatter}
 */
public record Dialect(List<Charset> encodings, char separator, char decimal, String dates) {
  /** Copies the encodings. */
  public Dialect {
    encodings = List.copyOf(encodings);
  }
}
