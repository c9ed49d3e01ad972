package fr.gouv.datalab.desk;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * Tests in one real browser, which starts before the first. A class of them says
 * {@code @EnabledIf("hasChromium")}, which is not inherited.
 */
abstract class InChromium {
  static Chromium chromium;

  static boolean hasChromium() {
    return Chromium.isThere();
  }

  @BeforeAll
  static void launch() throws IOException {
    chromium = new Chromium();
  }

  @AfterAll
  static void quit() {
    if (chromium != null) {
      chromium.close();
    }
  }
}
