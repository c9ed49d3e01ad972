package fr.gouv.datalab.disclosure.argus;

import fr.gouv.datalab.disclosure.BadInputException;
import fr.gouv.datalab.disclosure.TextFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code .rda}: what the columns of a table are. Properties of the file come first, then each
 * column's name with its own properties under it.
 */
public final class RdaFile {

  private static final Pattern PROPERTY = Pattern.compile("<([A-Za-z]+)>\\s*([^<]*)");

  private static final Pattern WORD = Pattern.compile("\"[^\"]*\"|\\S+");

  private static final Set<String> KNOWN =
      Set.of(
          "RECODEABLE",
          "RECODABLE",
          "TOTCODE",
          "CODELIST",
          "HIERARCHICAL",
          "HIERCODELIST",
          "HIERLEADSTRING",
          "HIERLEVELS",
          "DISTANCE",
          "NUMERIC",
          "DECIMALS",
          "FREQUENCY",
          "MAXSCORE",
          "STATUS",
          "SHADOW",
          "COST",
          "COSTVAR",
          "LOWERPL",
          "UPPERPL",
          "SEPARATOR",
          "SAFE",
          "UNSAFE",
          "PROTECT",
          "TRUNCABLE");

  /**
   * A column.
   *
   * @param name its name
   * @param missing the codes of units of which it is not known
   * @param properties by name, without their brackets
   */
  public record Variable(String name, List<String> missing, Map<String, String> properties) {

    /** Whether it is a dimension. */
    public boolean isDimension() {
      return has("RECODEABLE") || has("RECODABLE") || has("HIERARCHICAL") || has("TOTCODE");
    }

    boolean has(String property) {
      return properties.containsKey(property);
    }

    Optional<String> text(String property) {
      return Optional.ofNullable(properties.get(property)).filter(text -> !text.isEmpty());
    }
  }

  private final Map<String, String> properties = new LinkedHashMap<>();
  private final List<Variable> variables = new ArrayList<>();

  private RdaFile() {}

  /**
   * Reads a file.
   *
   * @throws BadInputException naming the line of a property that is not known
   */
  public static RdaFile read(Path file) {
    RdaFile rda = new RdaFile();
    List<String> lines = TextFile.lines(file);
    Map<String, String> current = rda.properties;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("//")) {
        continue;
      }
      if (!line.startsWith("<")) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(line);
        while (word.find()) {
          words.add(word.group().replace("\"", "").strip());
        }
        current = new LinkedHashMap<>();
        List<String> missing = List.copyOf(words.subList(1, words.size()));
        rda.variables.add(new Variable(words.get(0), missing, current));
        continue;
      }
      Matcher matcher = PROPERTY.matcher(line);
      while (matcher.find()) {
        String key = matcher.group(1).toUpperCase(Locale.ROOT);
        if (!KNOWN.contains(key)) {
          throw new BadInputException(
              "Line "
                  + (i + 1)
                  + " of "
                  + file.getFileName()
                  + ": <"
                  + matcher.group(1)
                  + "> is not a property of a table's column.");
        }
        current.put(key, matcher.group(2).strip().replaceAll("^[\"“](.*)[\"”]$", "$1"));
      }
    }
    if (rda.variables.stream().noneMatch(Variable::isDimension)) {
      throw new BadInputException(
          "The metadata " + file + " has no dimension: no column is <RECODEABLE>.");
    }
    return rda;
  }

  /** The columns, in the order of the table. */
  public List<Variable> variables() {
    return variables;
  }

  /** What separates fields: a semicolon when the file does not say. */
  public String separator() {
    return properties.getOrDefault("SEPARATOR", ";");
  }

  /** The word of a status: {@code SAFE}, {@code UNSAFE} or {@code PROTECT}. */
  String status(String property) {
    String word = property.substring(0, 1).toLowerCase(Locale.ROOT);
    return properties.getOrDefault(property, word);
  }
}
