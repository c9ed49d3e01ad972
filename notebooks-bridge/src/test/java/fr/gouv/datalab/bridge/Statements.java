package fr.gouv.datalab.bridge;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The lists of SQL statements that tests share; a statement is a line, and ends at its last
 * semicolon.
 */
public final class Statements {

  private Statements() {}

  /** Statements that try to leave the closed surface. */
  public static List<String> redTeam() {
    return read("red-team.sql");
  }

  /** Statements of ordinary work. */
  public static List<String> ordinary() {
    return read("ordinary.sql");
  }

  private static List<String> read(String name) {
    try (InputStream in = Statements.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("--"))
          .map(line -> line.startsWith("BEGIN") ? line : line.substring(0, line.lastIndexOf(';')))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
