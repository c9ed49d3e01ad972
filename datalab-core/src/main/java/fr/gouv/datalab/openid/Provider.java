package fr.gouv.datalab.openid;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderConfigurationRequest;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/**
 * The provider as it describes itself (OpenID Connect Discovery 1.0): where people sign in, and the
 * keys of its signatures. Its description is asked for when first needed and again every hour; its
 * keys are kept ten minutes, asked for again when a token names an unknown one (at most twice in
 * ten seconds), and kept an hour through an outage. Safe for use by many threads.
 */
public final class Provider {
  private static final Duration DESCRIBED = Duration.ofHours(1);
  private static final int MILLIS = 5_000;
  private static final int LARGEST = 512 * 1024;

  private final ProviderSettings settings;
  private final Clock clock;
  private final Optional<SSLSocketFactory> trust;
  private Description known;

  private record Description(
      OIDCProviderMetadata metadata, JWKSource<SecurityContext> keys, Instant until) {}

  /** The provider of these settings; nothing is asked of it yet. */
  public Provider(ProviderSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.trust = settings.caFile().map(TrustedCertificates::sockets);
  }

  /** What is configured. */
  public ProviderSettings settings() {
    return settings;
  }

  Clock clock() {
    return clock;
  }

  OIDCProviderMetadata metadata() {
    return description().metadata();
  }

  JWKSource<SecurityContext> keys() {
    return description().keys();
  }

  private synchronized Description description() {
    if (known != null && clock.instant().isBefore(known.until())) {
      return known;
    }
    try {
      OIDCProviderMetadata metadata = discover();
      boolean moved =
          known == null || !known.metadata().getJWKSetURI().equals(metadata.getJWKSetURI());
      known =
          new Description(
              metadata,
              moved ? keysAt(metadata.getJWKSetURI()) : known.keys(),
              clock.instant().plus(DESCRIBED));
    } catch (IOException | GeneralException e) {
      if (known == null) {
        throw new ProviderException(
            "The provider " + settings.issuer() + " cannot be asked who people are: " + reason(e),
            e);
      }
      known = new Description(known.metadata(), known.keys(), clock.instant().plusSeconds(60));
    }
    return known;
  }

  private OIDCProviderMetadata discover() throws IOException, GeneralException {
    Issuer issuer = new Issuer(settings.issuer());
    HTTPResponse answer = send(new OIDCProviderConfigurationRequest(issuer).toHTTPRequest());
    answer.ensureStatusCode(200);
    OIDCProviderMetadata metadata = OIDCProviderMetadata.parse(answer.getBodyAsJSONObject());
    if (!metadata.getIssuer().equals(issuer)) {
      throw new GeneralException("its description is of another issuer.");
    }
    confidential(metadata.getJWKSetURI(), "jwks_uri");
    confidential(metadata.getTokenEndpointURI(), "token_endpoint");
    confidential(metadata.getAuthorizationEndpointURI(), "authorization_endpoint");
    if (metadata.getUserInfoEndpointURI() != null) {
      confidential(metadata.getUserInfoEndpointURI(), "userinfo_endpoint");
    }
    return metadata;
  }

  private static void confidential(URI address, String which) throws GeneralException {
    if (address == null || !ProviderSettings.isConfidential(address)) {
      throw new GeneralException("its " + which + " is missing, or not https.");
    }
  }

  private JWKSource<SecurityContext> keysAt(URI address) throws GeneralException {
    try {
      return JWKSourceBuilder.<SecurityContext>create(
              address.toURL(),
              new DefaultResourceRetriever(MILLIS, MILLIS, LARGEST, true, trust.orElse(null)))
          .cache(Duration.ofMinutes(10).toMillis(), Duration.ofSeconds(15).toMillis())
          .refreshAheadCache(false)
          .rateLimited(Duration.ofSeconds(10).toMillis())
          .retrying(true)
          .outageTolerant(Duration.ofHours(1).toMillis())
          .build();
    } catch (MalformedURLException e) {
      throw new GeneralException("its jwks_uri is not an address.", e);
    }
  }

  /** Sends a request: no redirect is followed, and no answer is waited for longer than seconds. */
  HTTPResponse send(HTTPRequest request) throws IOException {
    request.setConnectTimeout(MILLIS);
    request.setReadTimeout(MILLIS);
    request.setFollowRedirects(false);
    trust.ifPresent(request::setSSLSocketFactory);
    return request.send();
  }

  static String reason(Throwable failure) {
    String said = failure.getMessage();
    return said == null ? failure.getClass().getSimpleName() : said;
  }
}
