package fr.gouv.datalab.desk;

import fr.gouv.datalab.refusals.RefusedException;
import fr.gouv.datalab.releases.Release;
import fr.gouv.datalab.reports.Markup;
import fr.gouv.datalab.tokens.TokenStore;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;

/**
 * What changed of what a person may read, as an Atom feed (RFC 4287). A feed reader has no session:
 * it sends a personal token, as a bearer or as the password of basic authentication.
 */
final class AtomFeed {
  private static final int ENTRIES = 50;

  private final Reception reception;
  private final Rooms rooms;
  private final Readers readers;
  private final String root;

  AtomFeed(Reception reception, Rooms rooms, String root) {
    this.reception = reception;
    this.rooms = rooms;
    this.readers = new Readers(rooms);
    this.root = root;
  }

  void routes(RoutesConfig routes) {
    routes.get("/fil.atom", this::feed);
  }

  private void feed(Context context) {
    String person;
    try {
      person = new TokenStore(rooms.registry()).of(secret(context)).person();
      if (readers.closed(person)) {
        throw new RefusedException("accounts", "The account of this token's person was closed.");
      }
    } catch (RefusedException e) {
      context.header("WWW-Authenticate", "Basic realm=\"datalab\", charset=\"UTF-8\"");
      context.status(401).contentType("text/plain; charset=utf-8").result(e.getMessage());
      return;
    }
    Words words = reception.words(context);
    List<Release> releases = rooms.lists().changed(readers.scope(person, false), ENTRIES);
    Instant updated = releases.isEmpty() ? rooms.registry().now() : releases.get(0).changed();
    Markup feed =
        new Markup()
            .raw("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n")
            .raw("<feed xmlns=\"http://www.w3.org/2005/Atom\">")
            .element("title", words.t("feed.title"))
            .element("id", "urn:datalab:publications")
            .element("updated", updated.toString())
            .raw("<author><name>Datalab</name></author>");
    releases.forEach(release -> entry(feed, release, words));
    context
        .contentType("application/atom+xml; charset=utf-8")
        .result(feed.raw("</feed>\n").toString());
  }

  private void entry(Markup feed, Release release, Words words) {
    feed.raw("<entry>")
        .element("title", release.title() + " : " + words.t("state." + release.state().name()))
        .element(
            "id",
            "urn:datalab:"
                + release.id()
                + ":"
                + release.state().name().toLowerCase(java.util.Locale.ROOT)
                + ":"
                + release.changed().toEpochMilli())
        .element("updated", release.changed().toString())
        .raw("<link href=\"")
        .text(root + "/publications/" + release.id())
        .raw("\"/>")
        .element("summary", release.convention() + ", " + release.useCase())
        .raw("</entry>");
  }

  private static String secret(Context context) {
    String header = context.header("Authorization");
    if (header != null && header.startsWith("Bearer ")) {
      return header.substring("Bearer ".length()).strip();
    }
    return context.basicAuthCredentials() == null
        ? ""
        : context.basicAuthCredentials().getPassword();
  }
}
