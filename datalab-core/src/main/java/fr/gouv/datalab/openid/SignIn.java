package fr.gouv.datalab.openid;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.openid.connect.sdk.AuthenticationErrorResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.AuthenticationSuccessResponse;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.UserInfoResponse;
import com.nimbusds.openid.connect.sdk.UserInfoSuccessResponse;
import com.nimbusds.openid.connect.sdk.claims.ACR;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import fr.gouv.datalab.keys.SecretFile;
import fr.gouv.datalab.refusals.RefusedException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Signing in at a provider: the authorization code flow (OpenID Connect Core 1.0, 3.1) with PKCE
 * (RFC 7636), a state and a nonce of each attempt's own, and the issuer in the answer where the
 * provider gives it (RFC 9207). Whoever keeps an {@link Attempt} gives it back once, and to the
 * browser that began it alone.
 */
public final class SignIn {
  private final Provider provider;
  private final TokenVerifier verifier;

  /** Signing in at that provider. */
  public SignIn(Provider provider) {
    this.provider = provider;
    this.verifier = new TokenVerifier(provider);
  }

  /**
   * What must be remembered of a browser that was sent to the provider.
   *
   * @param address where the browser goes
   * @param state that the provider's answer must repeat
   * @param back where the answer comes
   */
  public record Attempt(URI address, String state, String nonce, String verifier, URI back) {
    @Override
    public String toString() {
      return "Attempt[]";
    }
  }

  /**
   * Begins.
   *
   * @param back the address of this house where the provider sends the browser back
   * @throws ProviderException when the provider cannot be asked
   */
  public Attempt begin(URI back) {
    OIDCProviderMetadata metadata = provider.metadata();
    State state = new State();
    Nonce nonce = new Nonce();
    CodeVerifier secret = new CodeVerifier();
    ProviderSettings settings = provider.settings();
    AuthenticationRequest.Builder request =
        new AuthenticationRequest.Builder(
                ResponseType.CODE,
                new Scope(settings.scopes().stream().sorted().toArray(String[]::new)),
                new ClientID(settings.client()),
                back)
            .endpointURI(metadata.getAuthorizationEndpointURI())
            .state(state)
            .nonce(nonce)
            .codeChallenge(secret, CodeChallengeMethod.S256);
    if (!settings.levels().isEmpty()) {
      request.acrValues(settings.levels().stream().sorted().map(ACR::new).toList());
    }
    return new Attempt(
        request.build().toURI(), state.getValue(), nonce.getValue(), secret.getValue(), back);
  }

  /**
   * Ends: the answer's code is exchanged for the token that says who signed in.
   *
   * @param parameters of the request that the browser came back with
   * @throws RefusedException when the person did not sign in, or the answer is not believed
   * @throws ProviderException when the provider cannot be asked
   */
  public Claims end(Attempt attempt, Map<String, List<String>> parameters) {
    AuthorizationCode code = code(attempt, parameters);
    OIDCTokens tokens = exchange(attempt, code);
    Verdict verdict = verifier.identity(tokens.getIDTokenString(), attempt.nonce());
    if (verdict instanceof Verdict.Genuine genuine) {
      return complete(genuine.claims(), tokens.getAccessToken());
    }
    throw refused(((Verdict.Refused) verdict).fault().sentence());
  }

  private AuthorizationCode code(Attempt attempt, Map<String, List<String>> parameters) {
    try {
      AuthenticationResponse answer =
          AuthenticationResponseParser.parse(attempt.back(), parameters);
      if (answer.getState() == null || !answer.getState().getValue().equals(attempt.state())) {
        throw refused("The answer is not to this request to sign in.");
      }
      boolean elsewhere =
          answer.getIssuer() == null
              ? provider.metadata().supportsAuthorizationResponseIssuerParam()
              : !answer.getIssuer().equals(provider.metadata().getIssuer());
      if (elsewhere) {
        throw refused("The answer comes from another provider.");
      }
      if (answer instanceof AuthenticationErrorResponse) {
        throw refused("The provider did not let this person in.");
      }
      AuthorizationCode code = ((AuthenticationSuccessResponse) answer).getAuthorizationCode();
      if (code == null) {
        throw refused("The answer holds no code.");
      }
      return code;
    } catch (ParseException e) {
      throw refused("The answer is not one of OpenID Connect.");
    }
  }

