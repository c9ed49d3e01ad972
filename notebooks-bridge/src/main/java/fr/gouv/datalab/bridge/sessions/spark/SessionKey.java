package fr.gouv.datalab.bridge.sessions.spark;

/**
 * What makes two connections share a session.
 *
 * @param token the id of the personal token
 * @param convention the convention's id
 * @param useCase one of its use cases
 */
public record SessionKey(String token, String convention, String useCase) {
  private static final String SEPARATOR = "\n";

  /** The key in one line of text per part; none of them may hold a line break. */
  public String text() {
    return String.join(SEPARATOR, token, convention, useCase);
  }

  /** Reads {@link #text}. */
  public static SessionKey of(String text) {
    String[] parts = text.split(SEPARATOR, -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("This is not the key of a session.");
    }
    return new SessionKey(parts[0], parts[1], parts[2]);
  }
}
