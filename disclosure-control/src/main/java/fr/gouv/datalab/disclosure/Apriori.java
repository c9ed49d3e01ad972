package fr.gouv.datalab.disclosure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Reads a-priori files of tau-ARGUS ({@code .hst}): for each line the codes of a cell, then {@code
 * s}, {@code u}, {@code p}, {@code c} and a cost, or {@code pl} and one or two levels of
 * protection, separated by semicolons or commas. A code may stand between quotes; the total may be
 * written {@code Total}, {@code TOTAL}, or left empty.
 *
 * <p>Source: tau-ARGUS user's manual 4.1, section 5.6.
 */
final class Apriori {

  private Apriori() {}

  /**
   * The decisions of a file.
   *
   * @param totals the code of each dimension's total
   * @throws BadInputException naming the line at fault
   */
  static List<Decision> read(Path file, List<String> totals) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException | UncheckedIOException e) {
      throw new BadInputException("The a-priori file " + file + " cannot be read as UTF-8.", e);
    }
    List<Decision> decisions = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = i == 0 ? lines.get(i).replace("\uFEFF", "") : lines.get(i);
      if (!line.isBlank()) {
        decisions.add(decision(file.getFileName().toString(), i + 1, line, totals));
      }
    }
    return decisions;
  }

  private static Decision decision(String file, int number, String line, List<String> totals) {
    List<String> fields =
        Arrays.stream(line.split(line.contains(";") ? ";" : ",", -1))
            .map(field -> field.strip().replaceAll("^\"(.*)\"$", "$1").strip())
            .toList();
    String at = "Line " + number + " of " + file + ": ";
    int dimensions = totals.size();
    if (fields.size() <= dimensions) {
      throw new BadInputException(
          at + "a cell has " + dimensions + " codes, then what is decided of it.");
    }
    List<String> codes = new ArrayList<>();
    for (int d = 0; d < dimensions; d++) {
      String code = fields.get(d);
      codes.add(code.isEmpty() || code.equalsIgnoreCase("total") ? totals.get(d) : code);
    }
    String by = file + ", ligne " + number;
    String why = "fichier a priori";
    List<String> rest = fields.subList(dimensions + 1, fields.size());
    return switch (fields.get(dimensions).toLowerCase(Locale.ROOT)) {
      case "s" -> Decision.waiver(codes, why, by);
      case "u" -> new Decision(codes, Decision.Kind.HIDDEN, 0, 0, why, by);
      case "p" -> new Decision(codes, Decision.Kind.KEPT, 0, 0, why, by);
      case "c" -> {
        double cost = number(at, rest, 0);
        yield new Decision(codes, Decision.Kind.COST, cost, 0, why, by);
      }
      case "pl" -> {
        double lower = number(at, rest, 0);
        double upper = rest.size() > 1 ? number(at, rest, 1) : lower;
        yield new Decision(codes, Decision.Kind.LEVEL, lower, upper, why, by);
      }
      default ->
          throw new BadInputException(
              at + "\"" + fields.get(dimensions) + "\" is none of s, u, p, c, pl.");
    };
  }

  private static double number(String at, List<String> fields, int i) {
    try {
      double value = Double.parseDouble(fields.get(i).replace(',', '.'));
      if (value < 0 || Double.isNaN(value) || value > Lattice.LARGEST) {
        throw new NumberFormatException("out of range");
      }
      return value;
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw new BadInputException(at + "a number of 0 or more is missing after the letter.", e);
    }
  }
}
