package fr.gouv.datalab.catalogue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A thing and what is said of it, in prefixed names; written as Turtle or as JSON-LD. */
final class RdfNode {
  private final String iri;
  private final Map<String, List<Object>> said = new LinkedHashMap<>();

  private record Iri(String iri) {}

  private record Literal(String text, String language) {}

  /**
   * A thing.
   *
   * @param iri its full address, or empty for one that needs none
   */
  RdfNode(String iri, String type) {
    this.iri = iri;
    say("rdf:type", new Iri(type));
  }

  RdfNode text(String property, String french) {
    return say(property, new Literal(french, "fr"));
  }

  RdfNode plain(String property, String text) {
    return say(property, new Literal(text, ""));
  }

  RdfNode iri(String property, String address) {
    return say(property, new Iri(address));
  }

  RdfNode node(String property, RdfNode node) {
    return say(property, node);
  }

  private RdfNode say(String property, Object value) {
    said.computeIfAbsent(property, p -> new ArrayList<>()).add(value);
    return this;
  }

  Map<String, Object> jsonLd() {
    Map<String, Object> json = new LinkedHashMap<>();
    if (!iri.isEmpty()) {
      json.put("@id", iri);
    }
    said.forEach(
        (property, values) -> {
          List<Object> list = values.stream().map(v -> json(property, v)).toList();
          json.put(
              property.equals("rdf:type") ? "@type" : property,
              list.size() == 1 ? list.get(0) : list);
        });
    return json;
  }

  private static Object json(String property, Object value) {
    if (value instanceof RdfNode node) {
      return node.jsonLd();
    }
    if (value instanceof Iri address) {
      return property.equals("rdf:type") ? address.iri : Map.of("@id", address.iri);
    }
    Literal literal = (Literal) value;
    return literal.language.isEmpty()
        ? literal.text
        : new LinkedHashMap<>(Map.of("@value", literal.text, "@language", literal.language));
  }

  /** The statements about this thing and those it holds, things with an address one by one. */
  String turtle() {
    Set<String> blocks = new LinkedHashSet<>();
    blocks(blocks);
    return String.join("\n", blocks);
  }

  /** What is said of a thing is said once, however often it is referred to. */
  private void blocks(Set<String> blocks) {
    List<RdfNode> later = new ArrayList<>();
    blocks.add(term(iri) + "\n" + statements("    ", later) + " .\n");
    later.forEach(node -> node.blocks(blocks));
  }

  private String statements(String indent, List<RdfNode> later) {
    List<String> lines = new ArrayList<>();
    said.forEach(
        (property, values) ->
            lines.add(
                indent
                    + (property.equals("rdf:type") ? "a" : property)
                    + " "
                    + String.join(
                        " , ", values.stream().map(v -> object(v, indent, later)).toList())));
    return String.join(" ;\n", lines);
  }

  private static String object(Object value, String indent, List<RdfNode> later) {
    if (value instanceof RdfNode node) {
      if (node.iri.isEmpty()) {
        return "[\n" + node.statements(indent + "    ", later) + "\n" + indent + "]";
      }
      later.add(node);
      return term(node.iri);
    }
    if (value instanceof Iri address) {
      return term(address.iri);
    }
    Literal literal = (Literal) value;
    return "\""
        + escaped(literal.text)
        + "\""
        + (literal.language.isEmpty() ? "" : "@" + literal.language);
  }

  /** A prefixed name stays as it is, an address is put between angle brackets. */
  private static String term(String iri) {
    return iri.matches("[a-z]+:[A-Za-z]+") ? iri : "<" + iri + ">";
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\")
        .replace("\"", "\\\"")
        .replace("\n", "\\n")
        .replace("\r", "\\r");
  }
}
