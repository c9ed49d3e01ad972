package fr.gouv.datalab.openid;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code datalab.yaml} says of the OpenID Connect provider. The provider says who someone is;
 * what they may do is said by the house's accounts and conventions alone.
 *
 * @param issuer the provider, exactly as its tokens name it
 * @param client the name by which the provider knows this datalab
 * @param secretFile holds the client's secret; without it the client is public, and PKCE alone
 *     protects its codes
 * @param audience what bearer tokens must be made for; without it none are taken
 * @param personClaim the claim that names a person as conventions do
 * @param scopes asked for when a person signs in, {@code openid} among them
 * @param algorithms of signatures that are believed; asymmetric ones only
 * @param skew by how much the provider's clock and the house's may differ
 * @param levels authentication contexts ({@code acr}) of which signing in needs one; any when empty
 * @param caFile certificates (PEM) that the provider's connection is checked against, in place of
 *     the JDK's
 */
public record ProviderSettings(
    URI issuer,
    String client,
    Optional<Path> secretFile,
    Optional<String> audience,
    String personClaim,
    Set<String> scopes,
    Set<String> algorithms,
    Duration skew,
    Set<String> levels,
    Optional<Path> caFile) {

  /** Algorithms that may be believed: the signer's key cannot be made from the verifier's. */
  public static final Set<String> ASYMMETRIC =
      Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512");

  /** Copies the sets. */
  public ProviderSettings {
    scopes = Set.copyOf(scopes);
    algorithms = Set.copyOf(algorithms);
    levels = Set.copyOf(levels);
    if (!ASYMMETRIC.containsAll(algorithms) || algorithms.isEmpty()) {
      throw new IllegalArgumentException("Only asymmetric signatures can be believed.");
    }
  }

  /** Whether what is sent there cannot be read on the way: https, or this very machine. */
  public static boolean isConfidential(URI address) {
    return address.getHost() != null
        && ("https".equals(address.getScheme())
            || ("http".equals(address.getScheme())
                && address.getHost().matches("localhost|127\\.[0-9.]+|\\[::1\\]")));
  }
}
