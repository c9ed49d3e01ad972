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
 * @param accepts what a file may have instead
 */
public record Dialect(
    List<Charset> encodings, char separator, char decimal, String dates, Accepted accepts) {

  /**
   * Ways of writing that the contract allows beside the usual ones; a file that was found to have
   * one of them is read by it, and that is said.
   */
  public record Accepted(List<Character> separators, List<Character> decimals, List<String> dates) {
    /** Nothing but the usual ways. */
    public static final Accepted NOTHING = new Accepted(List.of(), List.of(), List.of());

    /** Copies the lists. */
    public Accepted {
      separators = List.copyOf(separators);
      decimals = List.copyOf(decimals);
      dates = List.copyOf(dates);
    }
  }

  /** Copies the encodings. */
  public Dialect {
    encodings = List.copyOf(encodings);
  }

  /** Whether a file may be separated so. */
  public boolean allowsSeparator(char found) {
    return found == separator || accepts.separators().contains(found);
  }

  /** Whether a file may mark decimals so. */
  public boolean allowsDecimal(char found) {
    return found == decimal || accepts.decimals().contains(found);
  }

  /** Whether a file may write dates so. */
  public boolean allowsDates(String found) {
    return found.equals(dates) || accepts.dates().contains(found);
  }
}
