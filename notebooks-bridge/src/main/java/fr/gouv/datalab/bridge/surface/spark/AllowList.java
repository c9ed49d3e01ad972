package fr.gouv.datalab.bridge.surface.spark;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A closed list of names, read from a resource beside this class: one name a line, {@code #} begins
 * a comment.
 *
 * <p>Classes are named below {@code org.apache.spark.sql.catalyst}, so that a class of that simple
 * name elsewhere does not pass.
 */
final class AllowList {

  private static final String CATALYST = "org.apache.spark.sql.catalyst.";

  private final Set<String> names;

  private AllowList(Set<String> names) {
    this.names = names;
  }

  static AllowList read(String resource) {
    try (InputStream in = AllowList.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("The list " + resource + " is missing from the jar.");
      }
      return new AllowList(
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .map(String::strip)
              .filter(line -> !line.isEmpty() && !line.startsWith("#"))
              .collect(Collectors.toUnmodifiableSet()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean hasName(String name) {
    return names.contains(name);
  }

  boolean hasClassOf(Object node) {
    String name = node.getClass().getName();
    return name.startsWith(CATALYST) && names.contains(name.substring(CATALYST.length()));
  }

  Set<String> names() {
    return names;
  }
}
