package fr.gouv.datalab.ingest.conditions;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of a condition. */
final class Tokens {
  private static final Pattern WORD =
      Pattern.compile(
          "\\s*(?:(?<number>\\d+(?:\\.\\d+)?(?![A-Za-z_0-9.]))|(?<name>[A-Za-z_][A-Za-z_0-9]*)"
              + "|(?<text>'(?:[^'\\\\]|'')*')|(?<sign><=|>=|<>|!=|==|<|>|=|\\(|\\)|,|\\+|-|\\*))");

  /** One of them; of a text, without its quotes. */
  record Word(String kind, String text) {
    boolean is(String word) {
      return !kind.equals("text") && text.equalsIgnoreCase(word);
    }
  }

  private final List<Word> words = new ArrayList<>();
  private int at;

  Tokens(String condition) {
    Matcher m = WORD.matcher(condition);
    int end = 0;
    while (!condition.substring(end).isBlank()) {
      if (!m.find(end) || m.start() != end) {
        throw new UnsupportedConditionException(
            "`" + condition.substring(end).strip().split("\\s+")[0] + "`");
      }
      for (String kind : List.of("number", "name", "text", "sign")) {
        if (m.group(kind) != null) {
          String text = m.group(kind);
          words.add(
              new Word(
                  kind,
                  kind.equals("text")
                      ? text.substring(1, text.length() - 1).replace("''", "'")
                      : text));
        }
      }
      end = m.end();
    }
  }

  boolean ended() {
    return at == words.size();
  }

  Word peek() {
    if (ended()) {
      throw new UnsupportedConditionException("a condition that ends too early");
    }
    return words.get(at);
  }

  Word next() {
    Word word = peek();
    at++;
    return word;
  }

  /** Takes these words if they come next. */
  boolean take(String... expected) {
    if (at + expected.length > words.size()) {
      return false;
    }
    for (int i = 0; i < expected.length; i++) {
      if (!words.get(at + i).is(expected[i])) {
        return false;
      }
    }
    at += expected.length;
    return true;
  }

  void require(String word) {
    if (!take(word)) {
      throw new UnsupportedConditionException(ended() ? "its end" : "`" + peek().text() + "`");
    }
  }
}
