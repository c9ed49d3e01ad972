package fr.gouv.datalab.desk;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import fr.gouv.datalab.accounts.Role;
import fr.gouv.datalab.conventions.ConventionFiles;
import fr.gouv.datalab.conventions.ConventionStore;
import fr.gouv.datalab.flows.Flows;
import fr.gouv.datalab.releases.Draft;
import fr.gouv.datalab.releases.ReleaseState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * The desk in a real Chromium on data of another use case that nobody would write in good faith:
 * markup and addresses for text, words without an end, codes that mean something to addresses, many
 * releases. No script of theirs runs, and every page still fits its window.
 */
@EnabledIf("hasChromium")
class HostileDataBrowserTest extends InChromium {
  private static final String CONVENTION = "CONV-2026-002";
  private static final String WORK = "administrateur@travail";
  private static final String SCRIPT =
      "<img src=x onerror=\"document.title='pris'\"><script>document.title='pris'</script>";
  private static final String LONG = "anticonstitutionnellement".repeat(12);

  @TempDir Path directory;
  private House house;
  private Desk desk;
  private String id;

  @BeforeEach
  void open() throws IOException {
    house = new House(directory);
    ConventionStore conventions = house.rooms.conventions();
    conventions.add(
        CONVENTION,
        new ConventionFiles(house.registry.home()).find(CONVENTION).orElseThrow(),
        House.LAWYER);
    conventions.sign(CONVENTION, "dinum", House.LAWYER);
    conventions.sign(CONVENTION, "travail", WORK);
    conventions.sign(CONVENTION, "gip-mds", "administrateur@gip-mds");
    for (int i = 0; i < 90; i++) {
      String other = draft("Formations, millésime " + (2_000 + i));
      house.store.submit(other, House.AUTHOR, "");
      if (i % 3 > 0) {
        house.store.reject(other, House.LAWYER, "Doublon.");
      }
      house.clock.forward(3_600);
    }
    id = draft("Insertion " + SCRIPT + " par domaine, " + LONG);
    house.store.submit(id, House.AUTHOR, SCRIPT + "\n\n" + LONG + "\n\u202Eetxet\u202C & <b>gras");
    house.clock.forward(11L * 86_400);
    desk = Desk.open(house.rooms, Optional.empty(), 0);
  }

  @AfterEach
  void close() {
    desk.close();
    house.close();
  }

  private String draft(String title) throws IOException {
    Path folder = Files.createTempDirectory(directory, "table");
    StringBuilder published = new StringBuilder("domaine,voie,stagiaires,status\n");
    for (String domain : List.of("TOTAL", "A&B=1#x", "\"<script>\"", "50%", "é|è", LONG)) {
      for (String way : List.of("TOTAL", "../..", "V2")) {
        published.append(quoted(domain)).append(',').append(quoted(way)).append(",1234567,v\n");
      }
    }
    Files.writeString(folder.resolve("published.csv"), published);
    Files.writeString(folder.resolve("audit.csv"), "domaine,voie,value,reason,lower,upper\n");
    Files.writeString(
        folder.resolve("spec.yaml"),
        """
        dimensions: [{column: domaine}, {column: voie}]
        frequency: stagiaires
        policy: formation
        protect: suppress
        """);
    return house.store.draft(
        Draft.of(
                title,
                "performance-formations",
                CONVENTION,
                LocalDate.of(2026, 1, 1),
                House.AUTHOR,
                List.of(
                    new Draft.Output(
                        "insertion",
                        "Stagiaires par domaine " + LONG,
                        "stagiaires",
                        Draft.Population.all("formation.stagiaires"),
                        List.of(
                            new Draft.Column("domaine", "Domaine " + SCRIPT, "", false, Map.of()),
                            new Draft.Column(
                                "voie", "Voie d’accès", "", true, Map.of("V2", SCRIPT)),
                            new Draft.Column("stagiaires", "Stagiaires", "pers.", false, Map.of())),
                        folder)))
            .withQuestion(
                "Que deviennent " + SCRIPT + LONG + " ?",
                List.of(
                    new Draft.Source("formation.stagiaires", "Stagiaires " + LONG, "travail"),
                    new Draft.Source("dsn.contrats", "Contrats", "gip-mds"))));
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }

  private Page signedIn(String person, Role role, boolean script, int width) {
    String factor = house.account(person, role);
    Page page = chromium.visit(desk, script, width);
    page.navigate(desk.address());
    Chromium.signIn(page, house, person, factor);
    return page;
  }

  private void unharmed(Page page) {
    assertThat(page.title()).isNotEqualTo("pris");
    assertThat(page.locator("main img, main script").count()).isZero();
    assertThat(chromium.elsewhere).isEmpty();
  }

