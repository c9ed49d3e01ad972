package fr.gouv.datalab.rights;

import java.util.Arrays;
import java.util.Objects;

/**
 * One thing by which a person is known: the token (first layer) of an identifier, or the tokens of
 * a civil status that {@link CivilKey} keeps. Keyed and one-way, and independent of the lake's key:
 * a rotation leaves it as it is.
 *
 * @param kind an {@link fr.gouv.datalab.identifiers.IdentifierKind}'s id, or {@link #CIVIL}
 * @param token 16 bytes, or {@link CivilKey#WIDTH}
 */
public record PersonToken(String kind, byte[] token) {
  /** The kind of a civil status as linkage tokens. */
  public static final String CIVIL = "lien";

  /** Copies the bytes. */
  public PersonToken {
    token = token.clone();
  }

  /** Whether it is a civil status. */
  public boolean isCivil() {
    return kind.equals(CIVIL);
  }

  @Override
  public byte[] token() {
    return token.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PersonToken that
        && kind.equals(that.kind)
        && Arrays.equals(token, that.token);
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, Arrays.hashCode(token));
  }

  /** The kind alone. */
  @Override
  public String toString() {
    return kind;
  }
}