  private OIDCTokens exchange(Attempt attempt, AuthorizationCode code) {
    try {
      URI endpoint = provider.metadata().getTokenEndpointURI();
      AuthorizationCodeGrant grant =
          new AuthorizationCodeGrant(code, attempt.back(), new CodeVerifier(attempt.verifier()));
      TokenRequest request =
          client()
              .map(client -> new TokenRequest.Builder(endpoint, client, grant).build())
              .orElseGet(
                  () ->
                      new TokenRequest.Builder(
                              endpoint, new ClientID(provider.settings().client()), grant)
                          .build());
      TokenResponse answer = OIDCTokenResponseParser.parse(provider.send(request.toHTTPRequest()));
      if (!answer.indicatesSuccess()) {
        throw refused("The provider does not take its code back.");
      }
      OIDCTokens tokens = answer.toSuccessResponse().getTokens().toOIDCTokens();
      if (tokens.getIDTokenString() == null) {
        throw refused("The provider does not say who signed in.");
      }
      return tokens;
    } catch (IOException | ParseException e) {
      throw new ProviderException(
          "The provider "
              + provider.settings().issuer()
              + " did not answer as it should: "
              + Provider.reason(e),
          e);
    }
  }

  private Optional<ClientAuthentication> client() {
    Optional<Path> file = provider.settings().secretFile();
    if (file.isEmpty()) {
      return Optional.empty();
    }
    ClientID id = new ClientID(provider.settings().client());
    char[] read = SecretFile.read(file.get(), "secret of the OpenID client");
    Secret secret = new Secret(new String(read));
    Arrays.fill(read, ' ');
    List<ClientAuthenticationMethod> methods = provider.metadata().getTokenEndpointAuthMethods();
    boolean post =
        methods != null
            && !methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
            && methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_POST);
    return Optional.of(post ? new ClientSecretPost(id, secret) : new ClientSecretBasic(id, secret));
  }

  /** Some providers say who a person is apart from that they signed in (Core 1.0, 5.3). */
  private Claims complete(Claims claims, AccessToken access) {
    String named = provider.settings().personClaim();
    URI endpoint = provider.metadata().getUserInfoEndpointURI();
    boolean whole =
        claims.text(named).isPresent()
            && (!named.equals("email") || claims.all().containsKey("email_verified"));
    return whole || endpoint == null || access == null
        ? claims
        : claims.with(more(claims, endpoint, access));
  }

  private Map<String, Object> more(Claims claims, URI endpoint, AccessToken access) {
    try {
      HTTPResponse answer = provider.send(new UserInfoRequest(endpoint, access).toHTTPRequest());
      UserInfoResponse parsed = UserInfoResponse.parse(answer);
      if (!parsed.indicatesSuccess()) {
        return Map.of();
      }
      UserInfoSuccessResponse told = parsed.toSuccessResponse();
      if (told.getUserInfoJWT() != null) {
        Verdict verdict =
            verifier.addition(told.getUserInfoJWT().getParsedString(), claims.subject());
        if (verdict instanceof Verdict.Genuine genuine) {
          return genuine.claims().all();
        }
        throw refused(((Verdict.Refused) verdict).fault().sentence());
      }
      if (!claims.subject().equals(told.getUserInfo().getSubject().getValue())) {
        throw refused("The provider speaks of someone else than who signed in.");
      }
      return told.getUserInfo().toJSONObject();
    } catch (IOException | ParseException e) {
      throw new ProviderException(
          "The provider "
              + provider.settings().issuer()
              + " does not say who signed in: "
              + Provider.reason(e),
          e);
    }
  }

  private static RefusedException refused(String sentence) {
    return new RefusedException(Identities.RULE, sentence);
  }
}
