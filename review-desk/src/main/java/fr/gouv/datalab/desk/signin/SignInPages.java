package fr.gouv.datalab.desk.signin;

import fr.gouv.datalab.accounts.Account;
import fr.gouv.datalab.accounts.AccountStore;
import fr.gouv.datalab.desk.Frame;
import fr.gouv.datalab.desk.Reception;
import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.refusals.UsageException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.Map;
import java.util.Optional;

/**
 * Signing in by password and code, the first time, and signing out. Whatever is wrong with an
 * attempt, the answer is the same.
 */
public final class SignInPages {
  private final Reception reception;
  private final AccountStore accounts;
  private final AddressLimits limits;

  /** The pages of a desk with accounts. */
  public SignInPages(Reception reception, AccountStore accounts, AddressLimits limits) {
    this.reception = reception;
    this.accounts = accounts;
    this.limits = limits;
  }

  /** Adds the pages. */
  public void routes(RoutesConfig routes) {
    routes.get("/connexion", context -> form(context, 200, ""));
    routes.post("/connexion", this::signIn);
    routes.get("/premiere-connexion", context -> first(context, 200, ""));
    routes.post("/premiere-connexion", this::begin);
    routes.post("/deconnexion", this::signOut);
  }

  private void form(Context context, int status, String alert) {
    Frame frame = reception.frame(context, reception.words(context).t("signin.title"), alert);
    reception.page(context, status, "signin", Map.of("frame", frame));
  }

  private void signIn(Context context) {
    String address = reception.address(context);
    Optional<Account> account =
        limits.allows(address)
            ? accounts.signIn(
                context.formParam("personne"),
                context.formParam("mot-de-passe"),
                context.formParam("code"))
            : Optional.empty();
    if (account.isEmpty()) {
      limits.failed(address);
      form(context, 401, reception.words(context).t("signin.wrong"));
      return;
    }
    reception.enter(context, account.get().person(), false);
    context.redirect(Onward.take(context, reception.secure()), HttpStatus.SEE_OTHER);
  }

  private void first(Context context, int status, String alert) {
    Frame frame = reception.frame(context, reception.words(context).t("first.title"), alert);
    reception.page(context, status, "first", Map.of("frame", frame));
  }

  /** An invitation and a password; then the invitation and the code of the second factor. */
  private void begin(Context context) {
    String invitation = context.formParam("invitation");
    String code = context.formParam("code");
    if (!limits.allows(reception.address(context))) {
      first(context, 429, reception.words(context).t("first.wrong"));
      return;
    }
    try {
      if (code == null) {
        factor(context, invitation, accounts.choose(invitation, context.formParam("mot-de-passe")));
      } else {
        accounts.activate(invitation, code);
        reception.message(
            context, 200, "first.done", reception.words(context).t("first.done.detail"));
      }
    } catch (RefusedException e) {
      limits.failed(reception.address(context));
      first(context, 401, reception.words(context).t("first.wrong"));
    } catch (UsageException e) {
      first(context, 400, reception.words(context).t("first.password"));
    }
  }

  private void factor(Context context, String invitation, AccountStore.SecondFactor factor) {
    Frame frame = reception.frame(context, reception.words(context).t("factor.title"), "");
    reception.page(
        context,
        200,
        "factor",
        Map.of(
            "frame",
            frame,
            "invitation",
            invitation,
            "secret",
            factor.readable(),
            "picture",
            QrPicture.svg(factor.address(), frame.t("factor.picture"))));
  }

  private void signOut(Context context) {
    reception.leave(context);
    context.redirect("/connexion", HttpStatus.SEE_OTHER);
  }
}
