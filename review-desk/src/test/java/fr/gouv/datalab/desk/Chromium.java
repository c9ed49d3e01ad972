package fr.gouv.datalab.desk;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A real browser, that keeps pictures and asks axe. */
final class Chromium implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/bin/chromium");
  private static final Path SHOTS = Path.of("target", "screenshots");

  private final Playwright playwright;
  private final Browser browser;
  private final String axe;

  /** Addresses that pages asked for, when they were not the desk's. */
  final List<String> elsewhere = new ArrayList<>();

  Chromium() throws IOException {
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(PROGRAM)
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync")));
    try (InputStream script = Chromium.class.getResourceAsStream("/axe.min.js")) {
      axe = new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
    }
    Files.createDirectories(SHOTS);
  }

  static boolean isThere() {
    return Files.isExecutable(PROGRAM);
  }

  /** A window of someone who has not signed in. */
  Page visit(Desk desk, boolean script, int width) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setJavaScriptEnabled(script)
                .setLocale("fr-FR")
                .setViewportSize(width, 900));
    Page page = context.newPage();
    page.onRequest(
        request -> {
          if (!request.url().startsWith(desk.address())) {
            elsewhere.add(request.url());
          }
        });
    return page;
  }

  /** Signs in on the page where the person is asked to. */
  static void signIn(Page page, House house, String person, String factor) {
    page.getByLabel("Identifiant").fill(person);
    page.getByLabel("Mot de passe").fill(House.PASSWORD);
    page.getByLabel("Code à six chiffres").fill(house.code(factor));
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Se connecter")).click();
    house.clock.forward(60);
  }

  /** Keeps a picture, and holds that the page fits its window. */
  void picture(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(SHOTS.resolve(name + ".png")).setFullPage(true));
    assertThat(page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth"))
        .as(name + " fits its window")
        .isEqualTo(true);
  }

  /** The same, and asks axe what it thinks of the page, which must let scripts run. */
  void look(Page page, String name) {
    picture(page, name);
    page.evaluate(axe);
    Object found =
        page.evaluate(
            "async () => (await axe.run({resultTypes: ['violations']})).violations"
                + ".filter(v => ['serious', 'critical'].includes(v.impact))"
                + ".map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).join(', '))");
    assertThat((List<?>) found).as("axe on " + name).isEmpty();
  }

  @Override
  public void close() {
    playwright.close();
  }
}