  @Test
  void showsTextAsTextAndFitsEveryWindow() {
    new Flows(house.registry).stop("formation.stagiaires", WORK, SCRIPT + LONG);
    house.rooms.notes().comment(id, WORK, "insertion", "A&B=1#x|../..", SCRIPT + LONG);
    house.store.return_(id, WORK, SCRIPT + LONG);
    house.store.submit(id, House.AUTHOR, "");
    for (int width : List.of(1280, 320)) {
      Page page = signedIn(width == 320 ? WORK : House.LAWYER, Role.JURISTE, true, width);
      for (String path :
          List.of(
              "publications",
              "publications?etat=REJECTED",
              "publications/" + id,
              "publications/" + id + "/tableaux/insertion",
              "conventions/" + CONVENTION,
              "catalogue?q=%3Cscript%3E",
              "catalogue/formation.stagiaires")) {
        page.navigate(desk.address() + path);
        unharmed(page);
        chromium.look(page, "etrange-" + width + "-" + path.replaceAll("[^A-Za-z]+", "-"));
      }
    }
    Page page = signedIn("administrateur@gip-mds", Role.ADMINISTRATEUR, true, 320);
    page.navigate(desk.address() + "langue/en");
    for (String path : List.of("donnees", "donnees/dsn.contrats", "publications/" + id, "moi")) {
      page.navigate(desk.address() + path);
      unharmed(page);
      chromium.look(page, "etrange-en-" + path.replaceAll("[^a-z]+", "-"));
    }
  }

  @Test
  void choosesACodeThatMeansSomethingToAddresses() {
    Page page = signedIn(House.LAWYER, Role.JURISTE, false, 1280);
    page.navigate(desk.address() + "publications/" + id + "/tableaux/insertion");
    Locator rows = page.locator("#cellules tbody tr");
    assertThat(rows.count()).isEqualTo(18);
    for (String code : List.of("A&B=1#x", "\"<script>\"", "50%", "é|è")) {
      page.locator("#code").selectOption(code);
      page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Afficher")).click();
      assertThat(rows.count()).as(code).isEqualTo(3);
      assertThat(rows.first().innerText()).contains(code);
    }
  }

  @Test
  void walksThroughManyReleasesByKeyboard() {
    Page page = signedIn(House.LAWYER, Role.JURISTE, false, 1280);
    assertThat(page.locator("h2 .count").first().innerText()).isEqualTo("31");
    assertThat(page.locator(".scroll").first().evaluate("e => e.scrollWidth <= e.clientWidth"))
        .as("every column is in sight, however long a title")
        .isEqualTo(true);
    page.navigate(desk.address() + "publications?etat=REJECTED");
    Locator rows = page.locator("#autres ~ .scroll tbody tr");
    assertThat(rows.count()).isEqualTo(40);
    List<String> first = rows.locator("th .small").allInnerTexts();
    page.locator("nav.pages a").last().focus();
    page.keyboard().press("Enter");
    page.waitForURL("**avant=**");
    assertThat(rows.locator("th .small").allInnerTexts())
        .hasSize(20)
        .doesNotContainAnyElementsOf(first);
    chromium.picture(page, "publications-suite");
  }

  @Test
  void returnsAReleaseByKeyboardWithoutScriptAtFourHundredPercent() {
    Page page = signedIn(House.LAWYER, Role.JURISTE, false, 320);
    page.navigate(desk.address() + "publications/" + id);
    page.locator("#commentaire").focus();
    page.keyboard().type("À revoir : l’intitulé.");
    page.keyboard().press("Tab");
    assertThat(page.evaluate("() => document.activeElement.textContent")).isEqualTo("Approuver");
    page.keyboard().press("Enter");
    page.waitForSelector("[role=alert]");
    assertThat(page.locator("#commentaire").inputValue()).isEqualTo("À revoir : l’intitulé.");
    chromium.picture(page, "publication-refusee");
    page.locator("button.return").focus();
    page.keyboard().press("Enter");
    page.waitForCondition(() -> house.store.show(id).state() == ReleaseState.RETURNED);
    chromium.picture(page, "publication-renvoyee");
  }

  @Test
  void comesBackToThePageThatAMessageNamed() {
    String factor = house.account(House.LAWYER, Role.JURISTE);
    Page page = chromium.visit(desk, false, 1280);
    page.navigate(desk.address() + "publications/" + id);
    Chromium.signIn(page, house, House.LAWYER, factor);
    assertThat(page.url()).endsWith("/publications/" + id);
    // A page of another site, as the one on which someone reads their mail.
    page.navigate(
        "data:text/html,<a href='" + desk.address() + "publications/" + id + "'>lire</a>");
    page.getByText("lire").click();
    page.waitForSelector(".essentials");
    assertThat(page.url()).endsWith("/publications/" + id);
    chromium.elsewhere.clear();
  }
}
