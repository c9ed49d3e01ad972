package fr.gouv.datalab.drafts;

import java.util.Locale;

/** The lines of a draft, its questions as comments. */
final class DraftText {
  private static final int WIDTH = 110;

  private final StringBuilder out = new StringBuilder();

  DraftText line(String line) {
    out.append(line).append('\n');
    return this;
  }

  void comment(String sentence) {
    wrapped("# ", sentence);
  }

  void question(String sentence) {
    wrapped("# QUESTION : ", sentence);
  }

  private void wrapped(String start, String sentence) {
    StringBuilder line = new StringBuilder(start);
    for (String word : sentence.replace('\n', ' ').split(" ")) {
      if (line.length() + word.length() > WIDTH && line.length() > 4) {
        out.append(line.toString().stripTrailing()).append('\n');
        line = new StringBuilder("#   ");
      }
      line.append(word).append(' ');
    }
    out.append(line.toString().stripTrailing()).append('\n');
  }

  String count(long number, String noun) {
    return String.format(Locale.FRENCH, "%,d %s%s", number, noun, number < 2 ? "" : "s")
        .replace('\u202F', ' ')
        .replace('\u00A0', ' ');
  }

  static String percent(double share) {
    return share > 0 && share < 0.0005
        ? "moins de 0,1 %"
        : String.format(Locale.FRENCH, "%.1f %%", 100 * share);
  }

  /** A text as YAML may hold it, on one line whatever is in it. */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    text.codePoints()
        .forEach(
            c -> {
              if (c == '\\' || c == '"') {
                quoted.append('\\').appendCodePoint(c);
              } else if (c < ' ' || c >= 0x7F && c <= 0xA0 || c == 0x2028 || c == 0x2029) {
                quoted.append(String.format("\\u%04X", c));
              } else {
                quoted.appendCodePoint(c);
              }
            });
    return quoted.append('"').toString();
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
