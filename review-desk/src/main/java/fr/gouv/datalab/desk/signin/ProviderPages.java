package fr.gouv.datalab.desk.signin;

import fr.gouv.datalab.accounts.Account;
import fr.gouv.datalab.desk.Reception;
import fr.gouv.datalab.desk.Rooms;
import fr.gouv.datalab.journal.Act;
import fr.gouv.datalab.journal.Journal;
import fr.gouv.datalab.openid.Claims;
import fr.gouv.datalab.openid.Identities;
import fr.gouv.datalab.openid.Provider;
import fr.gouv.datalab.openid.ProviderException;
import fr.gouv.datalab.openid.SignIn;
import fr.gouv.datalab.refusals.RefusedException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.HttpStatus;
import io.javalin.http.SameSite;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Signing in at an OpenID Connect provider. The provider says who someone is; whether they may come
 * is said by their account here, as it is for those who sign in by password and code.
 */
public final class ProviderPages {
  /** Where a browser is sent on to the provider. */
  public static final String BEGIN = "/connexion/fournisseur";

  /** Where it comes back. */
  public static final String BACK = "/connexion/retour";

  private static final Logger LOG = LogManager.getLogger();
  private static final String COOKIE = "datalab-connexion";

  private final Reception reception;
  private final Rooms rooms;
  private final Provider provider;
  private final SignIn signIn;
  private final Identities identities;
  private final AddressLimits limits;
  private final Attempts attempts;
  private final URI back;

  /**
   * The pages of a desk whose people sign in at a provider.
   *
   * @param root the desk's own address, as browsers know it
   */
  public ProviderPages(
      Reception reception, Rooms rooms, Provider provider, AddressLimits limits, URI root) {
    this.reception = reception;
    this.rooms = rooms;
    this.provider = provider;
    this.signIn = new SignIn(provider);
    this.identities = new Identities(rooms.registry(), provider.settings().personClaim());
    this.limits = limits;
    this.attempts = new Attempts(rooms.registry().clock());
    this.back = URI.create(root.toString().replaceFirst("/+$", "") + BACK);
  }

  /** Adds the pages. */
  public void routes(RoutesConfig routes) {
    routes.get("/connexion", this::page);
    routes.get(BEGIN, this::begin);
    routes.get(BACK, this::end);
    routes.post("/deconnexion", this::leave);
  }

  private void page(Context context) {
    var words = reception.words(context);
    reception.page(
        context,
        200,
        "provider",
        Map.of(
            "frame",
            reception.frame(context, words.t("signin.title"), ""),
            "provider",
            provider.settings().issuer().getHost(),
            "begin",
            BEGIN));
  }

  private void begin(Context context) {
    if (!limits.allows(reception.address(context))) {
      answer(context, 429, "provider.refused");
      return;
    }
    try {
      SignIn.Attempt attempt = signIn.begin(back);
      remember(context, attempts.keep(attempt), (int) Attempts.LONGEST.toSeconds());
      context.redirect(attempt.address().toString(), HttpStatus.SEE_OTHER);
    } catch (ProviderException e) {
      away(context, e);
    }
  }

  private void end(Context context) {
    Optional<SignIn.Attempt> attempt = attempts.take(context.cookie(COOKIE));
    remember(context, "", 0);
    if (attempt.isEmpty() || !limits.allows(reception.address(context))) {
      limits.failed(reception.address(context));
      answer(context, 401, "provider.refused");
      return;
    }
    try {
      Claims claims = signIn.end(attempt.get(), context.queryParamMap());
      enter(context, identities.person(claims));
    } catch (RefusedException e) {
      limits.failed(reception.address(context));
      refused(e);
      answer(context, 401, "provider.refused");
    } catch (ProviderException e) {
      away(context, e);
    }
  }

  private void enter(Context context, String person) {
    String issuer = provider.settings().issuer().toString();
    Optional<Account> account = rooms.accounts().vouched(person, issuer);
    if (account.isEmpty()) {
      answer(context, 403, "provider.stranger");
      return;
    }
    reception.enter(context, person, false);
    // The browser came from another site: the session's cookie, which is strict, goes along only
    // with a request that this page makes.
    String onward = Onward.take(context, reception.secure());
    reception.goOn(context, onward, reception.words(context).t("provider.in"));
  }

  /** A browser that this desk sent to the provider came back with what cannot be believed. */
  private void refused(RefusedException refusal) {
    LOG.warn("A sign-in at the provider was refused: {}", refusal.getMessage());
    rooms
        .registry()
        .inTransaction(
            tx ->
                Journal.append(
                    tx,
                    new Act(
                        "datalab",
                        "session.refuse",
                        provider.settings().issuer().toString(),
                        Map.of("reason", refusal.getMessage()))));
  }

  private void away(Context context, ProviderException failure) {
    LOG.warn("The provider cannot be asked: {}", failure.getMessage());
    answer(context, 503, "provider.away");
  }

  private void answer(Context context, int status, String key) {
    reception.message(context, status, key, reception.words(context).t(key + ".detail"));
  }

  /** The cookie comes back from another site, so it is lax; it is worth nothing after one use. */
  private void remember(Context context, String name, int seconds) {
    Cookie cookie = new Cookie(COOKIE, name);
    cookie.setPath("/connexion");
    cookie.setHttpOnly(true);
    cookie.setSecure(reception.secure());
    cookie.setSameSite(SameSite.LAX);
    cookie.setMaxAge(seconds);
    context.cookie(cookie);
  }

  private void leave(Context context) {
    reception.leave(context);
    context.redirect("/connexion", HttpStatus.SEE_OTHER);
  }
}
