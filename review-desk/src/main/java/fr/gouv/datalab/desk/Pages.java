package fr.gouv.datalab.desk;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.javalin.http.Context;
import java.util.HashMap;
import java.util.Map;

/** Renders the desk's templates, which the build compiled. */
public final class Pages {
  private final TemplateEngine engine =
      TemplateEngine.createPrecompiled(
          null, ContentType.Html, Pages.class.getClassLoader(), "fr.gouv.datalab.desk.pages");

  /**
   * Answers with a page.
   *
   * @param template its file, without the extension
   * @param model what it shows, by parameter; {@code frame} among them
   */
  public void answer(Context context, int status, String template, Map<String, Object> model) {
    StringOutput output = new StringOutput(16_384);
    engine.render(template + ".jte", new HashMap<>(model), output);
    context.status(status).contentType("text/html; charset=utf-8").result(output.toString());
  }
}
