package fr.gouv.datalab.keys;

import fr.gouv.datalab.identifiers.IdentifierKind;
import java.util.regex.Pattern;

/**
 * The name of a key: what it is for, never what it is.
 *
 * <p>A closed set of families: {@code token/<kind>}, {@code link}, {@code noise}, {@code lake},
 * {@code project/<convention>}, {@code data/<dataset>/<family>}, {@code vault/<custodian>}, {@code
 * sign/<party>}, {@code producer/<party>}.
 *
 * @param value the whole name, segments separated by {@code /}
 */
public record KeyName(String value) implements Comparable<KeyName> {
  private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");

  /** Keys the linkage tokens of civil status. */
  public static final KeyName LINK = new KeyName("link");

  /** Keys the records of perturbed tables: the same unit has the same key in every table. */
  public static final KeyName NOISE = new KeyName("noise");

  /** The custodian of the vault when a contract names no other. */
  public static final KeyName CUSTODIAN = new KeyName("vault/datalab");

  /**
   * To which the intake seals the rows that it refuses: opened to judge them again, and no more.
   */
  public static final KeyName QUARANTINE = new KeyName("vault/quarantaine");

  /** The pair to which the datalab seals the keys of a producer; on the producer's premises. */
  public static final KeyName RECEPTION = new KeyName("vault/reception");

  /** Keys the permutation from token to lake pseudonym. */
  public static final KeyName LAKE = new KeyName("lake");

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException when it is not of a known family, or a segment has another
   *     character than letters, digits, dot, underscore and hyphen
   */
  public KeyName {
    String[] segments = value.split("/", -1);
    for (String segment : segments) {
      if (!SEGMENT.matcher(segment).matches()) {
        throw new IllegalArgumentException(
            "\""
                + value
                + "\" cannot name a key: its parts are letters, digits, '.', '_' and '-'.");
      }
    }
    if (KeyPurpose.of(segments) == null) {
      throw new IllegalArgumentException(
          "\""
              + value
              + "\" cannot name a key: expected token/KIND, link, noise, lake, project/CONVENTION,"
              + " data/DATASET/FAMILY, vault/CUSTODIAN, sign/PARTY or"
              + " producer/PARTY.");
    }
  }

  public static KeyName token(IdentifierKind kind) {
    return new KeyName("token/" + kind.id());
  }

  public static KeyName project(String convention) {
    return new KeyName("project/" + convention);
  }

  public static KeyName data(String dataset, String family) {
    return new KeyName("data/" + dataset + "/" + family);
  }

  public static KeyName vault(String custodian) {
    return new KeyName("vault/" + custodian);
  }

  public static KeyName sign(String party) {
    return new KeyName("sign/" + party);
  }

  /** What a producer's stage seals its files with, and the lake checks: shared by the two alone. */
  public static KeyName producer(String party) {
    return new KeyName("producer/" + party);
  }

  /** What keys of this family do. */
  public KeyPurpose purpose() {
    return KeyPurpose.of(value.split("/", -1));
  }

  @Override
  public int compareTo(KeyName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
