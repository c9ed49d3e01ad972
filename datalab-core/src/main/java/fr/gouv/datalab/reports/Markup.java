package fr.gouv.datalab.reports;

/**
 * Well-formed HTML, written piece by piece: what comes from data goes through {@link #text}, which
 * escapes it.
 */
public final class Markup {
  private final StringBuilder out = new StringBuilder(16_384);

  /** Adds markup as it is. Never give it anything that comes from data. */
  public Markup raw(String markup) {
    out.append(markup);
    return this;
  }

  /** Adds text, escaped. */
  public Markup text(String text) {
    out.append(escape(text));
    return this;
  }

  /** Adds an element that holds a text; the opening tag may have attributes. */
  public Markup element(String opening, String text) {
    int end = opening.indexOf(' ');
    String name = end < 0 ? opening : opening.substring(0, end);
    return raw("<" + opening + ">").text(text).raw("</" + name + ">");
  }

  /** Adds other markup. */
  public Markup add(Markup other) {
    out.append(other.out);
    return this;
  }

  /** Text as it may stand in an element or in a quoted attribute; controls become spaces. */
  public static String escape(String text) {
    StringBuilder safe = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> safe.append("&amp;");
        case '<' -> safe.append("&lt;");
        case '>' -> safe.append("&gt;");
        case '"' -> safe.append("&quot;");
        case '\'' -> safe.append("&#39;");
        default -> safe.append(c < 0x20 && c != '\n' ? ' ' : c);
      }
    }
    return safe.toString();
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
