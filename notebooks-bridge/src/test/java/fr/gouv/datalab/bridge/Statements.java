package fr.gouv.datalab.bridge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

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

  /**
   * The same over a table that is granted, so that each is refused for what it tries and not for
   * the name of its table.
   *
   * @param text one of its columns, of text
   * @param number one of its columns, of numbers
   */
  public static List<String> redTeam(String table, String text, String number) {
    return redTeam().stream()
        .map(sql -> sql.replace("dgfip.declarants", table))
        .map(sql -> sql.replaceAll("\\bnom\\b", text).replaceAll("\\brevenu\\b", number))
        .toList();
  }

  /** A statement, and the values of its parameters. */
  public record Bound(String sql, List<Object> values) {}

  /** Statements that try to leave the closed surface by the values of their parameters. */
  public static List<Bound> redTeamByParameters() {
    return lines("red-team-parameters.sql").map(Statements::bound).toList();
  }

  private static Bound bound(String line) {
    String[] parts = line.split("; -- ", 2);
    try {
      return new Bound(parts[0], List.of(new ObjectMapper().readValue(parts[1], Object[].class)));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Statements of ordinary work. */
  public static List<String> ordinary() {
    return read("ordinary.sql");
  }

  private static List<String> read(String name) {
    return lines(name)
        .map(line -> line.startsWith("BEGIN") ? line : line.substring(0, line.lastIndexOf(';')))
        .toList();
  }

  private static Stream<String> lines(String name) {
    try (InputStream in = Statements.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("--"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
