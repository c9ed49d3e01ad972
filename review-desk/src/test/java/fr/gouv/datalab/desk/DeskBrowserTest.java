package fr.gouv.datalab.desk;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import fr.gouv.datalab.accounts.Role;
import fr.gouv.datalab.releases.ReleaseState;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * The desk in a real Chromium: people's stories, with a screenshot of each page in {@code
 * target/screenshots} for whoever changes it to look at, and axe's rules on each.
 */
@EnabledIf("hasChromium")
class DeskBrowserTest extends InChromium {
  @TempDir Path directory;
  private House house;
  private Desk desk;
  private String id;

  @BeforeEach
  void open() throws Exception {
    house = new House(directory).withDeliveries().withOpenings();
    id = house.submitted();
    desk = Desk.open(house.rooms, Optional.empty(), 0);
  }

  @AfterEach
  void close() {
    desk.close();
    house.close();
  }

  private Page visit(boolean script, int width) {
    return chromium.visit(desk, script, width);
  }

  private void signIn(Page page, String person, String factor) {
    page.navigate(desk.address());
    Chromium.signIn(page, house, person, factor);
  }

  private void look(Page page, String name) {
    chromium.look(page, name);
  }

  @Test
  void aReviewerReadsAndApproves() {
    String factor = house.account(House.LAWYER, Role.JURISTE);
    Page page = visit(true, 1280);
    page.navigate(desk.address());
    look(page, "connexion");
    signIn(page, House.LAWYER, factor);
    look(page, "publications");
    page.getByText("Foyers <thermiques>").click();
    assertThat(page.locator(".essentials").innerText())
        .contains("5 cases publiées sur 9", "moins de 11 unités", "que la convention accorde");
    look(page, "publication");
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("article 1")).click();
    assertThat(page.locator("#article-1").innerText()).contains("Finalité");
    look(page, "convention");
    page.goBack();
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Foyers par énergie"))
        .click();
    look(page, "tableau");
    page.getByLabel("Énergie", new Page.GetByLabelOptions().setExact(true)).selectOption("GO");
    page.waitForCondition(() -> !page.locator("#cellules").innerText().contains("140"));
    page.goBack();
    for (String question : List.of("convention prévoit", "finalité", "modèles", "interprétation")) {
      page.locator("label.check", new Page.LocatorOptions().setHasText(question)).click();
    }
    page.getByLabel("Commentaire").first().fill("Conforme.");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Approuver")).click();
    assertThat(page.content()).contains("approuvé par " + House.LAWYER);
    look(page, "publication-approuvee");
    assertThat(chromium.elsewhere).isEmpty();
  }

  @Test
  void aReviewerDecidesWithoutScriptAndByKeyboardAlone() {
    String factor = house.account(House.LAWYER, Role.JURISTE);
    Page page = visit(false, 1280);
    signIn(page, House.LAWYER, factor);
    page.navigate(desk.address() + "publications/" + id);
    page.locator("#commentaire").focus();
    page.keyboard().type("Le titre est à revoir.");
    page.keyboard().press("Tab");
    page.keyboard().press("Tab");
    page.keyboard().press("Enter");
    page.waitForCondition(() -> house.store.show(id).state() != ReleaseState.SUBMITTED);
    assertThat(house.store.show(id).state()).isEqualTo(ReleaseState.RETURNED);
  }

  @Test
  void anAdministratorSeesReadersAndStopsAFlow() throws Exception {
    house.exported();
    String factor = house.account(House.TAX, Role.ADMINISTRATEUR);
    Page page = visit(true, 1280);
    signIn(page, House.TAX, factor);
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Mes données")).click();
    assertThat(page.content()).contains("Ce dossier est authentique");
    look(page, "donnees");
    page.navigate(desk.address() + "donnees/dgfip.declarants");
    assertThat(page.locator("figure svg").getAttribute("aria-label"))
        .contains("1 demandes accordées et 1 refusées");
    look(page, "jeu-de-donnees");
    page.getByLabel("Motif").fill("vérification en cours");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Arrêter le flux")).click();
    assertThat(page.content()).contains("vérification en cours", "Rétablir le flux");
    look(page, "flux-arrete");
    assertThat(chromium.elsewhere).isEmpty();
  }

  @Test
  void anyoneFindsADataset() {
    String factor = house.account(House.AUTHOR, Role.ANALYSTE);
    Page page = visit(true, 1280);
    signIn(page, House.AUTHOR, factor);
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Catalogue")).click();
    page.getByLabel("Chercher").fill("energie");
    page.waitForCondition(() -> page.locator("#resultats section").count() < 4);
    look(page, "catalogue");
    page.getByText("Immatriculations de véhicules").click();
    look(page, "fiche");
  }

  @Test
  void everyPageFitsAPhoneAndAZoomOfFourHundredPercent() throws Exception {
    house.exported();
    String factor = house.account(House.TAX, Role.ADMINISTRATEUR);
    Page page = visit(true, 320);
    signIn(page, House.TAX, factor);
    for (String path :
        List.of(
            "publications",
            "publications/" + id,
            "publications/" + id + "/tableaux/foyers",
            "donnees",
            "donnees/dgfip.declarants",
            "conventions",
            "conventions/" + House.CONVENTION,
            "moi",
            "catalogue",
            "catalogue/siv.immatriculations")) {
      page.navigate(desk.address() + path);
      look(page, "etroit-" + path.replaceAll("[^a-z]+", "-"));
    }
  }

  @Test
  void everyPageReadsInEnglish() throws Exception {
    house.exported();
    String factor = house.account(House.TAX, Role.ADMINISTRATEUR);
    Page page = visit(true, 1280);
    signIn(page, House.TAX, factor);
    page.navigate(desk.address() + "langue/en");
    for (String path :
        List.of(
            "publications",
            "publications/" + id,
            "publications/" + id + "/tableaux/foyers",
            "donnees",
            "donnees/dgfip.declarants",
            "conventions",
            "conventions/" + House.CONVENTION,
            "moi",
            "catalogue",
            "catalogue/siv.immatriculations")) {
      page.navigate(desk.address() + path);
      assertThat(page.locator("html").getAttribute("lang")).isEqualTo("en");
      look(page, "en-" + path.replaceAll("[^a-z]+", "-"));
    }
  }

  @Test
  void aWrongTurnSaysWhatToDo() {
    String factor = house.account(House.AUDITOR, Role.AUDITEUR);
    Page page = visit(true, 1280);
    signIn(page, House.AUDITOR, factor);
    page.navigate(desk.address() + "audit");
    look(page, "audit");
    page.navigate(desk.address() + "publications/REL-1999-0001");
    look(page, "introuvable");
    page.navigate(desk.address() + "conventions/CONV-1999-001");
    assertThat(page.content()).contains("Cette page n’existe pas");
  }

  @Test
  void firstSignInShowsASquareToScan() {
    String invitation =
        house.accounts.invite("nouveau@dinum", java.util.Set.of(Role.JURISTE), House.LAWYER);
    Page page = visit(true, 1280);
    page.navigate(desk.address());
    page.getByText("Première connexion, avec").click();
    look(page, "premiere-connexion");
    page.getByLabel("Code d’invitation").fill(invitation);
    page.getByLabel("Mot de passe").fill(House.PASSWORD);
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Continuer")).click();
    look(page, "second-facteur");
  }
}
