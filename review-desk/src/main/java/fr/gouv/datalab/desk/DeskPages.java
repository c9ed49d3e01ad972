package fr.gouv.datalab.desk;

import fr.gouv.datalab.releases.Decision;
import fr.gouv.datalab.releases.Draft;
import fr.gouv.datalab.releases.Release;
import fr.gouv.datalab.releases.ReleaseState;
import fr.gouv.datalab.reports.French;
import fr.gouv.datalab.reports.Markup;
import fr.gouv.datalab.reports.ReleaseReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** The desk's pages, as HTML without any script. */
final class DeskPages {
  private final String person;
  private final String secret;

  DeskPages(String person, String secret) {
    this.person = person;
    this.secret = secret;
  }

  static String style() {
    try (InputStream css = DeskPages.class.getResourceAsStream("desk.css")) {
      return new String(
          Objects.requireNonNull(css, "desk.css").readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every release: those that wait for a decision first. */
  String list(List<Release> releases) {
    Markup body = new Markup().raw("<h1>Publications</h1>");
    List<Release> waiting =
        releases.stream().filter(r -> r.state() == ReleaseState.SUBMITTED).toList();
    List<Release> others =
        releases.stream().filter(r -> r.state() != ReleaseState.SUBMITTED).toList();
    body.raw("<h2>En attente de décision</h2>");
    table(body, waiting, "Aucune publication n’attend de décision.");
    body.raw("<h2>Les autres</h2>");
    table(body, others, "Aucune autre publication.");
    return page("Publications", body);
  }

  private static void table(Markup body, List<Release> releases, String none) {
    if (releases.isEmpty()) {
      body.element("p class=\"none\"", none);
      return;
    }
    body.raw("<table><thead><tr><th scope=\"col\">Publication</th><th scope=\"col\">État</th>")
        .raw("<th scope=\"col\">Convention</th><th scope=\"col\">Auteur</th>")
        .raw("<th scope=\"col\">Depuis le</th></tr></thead><tbody>");
    for (Release release : releases) {
      body.raw("<tr><td><a href=\"/publications/")
          .text(release.id())
          .raw("\">")
          .text(release.title())
          .raw("</a><br/>")
          .element("span class=\"small\"", release.id())
          .raw("</td><td>");
      badge(body, release.state());
      body.raw("</td>")
          .element("td", release.convention())
          .element("td", release.author())
          .element("td", French.date(release.changed()))
          .raw("</tr>");
    }
    body.raw("</tbody></table>");
  }

  private static void badge(Markup body, ReleaseState state) {
    body.element(
        "span class=\"badge " + state.name().toLowerCase(Locale.ROOT) + "\"", state.french());
  }

  /** One release: what it is, where it stands, what may be decided. */
  String release(
      Release release,
      List<ReviewedTable> tables,
      Draft draft,
      Set<String> open,
      Set<String> mine,
      List<Decision> possible,
      String alert) {
    Markup body =
        new Markup()
            .raw("<nav aria-label=\"Fil d’Ariane\"><a href=\"/\">Publications</a> › ")
            .text(release.id())
            .raw("</nav>");
    if (!alert.isEmpty()) {
      body.raw("<div class=\"alert\" role=\"alert\">").text(alert).raw("</div>");
    }
    body.element("h1", release.title()).raw("<p>");
    badge(body, release.state());
    body.raw("</p><dl>");
    fact(body, "Question", draft.purpose());
    fact(body, "Convention", release.convention());
    fact(body, "Cas d’usage", release.useCase());
    fact(body, "Données au", French.date(draft.asOf()));
    fact(body, "Auteur", release.author());
    fact(body, "Préparée le", French.time(release.created()));
    body.raw("</dl><p><a class=\"button\" href=\"/publications/")
        .text(release.id())
        .raw("/rapport\">Lire le rapport</a></p>");
    approvals(body, release, open);
    tables(body, tables);
    forms(body, release, possible, mine);
    history(body, release);
    files(body, release);
    return page(release.title(), body);
  }

  private static void fact(Markup body, String name, String value) {
    if (!value.isBlank()) {
      body.element("dt", name).element("dd", value);
    }
  }

  private static void approvals(Markup body, Release release, Set<String> open) {
    if (release.approvals().isEmpty() && open.isEmpty()) {
      return;
    }
    body.raw("<h2>Approbations</h2><ul class=\"seats\">");
    for (Release.Decided approval : release.approvals()) {
      body.raw("<li class=\"done\">")
          .text(ReleaseReport.seat(approval.seat()))
          .raw(" <span>approuvé par ")
          .text(approval.person())
          .raw(", le ")
          .text(French.time(approval.time()))
          .raw("</span></li>");
    }
    for (String seat : open) {
      body.raw("<li>").text(ReleaseReport.seat(seat)).raw(" <span>attendu</span></li>");
    }
    body.raw("</ul>");
  }

  private static void tables(Markup body, List<ReviewedTable> tables) {
    body.raw("<h2>Secret statistique</h2><table><thead><tr><th scope=\"col\">Tableau</th>")
        .raw("<th scope=\"col\">Règle</th><th scope=\"col\" class=\"n\">Cases publiées</th>")
        .raw("<th scope=\"col\" class=\"n\">Masquées</th>")
        .raw("<th scope=\"col\" class=\"n\">Intervalle le plus étroit</th>")
        .raw("<th scope=\"col\">Audit</th></tr></thead><tbody>");
    for (ReviewedTable table : tables) {
      body.raw("<tr>")
          .element("td", table.title())
          .element("td", rule(table))
          .element("td class=\"n\"", French.number(table.verdict().published()))
          .element("td class=\"n\"", French.number(table.verdict().suppressed()))
          .element(
              "td class=\"n\"",
              table.verdict().suppressed() == 0
                  ? "sans objet"
                  : French.percent(table.verdict().narrowest()))
          .raw("<td>")
          .raw(
              table.verdict().safe()
                  ? "<span class=\"badge approved\">sûr</span>"
                  : "<span class=\"badge rejected\">non sûr</span>")
          .raw("</td></tr>");
    }
    body.raw("</tbody></table><p class=\"small\">L’intervalle est ce qu’un attaquant peut déduire")
        .raw(" d’une case masquée, en largeur rapportée à sa valeur.</p>");
  }

  private static String rule(ReviewedTable table) {
    String policy = table.spec().policy().isEmpty() ? "écrite" : table.spec().policy();
    return table.spec().minimumFrequency() > 0
        ? policy + ", au moins " + table.spec().minimumFrequency() + " unités"
        : policy;
  }

  private void forms(Markup body, Release release, List<Decision> possible, Set<String> mine) {
    if (possible.isEmpty()) {
      return;
    }
    body.raw("<h2>Votre décision</h2><form method=\"post\" class=\"decide\">")
        .raw("<input type=\"hidden\" name=\"cle\" value=\"")
        .text(secret)
        .raw("\"/><label for=\"commentaire\">Commentaire")
        .raw(" <span class=\"small\">(il reste attaché à la publication)</span></label>")
        .raw("<textarea id=\"commentaire\" name=\"commentaire\" rows=\"4\" maxlength=\"4000\">")
        .raw("</textarea>");
    if (possible.contains(Decision.APPROVE) && mine.size() > 1) {
      body.raw("<label for=\"siege\">Siège <span class=\"small\">(vous en tenez plusieurs)")
          .raw("</span></label><select id=\"siege\" name=\"siege\">");
      for (String seat : mine) {
        body.raw("<option value=\"")
            .text(seat)
            .raw("\">")
            .text(ReleaseReport.seat(seat))
            .raw("</option>");
      }
      body.raw("</select>");
    }
    body.raw("<div class=\"buttons\">");
    for (Decision decision : possible) {
      body.raw("<button type=\"submit\" class=\"" + decision.word() + "\" formaction=\"")
          .text("/publications/" + release.id() + "/" + decision.word())
          .raw("\">")
          .text(verb(decision))
          .raw("</button>");
    }
    body.raw("</div></form>");
  }

  private static String verb(Decision decision) {
    return switch (decision) {
      case SUBMIT -> "Soumettre à la revue";
      case APPROVE -> "Approuver";
      case RETURN -> "Renvoyer à l’auteur";
      case REJECT -> "Rejeter";
      case EXPORT -> "Exporter";
      case WITHDRAW -> "Retirer";
    };
  }

  private static void history(Markup body, Release release) {
    if (release.decisions().isEmpty()) {
      return;
    }
    body.raw("<h2>Historique</h2><ol class=\"history\">");
    for (Release.Decided decided : release.decisions()) {
      String what = decided.decision().french();
      body.raw("<li><strong>")
          .text(what.substring(0, 1).toUpperCase(Locale.FRENCH) + what.substring(1))
          .raw("</strong> par ")
          .text(decided.person())
          .text(decided.seat().isEmpty() ? "" : ", " + ReleaseReport.seat(decided.seat()))
          .raw("<br/><span class=\"small\">")
          .text(
              French.time(decided.time())
                  + ", tour "
                  + decided.round()
                  + ", journal n° "
                  + decided.sequence())
          .raw("</span>");
      if (!decided.comment().isEmpty()) {
        body.element("blockquote", decided.comment());
      }
      body.raw("</li>");
    }
    body.raw("</ol>");
  }

  private static void files(Markup body, Release release) {
    body.raw("<details><summary>Fichiers et empreintes</summary><table><thead><tr>")
        .raw("<th scope=\"col\">Fichier</th><th scope=\"col\" class=\"n\">Octets</th>")
        .raw("<th scope=\"col\">SHA-256</th></tr></thead><tbody>");
    for (Release.HashedFile file : release.files()) {
      body.raw("<tr>")
          .element("td", file.path())
          .element("td class=\"n\"", French.number(file.size()))
          .raw("<td><code>")
          .text(file.sha256())
          .raw("</code></td></tr>");
    }
    body.raw("</tbody></table></details>");
  }

  /** A page that says one thing. */
  String message(String sentence, String detail) {
    Markup body = new Markup().element("h1", sentence);
    if (detail != null && !detail.isBlank()) {
      body.element("p", detail);
    }
    return page(sentence, body.raw("<p><a href=\"/\">Revenir aux publications</a></p>"));
  }

  private String page(String title, Markup body) {
    return new Markup()
        .raw("<!DOCTYPE html>\n<html lang=\"fr\"><head><meta charset=\"utf-8\"/>")
        .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>")
        .element("title", title + " - Bureau de revue")
        .raw("<link rel=\"stylesheet\" href=\"/style.css\"/></head><body>")
        .raw("<a class=\"skip\" href=\"#contenu\">Aller au contenu</a>")
        .raw("<header><div><a class=\"house\" href=\"/\">Datalab sécurisé")
        .raw(" <span>Bureau de revue</span></a><span class=\"person\">")
        .text(person)
        .raw("</span></div></header><main id=\"contenu\">")
        .add(body)
        .raw("</main></body></html>\n")
        .toString();
  }
}
