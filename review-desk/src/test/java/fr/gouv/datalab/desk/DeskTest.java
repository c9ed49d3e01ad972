package fr.gouv.datalab.desk;

import static org.assertj.core.api.Assertions.assertThat;

import fr.gouv.datalab.releases.Release;
import fr.gouv.datalab.releases.ReleaseState;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The desk as one person opens it for themself, where nobody has an account. */
class DeskTest {
  static final Map<String, String> TICKED =
      Map.of(
          "verifie-type", "oui",
          "verifie-finalite", "oui",
          "verifie-modeles", "oui",
          "verifie-lisible", "oui");

  @TempDir Path directory;
  private House house;
  private Desk desk;
  private Visitor visitor;
  private String id;
  private String token;

  @BeforeEach
  void open() throws Exception {
    house = new House(directory).withDeliveries();
    id = house.submitted();
    desk = Desk.openFor(House.LAWYER, house.rooms, 0);
    visitor = new Visitor(desk.address());
    assertThat(visitor.get("/?" + URI.create(desk.address()).getQuery()).statusCode())
        .isEqualTo(200);
    token = visitor.token();
  }

  @AfterEach
  void close() {
    desk.close();
    house.close();
  }

  private HttpResponse<String> decide(String decision, Map<String, String> more) throws Exception {
    Map<String, String> form = new HashMap<>(more);
    form.putIfAbsent("jeton", token);
    return visitor.post("/publications/" + id + "/" + decision, form);
  }

  private static Map<String, String> ticked(String comment) {
    Map<String, String> form = new HashMap<>(TICKED);
    form.put("commentaire", comment);
    return form;
  }

  @Test
  void showsTheQueueAndARelease() throws Exception {
    assertThat(visitor.page("/publications", 200))
        .contains(
            "lang=\"fr\"",
            "En attente de décision",
            id,
            "Foyers &lt;thermiques&gt;",
            "aujourd’hui");
    assertThat(visitor.page("/publications/" + id, 200))
        .contains("Combien de foyers", "CONV-2026-001", "Approuver", "958 lignes")
        .contains("Merci de regarder &lt;b&gt;la Corse&lt;/b&gt;")
        .doesNotContain("<b>la");
    assertThat(visitor.page("/publications/" + id + "/rapport", 200))
        .contains("L’essentiel", "<svg");
    assertThat(visitor.page("/publications/REL-2000-0001", 404)).contains("n’existe pas");
    assertThat(visitor.page("/ailleurs", 404)).contains("n’existe pas");
  }

  @Test
  void showsATableWithItsHiddenCellsAndWhy() throws Exception {
    assertThat(visitor.page("/publications/" + id + "/tableaux/foyers", 200))
        .contains("Essence", "trop peu d’unités", "pour en protéger une autre", "140");
    assertThat(visitor.page("/publications/" + id + "/tableaux/foyers?code=GO", 200))
        .contains("95")
        .doesNotContain("140");
    assertThat(visitor.page("/publications/" + id + "/tableaux/autre", 404))
        .contains("n’existe pas");
  }

  @Test
  void approvesOnceEveryPointIsTicked() throws Exception {
    assertThat(decide("approve", Map.of("commentaire", "")).body())
        .contains("role=\"alert\"", "Cochez chaque point");
    assertThat(decide("return", Map.of("commentaire", " ")).body())
        .contains("un commentaire est nécessaire");
    HttpResponse<String> approved = decide("approve", ticked("rien à redire"));
    assertThat(approved.statusCode()).isEqualTo(200);
    assertThat(approved.body())
        .contains("approuvé par " + House.LAWYER, "rien à redire", "Points vérifiés");
    Release release = house.store.show(id);
    assertThat(release.approvals())
        .extracting(Release.Decided::person)
        .containsExactly(House.LAWYER);
    assertThat(decide("approve", ticked("")).body()).contains("une personne différente");
    assertThat(decide("reject", Map.of("commentaire", "non")).body()).contains("rejetée");
    assertThat(house.store.show(id).state()).isEqualTo(ReleaseState.REJECTED);
    assertThat(decide("approve", ticked("")).body()).contains("pas dans un état");
  }

