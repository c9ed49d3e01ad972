package fr.gouv.datalab.home;

import fr.gouv.datalab.openid.ProviderSettings;
import fr.gouv.datalab.yaml.Section;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The section {@code openid} of {@code datalab.yaml}: who says who people are. */
final class OpenIdSection {
  private static final List<String> ALGORITHMS = List.of("RS256", "PS256", "ES256");
  private static final int LARGEST_SKEW = 300;

  private OpenIdSection() {}

  /** Paths are relative to the home. */
  static ProviderSettings read(Section openid, Path home) {
    String client = openid.text("client");
    Optional<String> audience = openid.optionalText("audience");
    if (audience.filter(client::equals).isPresent()) {
      openid.fail(
          "audience",
          "must not be the client: a token that says who signs in would be taken for a call");
    }
    Set<String> scopes = new TreeSet<>(openid.optionalTexts("scopes"));
    scopes.add("openid");
    ProviderSettings settings =
        new ProviderSettings(
            issuer(openid),
            client,
            openid.optionalText("secretFile").map(home::resolve),
            audience,
            openid.optionalText("person").orElse("sub"),
            scopes,
            algorithms(openid),
            skew(openid),
            Set.copyOf(openid.optionalTexts("levels")),
            openid.optionalText("caFile").map(home::resolve));
    openid.nothingElse();
    return settings;
  }

  private static URI issuer(Section openid) {
    try {
      URI issuer = new URI(openid.text("issuer"));
      return ProviderSettings.isConfidential(issuer)
              && issuer.getQuery() == null
              && issuer.getFragment() == null
          ? issuer
          : openid.fail("issuer", "must be an https address, or an http one of this machine");
    } catch (URISyntaxException e) {
      return openid.fail("issuer", "is not an address, such as https://idp.example");
    }
  }

  private static Set<String> algorithms(Section openid) {
    List<String> said = openid.optionalTexts("algorithms");
    List<String> algorithms = said.isEmpty() ? ALGORITHMS : said;
    return ProviderSettings.ASYMMETRIC.containsAll(algorithms)
        ? Set.copyOf(algorithms)
        : openid.fail(
            "algorithms",
            "may name asymmetric signatures alone: "
                + String.join(", ", new TreeSet<>(ProviderSettings.ASYMMETRIC)));
  }

  private static Duration skew(Section openid) {
    if (openid.optionalText("clockSkewSeconds").isEmpty()) {
      return Duration.ofSeconds(60);
    }
    int seconds = openid.integer("clockSkewSeconds");
    return seconds >= 0 && seconds <= LARGEST_SKEW
        ? Duration.ofSeconds(seconds)
        : openid.fail("clockSkewSeconds", "must be between 0 and " + LARGEST_SKEW);
  }
}
