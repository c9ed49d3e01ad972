package fr.gouv.datalab.sample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import fr.gouv.datalab.identifiers.IdentifierKind;
import fr.gouv.datalab.identifiers.Reading;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** The plainest intake of a contract, to say which lines it would refuse and why. */
final class NaiveIntake {
  private final JsonNode contract;
  private final List<JsonNode> columns = new ArrayList<>();
  private final DateTimeFormatter dates;

  NaiveIntake(String dataset) throws IOException {
    Path file = Path.of("../datalab-core/src/main/resources/catalogue", dataset, "dataset.yaml");
    contract = new YAMLMapper().readTree(file.toFile());
    for (JsonNode column : contract.get("columns")) {
      if (!column.has("derived")) {
        columns.add(column);
      }
    }
    dates =
        DateTimeFormatter.ofPattern(isoDates() ? "uuuu-MM-dd" : "dd/MM/uuuu")
            .withResolverStyle(ResolverStyle.STRICT);
  }

  /** What separates fields. */
  char separator() {
    return contract.at("/dialect/separator").asText(";").charAt(0);
  }

  /** Whether days are written {@code yyyy-MM-dd}. */
  boolean isoDates() {
    return contract.at("/dialect/dates").asText().startsWith("yyyy");
  }

  /** What each refused line breaks: {@code line,column,rule}. */
  Set<String> refused(Path file) throws IOException {
    Set<String> refused = new TreeSet<>();
    Set<String> keys = new HashSet<>();
    CSVFormat format = CSVFormat.RFC4180.builder().setDelimiter(separator()).get();
    try (InputStream raw = Files.newInputStream(file);
        InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
        Reader reader =
            new InputStreamReader(
                in, Charset.forName(contract.at("/dialect/encodings/0").asText()));
        CSVParser parser = format.parse(reader)) {
      long line = 1;
      for (CSVRecord row : parser) {
        if (line > 1) {
          String broken = broken(row, keys);
          if (broken != null) {
            refused.add(line + "," + broken);
          }
        }
        line = parser.getCurrentLineNumber() + 1;
      }
    }
    return refused;
  }

  private String broken(CSVRecord row, Set<String> keys) {
    if (row.size() != columns.size()) {
      return ",colonnes";
    }
    for (int i = 0; i < columns.size(); i++) {
      String rule = broken(columns.get(i), row.get(i));
      if (rule != null) {
        return columns.get(i).get("name").asText() + "," + rule;
      }
    }
    return rules(row, keys);
  }

  private String broken(JsonNode column, String value) {
    if (value.isEmpty()) {
      return column.path("required").asBoolean() ? "obligatoire" : null;
    }
    String type = column.get("type").asText();
    Comparable<?> read = null;
    try {
      if (type.equals("integer")) {
        read = new BigDecimal(Long.parseLong(value));
      } else if (type.startsWith("decimal")) {
        read =
            new BigDecimal(
                contract.at("/dialect/decimal").asText(",").equals(",") ? decimal(value) : value);
      } else if (type.equals("date")) {
        read = LocalDate.parse(value, dates);
      } else if (type.equals("boolean") && !value.equals("oui") && !value.equals("non")) {
        return "type";
      }
    } catch (NumberFormatException | DateTimeException e) {
      return "type";
    }
    String sensitivity = column.get("sensitivity").asText();
    if (sensitivity.startsWith("identifier(")) {
      String kind = sensitivity.substring(11, sensitivity.length() - 1);
      if (IdentifierKind.of(kind).read(value) instanceof Reading.Invalid) {
        return "identifiant";
      }
    }
    if (column.has("values") && !texts(column.get("values")).contains(value)) {
      return "liste";
    }
    if (outside(column, read)) {
      return "bornes";
    }
    return column.has("pattern") && !value.matches(column.get("pattern").asText()) ? "motif" : null;
  }

  private static String decimal(String value) {
    if (value.contains(".")) {
      throw new NumberFormatException();
    }
    return value.replace(',', '.');
  }

  private static boolean outside(JsonNode column, Comparable<?> read) {
    if (read instanceof BigDecimal number) {
      return column.has("min") && number.compareTo(new BigDecimal(column.get("min").asText())) < 0
          || column.has("max") && number.compareTo(new BigDecimal(column.get("max").asText())) > 0;
    }
    if (read instanceof LocalDate day) {
      return column.has("min") && day.isBefore(LocalDate.parse(column.get("min").asText()));
    }
    return false;
  }

  private String rules(CSVRecord row, Set<String> keys) {
    for (JsonNode rule : contract.path("rules")) {
      String name = rule.get("name").asText();
      if (name.equals("fin-apres-debut")
          && !value(row, "date_fin").isEmpty()
          && LocalDate.parse(value(row, "date_fin"), dates)
              .isBefore(LocalDate.parse(value(row, "date_debut"), dates))) {
        return "date_fin,regle:" + name;
      }
    }
    StringBuilder key = new StringBuilder();
    for (JsonNode column : contract.get("uniqueKey")) {
      key.append(value(row, column.asText()).replace(" ", "")).append('|');
    }
    return keys.add(key.toString()) ? null : contract.get("uniqueKey").get(0).asText() + ",doublon";
  }

  private String value(CSVRecord row, String column) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).get("name").asText().equals(column)) {
        return row.get(i);
      }
    }
    throw new IllegalArgumentException(column);
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(each -> texts.add(each.asText()));
    return texts;
  }
}
