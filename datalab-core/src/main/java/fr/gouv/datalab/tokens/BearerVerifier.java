package fr.gouv.datalab.tokens;

/**
 * Turns the bearer token of a request into a person: {@link TokenStore} for personal tokens, an
 * identity provider's keys for OpenID Connect. Safe for use by many threads.
 */
@FunctionalInterface
public interface BearerVerifier {
  /**
   * Who presents it.
   *
   * @throws fr.gouv.datalab.refusals.RefusedException when it is unknown, expired or taken back
   */
  Bearer verify(String bearer);
}
