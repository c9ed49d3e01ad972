package fr.gouv.datalab.yaml;

import fr.gouv.datalab.refusals.BadDataException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * The keys of one mapping of a YAML document. The reader asks for the keys it knows, then calls
 * {@link #nothingElse()}, which refuses any other. Scalars are taken as they are written: {@code
 * no} is the text "no", {@code 01} the text "01".
 *
 * <p>Every failure is a {@link BadDataException} of the form <em>document, line n: `key`
 * sentence</em>. For one thread.
 */
public final class Section {
  private final String document;
  private final int line;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Set<String> known = new LinkedHashSet<>();

  private Section(String document, Node node) {
    this.document = document;
    this.line = line(node);
    if (!(node instanceof MappingNode mapping)) {
      throw failure(document, line, "expected keys and values (`key: value`) here");
    }
    for (NodeTuple tuple : mapping.getValue()) {
      String key =
          tuple.getKeyNode() instanceof ScalarNode scalar
              ? scalar.getValue()
              : fail(line(tuple.getKeyNode()), "a key must be a word");
      if (values.put(key, tuple.getValueNode()) != null) {
        fail(line(tuple.getKeyNode()), "`" + key + "` is written twice: keep one");
      }
    }
  }

  /**
   * Reads a whole document, whose top must be a mapping.
   *
   * @param document what it is, as errors call it: a file, "Convention CONV-2026-001"
   * @param utf8 its bytes
   * @throws BadDataException when it is not UTF-8, not YAML, or not a mapping
   */
  public static Section of(String document, byte[] utf8) {
    return optional(document, utf8)
        .orElseThrow(() -> new BadDataException(document + " is empty: write its keys."));
  }

  /** The same, but empty for a document that has nothing but comments. */
  public static Optional<Section> optional(String document, byte[] utf8) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
      LoaderOptions options = new LoaderOptions();
      options.setMaxAliasesForCollections(0);
      Node node = new Yaml(options).compose(new StringReader(text));
      return Optional.ofNullable(node).map(top -> new Section(document, top));
    } catch (CharacterCodingException e) {
      throw new BadDataException(document + " is not UTF-8: save it in that encoding.", e);
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      throw failure(document, line, "not YAML: " + e.getProblem());
    } catch (YAMLException e) {
      throw new BadDataException(document + " is not YAML: correct it.", e);
    }
  }

  /** The keys, in the order in which they are written. */
  public Set<String> keys() {
    return new LinkedHashSet<>(values.keySet());
  }

  /** A text that must be there and not be empty. */
  public String text(String key) {
    return optionalText(key).orElseGet(() -> fail(key, "is missing"));
  }

  /** A text that may be left out. */
  public Optional<String> optionalText(String key) {
    return node(key).map(node -> scalar(key, node));
  }

  /** One character that must be there, a tab included. */
  public char character(String key) {
    return node(key).orElse(null) instanceof ScalarNode scalar && scalar.getValue().length() == 1
        ? scalar.getValue().charAt(0)
        : fail(key, "must be one character");
  }

  /** {@code true} or {@code false}; false when left out. */
  public boolean flag(String key) {
    return switch (optionalText(key).orElse("false")) {
      case "true" -> true;
      case "false" -> false;
      default -> fail(key, "must be true or false");
    };
  }

  /** A whole number that must be there. */
  public int integer(String key) {
    try {
      return Integer.parseInt(text(key));
    } catch (NumberFormatException e) {
      return fail(key, "must be a whole number");
    }
  }

  /** A list of texts that must be there and hold at least one. */
  public List<String> texts(String key) {
    List<String> texts = optionalTexts(key);
    return texts.isEmpty() ? fail(key, "is missing: give a list of at least one") : texts;
  }

  /** A list of texts; empty when left out. Each may be there once. */
  public List<String> optionalTexts(String key) {
    List<String> texts = new ArrayList<>();
    for (Node item : items(key)) {
      String text = scalar(key, item);
      if (texts.contains(text)) {
        fail(line(item), "`" + key + "` has \"" + text + "\" twice");
      }
      texts.add(text);
    }
    return List.copyOf(texts);
  }

  /** A mapping that must be there. */
  public Section section(String key) {
    return optionalSection(key).orElseGet(() -> fail(key, "is missing"));
  }

  /** Whether a key's value is a mapping, where a text would do as well. */
  public boolean isSection(String key) {
    return values.get(key) instanceof MappingNode;
  }

  /** A mapping that may be left out. */
  public Optional<Section> optionalSection(String key) {
    return node(key).map(node -> new Section(document, node));
  }

  /** A list of mappings; empty when left out. */
  public List<Section> sections(String key) {
    return items(key).stream().map(node -> new Section(document, node)).toList();
  }

  /** A mapping of texts to texts, in its order; empty when left out. */
  public Map<String, String> textByKey(String key) {
    Map<String, String> map = new LinkedHashMap<>();
    optionalSection(key).ifPresent(s -> s.keys().forEach(k -> map.put(k, s.text(k))));
    return map;
  }

  /** A mapping of texts to lists of texts, in its order; empty when left out. */
  public Map<String, List<String>> textsByKey(String key) {
    Map<String, List<String>> map = new LinkedHashMap<>();
    optionalSection(key).ifPresent(s -> s.keys().forEach(k -> map.put(k, s.texts(k))));
    return map;
  }

  /**
   * Ends the reading.
   *
   * @throws BadDataException when the document has a key that was not asked for
   */
  public void nothingElse() {
    for (String key : values.keySet()) {
      if (!known.contains(key)) {
        fail(
            key,
            known.stream()
                .sorted()
                .collect(Collectors.joining(", ", "is not a key known here; known are: ", "")));
      }
    }
  }

  /** Refuses the document for what a key says; never returns. */
  public <T> T fail(String key, String sentence) {
    Node node = values.get(key);
    return fail(node == null ? line : line(node), "`" + key + "` " + sentence);
  }

  private <T> T fail(int at, String sentence) {
    throw failure(document, at, sentence);
  }

  private static BadDataException failure(String document, int line, String sentence) {
    return new BadDataException(document + ", line " + line + ": " + sentence + ".");
  }

  private Optional<Node> node(String key) {
    known.add(key);
    return Optional.ofNullable(values.get(key));
  }

  private List<Node> items(String key) {
    Optional<Node> node = node(key);
    if (node.isEmpty()) {
      return List.of();
    }
    return node.get() instanceof SequenceNode sequence
        ? sequence.getValue()
        : fail(key, "must be a list");
  }

  private String scalar(String key, Node node) {
    if (!(node instanceof ScalarNode scalar)) {
      return fail(line(node), "`" + key + "` must be a text, not a list or keys");
    }
    if (scalar.getTag().equals(Tag.NULL) || scalar.getValue().isBlank()) {
      return fail(line(node), "`" + key + "` is empty");
    }
    return scalar.getValue().strip();
  }

  private static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }
}
