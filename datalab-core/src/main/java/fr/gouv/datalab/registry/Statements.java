package fr.gouv.datalab.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * The SQL of a room, read from the {@code .sql} file beside its classes. Each statement follows a
 * line {@code -- name: statementName}. The same text runs on SQLite and on PostgreSQL.
 */
public final class Statements {

  private final String file;
  private final Map<String, String> byName = new HashMap<>();

  private Statements(String file, String text) {
    this.file = file;
    for (String block : text.split("(?m)^-- name: ", -1)) {
      int end = block.indexOf('\n');
      if (end > 0 && !block.startsWith("--")) {
        byName.put(block.substring(0, end).strip(), block.substring(end).strip());
      }
    }
  }

  /**
   * Reads a file of the class's own package.
   *
   * @param room a class of the package
   * @param file the file's name, such as {@code journal.sql}
   */
  public static Statements beside(Class<?> room, String file) {
    try (InputStream in = room.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("No " + file + " beside " + room.getName());
      }
      return new Statements(file, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The statement of that name. */
  public String get(String name) {
    String sql = byName.get(name);
    if (sql == null) {
      throw new IllegalArgumentException("No statement `" + name + "` in " + file);
    }
    return sql;
  }
}