  @Test
  void keepsTheOpinionsOfOthersUntilOnesOwn() throws Exception {
    house.store.approve(id, House.TAX, null, "avis de la DGFiP");
    house.rooms.notes().comment(id, House.TAX, "", "", "remarque de la DGFiP");
    assertThat(visitor.page("/publications/" + id, 200))
        .contains("Les avis sont indépendants")
        .doesNotContain("avis de la DGFiP", "remarque de la DGFiP", "approuvé par");
    assertThat(visitor.page("/publications/" + id + "/rapport", 200))
        .doesNotContain("avis de la DGFiP");
    decide("approve", ticked(""));
    assertThat(visitor.page("/publications/" + id, 200))
        .contains("avis de la DGFiP", "remarque de la DGFiP", "approuvé par " + House.TAX)
        .doesNotContain("Les avis sont indépendants");
  }

  @Test
  void keepsCommentsByCell() throws Exception {
    visitor.post(
        "/publications/" + id + "/commentaires",
        Map.of(
            "jeton", token,
            "tableau", "foyers",
            "case", "ES|1",
            "commentaire", "<script>alert(1)</script> à revoir"));
    assertThat(visitor.page("/publications/" + id + "/tableaux/foyers", 200))
        .contains("&lt;script&gt;alert(1)", "ES × 1")
        .doesNotContain("<script>alert");
  }

  @Test
  void saysWhatChangedSinceTheLastOfTheSeries() throws Exception {
    for (String person : List.of(House.LAWYER, House.TAX, House.INTERIOR)) {
      house.store.approve(id, person, null, "");
    }
    new fr.gouv.datalab.export.ExportPackage(house.registry, house.keys, house.store)
        .export(id, House.AUTHOR);
    house.clock.forward(86_400);
    String next = house.submitted();
    assertThat(visitor.page("/publications/" + next, 200))
        .contains("Depuis " + id, "3 cases ont changé de valeur", "Les plus grands changements");
  }

  @Test
  void searchesTheCatalogueWithoutAccents() throws Exception {
    assertThat(visitor.page("/catalogue?q=vehicule", 200))
        .contains("siv.immatriculations")
        .doesNotContain("bodacc");
    assertThat(visitor.page("/catalogue/siv.immatriculations", 200))
        .contains("Comment la demander", "au coffre");
    assertThat(visitor.get("/catalogue", "Accept", "text/turtle").body()).contains("dcat:Dataset");
    assertThat(
            visitor.get("/catalogue/siv.immatriculations", "Accept", "application/ld+json").body())
        .contains("@context");
  }

  @Test
  void speaksEnglishToo() throws Exception {
    visitor.get("/langue/en?retour=/publications");
    assertThat(visitor.get("/publications/" + id).body())
        .contains("lang=\"en\"", "Where these figures come from", "Approve")
        .doesNotContain("Approuver");
    assertThat(visitor.get("/langue/fr?retour=//ailleurs.example").uri().getHost())
        .isEqualTo("127.0.0.1");
  }

  @Test
  void saysThatAFileWasAltered() throws Exception {
    Path table = house.store.folder(id).output("foyers").resolve("spec.yaml");
    Files.writeString(table, Files.readString(table) + "# autre\n");
    HttpResponse<String> answer = decide("approve", ticked(""));
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).contains("a été modifié");
  }

  @Test
  void tellsBrowsersToTrustNothingElse() throws Exception {
    HttpResponse<String> answer = visitor.get("/publications");
    assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'", "frame-ancestors 'none'", "script-src 'self'");
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(answer.body()).doesNotContain("http://", "https://", "style=\"", "onclick");
  }
}
