package fr.gouv.datalab.conventions;

import fr.gouv.datalab.refusals.UsageException;
import fr.gouv.datalab.yaml.Section;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A legal basis under which conventions are drafted, with the questions that a lawyer would ask. A
 * convention that names it is signed once each is answered in its text. A template is a help to
 * drafting and no legal advice: the lawyers of the parties answer for its use.
 *
 * @param id {@code echange}, {@code statistique}, {@code recherche}, {@code experimentation}
 * @param title in French
 * @param legalBasis the texts
 * @param lead what it is for, in French
 * @param questions in their order
 */
public record LegalTemplate(
    String id, String title, String legalBasis, String lead, List<Question> questions) {
  private static final String ROOM = "templates/";

  /** Copies the questions. */
  public LegalTemplate {
    questions = List.copyOf(questions);
  }

  /**
   * What must be answered.
   *
   * @param id in the convention's {@code answers}
   * @param text of the question, in French
   * @param source the article it comes from
   */
  public record Question(String id, String text, String source) {}

  /** The names of all templates. */
  public static List<String> names() {
    return text("index").lines().filter(line -> !line.isBlank()).toList();
  }

  /** The template of a name. */
  public static Optional<LegalTemplate> find(String name) {
    return names().contains(name) ? Optional.of(read(name)) : Optional.empty();
  }

  /**
   * The template of a name.
   *
   * @throws UsageException when there is none
   */
  public static LegalTemplate named(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new UsageException(
                    "There is no legal basis "
                        + name
                        + ": there are "
                        + String.join(", ", names())
                        + "."));
  }

  private static LegalTemplate read(String name) {
    Section file =
        Section.of("Template " + name, text(name + ".yaml").getBytes(StandardCharsets.UTF_8));
    List<Question> questions = new ArrayList<>();
    for (Section question : file.sections("questions")) {
      questions.add(
          new Question(question.text("id"), question.text("text"), question.text("source")));
      question.nothingElse();
    }
    LegalTemplate template =
        new LegalTemplate(
            file.text("template"),
            file.text("title"),
            file.text("legalBasis"),
            file.text("lead"),
            questions);
    file.nothingElse();
    return template;
  }

  private static String text(String file) {
    try (InputStream in = LegalTemplate.class.getResourceAsStream(ROOM + file)) {
      if (in == null) {
        throw new IllegalStateException("No template " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What stands in a draft where an answer is awaited. */
  public static final String AWAITED = "?";

  /** What people write where they mean to answer later, without accents, marks or capitals. */
  private static final Set<String> LATER =
      Set.of("acompleter", "apreciser", "arenseigner", "avoir", "aremplir", "todo", "tbd", "xxx");

  /**
   * The answer to a question, when there is one: a word at least, which is not one that puts the
   * answer off. Whether it answers is for those who sign.
   */
  public static Optional<String> answer(Map<String, String> answers, Question question) {
    return Optional.ofNullable(answers.get(question.id()))
        .map(String::strip)
        .filter(LegalTemplate::says);
  }

  private static boolean says(String text) {
    String letters =
        Normalizer.normalize(text, Normalizer.Form.NFD)
            .replaceAll("[^\\p{L}\\p{N}]", "")
            .toLowerCase(Locale.ROOT);
    return letters.length() > 1 && !LATER.contains(letters);
  }

  /** The questions that have no answer yet. */
  public List<Question> unanswered(Map<String, String> answers) {
    return questions.stream().filter(question -> answer(answers, question).isEmpty()).toList();
  }
}
