package fr.gouv.datalab.desk.account;

import fr.gouv.datalab.accounts.Account;
import fr.gouv.datalab.desk.Reception;
import fr.gouv.datalab.desk.Rooms;
import fr.gouv.datalab.desk.Words;
import fr.gouv.datalab.notices.AddressProof;
import fr.gouv.datalab.notices.Outbox;
import fr.gouv.datalab.refusals.UsageException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A person's own page. Nobody sees or changes that of another. */
public final class AccountPages {
  private static final String PAGE = "/moi";

  private final Reception reception;
  private final Rooms rooms;
  private final Outbox outbox;
  private final Optional<AddressProof> proofs;

  /** The page of each person of some rooms. */
  public AccountPages(Reception reception, Rooms rooms) {
    this.reception = reception;
    this.rooms = rooms;
    this.outbox = new Outbox(rooms.registry());
    this.proofs =
        rooms
            .registry()
            .home()
            .configuration()
            .mail()
            .map(settings -> new AddressProof(rooms.registry(), settings));
  }

  /** Adds the page and its forms. */
  public void routes(RoutesConfig routes) {
    routes.get(PAGE, context -> show(context, 200, ""));
    routes.post(PAGE + "/adresse", this::ask);
    routes.post(PAGE + "/adresse/confirmation", this::confirm);
    routes.post(PAGE + "/adresse/oubli", this::forget);
  }

  private void show(Context context, int status, String alert) {
    String person = reception.session(context).person();
    Words words = reception.words(context);
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("frame", reception.frame(context, words.t("account.title"), said(words, alert)));
    model.put("roles", roles(person, words));
    model.put("mail", proofs.isPresent());
    model.put("waits", proofs.filter(each -> each.waits(person)).isPresent());
    model.put("address", outbox.addressOf(person).orElse(""));
    reception.page(context, status, "account", model);
  }

  private static String said(Words words, String alert) {
    return alert.isEmpty() ? "" : words.t(alert);
  }

  private List<String> roles(String person, Words words) {
    return rooms.accounts().find(person).map(Account::roles).stream()
        .flatMap(java.util.Collection::stream)
        .map(role -> words.t("role." + role.name()))
        .sorted()
        .toList();
  }

  private void ask(Context context) {
    if (proofs.isEmpty()) {
      show(context, 409, "account.nomail");
      return;
    }
    String address = Optional.ofNullable(context.formParam("adresse")).orElse("");
    try {
      switch (proofs.get().ask(reception.session(context).person(), address)) {
        case SENT -> back(context);
        case TOO_MANY -> show(context, 429, "account.toomany");
        case NOT_SENT -> show(context, 502, "account.notsent");
      }
    } catch (UsageException e) {
      show(context, 409, "account.badaddress");
    }
  }

  private void confirm(Context context) {
    String code = Optional.ofNullable(context.formParam("code")).orElse("");
    boolean done =
        proofs.filter(each -> each.confirm(reception.session(context).person(), code)).isPresent();
    if (done) {
      back(context);
    } else {
      show(context, 409, "account.badcode");
    }
  }

  private void forget(Context context) {
    String person = reception.session(context).person();
    if (outbox.addressOf(person).isPresent()) {
      outbox.forget(person, person);
    }
    back(context);
  }

  private static void back(Context context) {
    context.redirect(PAGE, HttpStatus.SEE_OTHER);
  }
}
