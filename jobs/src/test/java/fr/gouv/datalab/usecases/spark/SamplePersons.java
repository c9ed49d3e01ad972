package fr.gouv.datalab.usecases.spark;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** The persons of a sample, as its clear files and its truth name them. */
public final class SamplePersons {
  private final Path files;

  public SamplePersons(Path files) {
    this.files = files;
  }

  /** The rows of a delivered file. */
  public List<Map<String, String>> rows(String file) throws IOException {
    Charset charset =
        file.startsWith("interieur") ? Charset.forName("windows-1252") : StandardCharsets.UTF_8;
    return read(file, charset, ';');
  }

  /** The plates of each declarant, by tax number. */
  public Map<String, List<String>> plates() throws IOException {
    return read("truth/liens.csv", StandardCharsets.UTF_8, ',').stream()
        .collect(
            Collectors.groupingBy(
                row -> row.get("spi"),
                TreeMap::new,
                Collectors.mapping(row -> row.get("immatriculation"), Collectors.toList())));
  }

  /** A line of identifiers with the civil status of a row. */
  public static String civil(Map<String, String> row) {
    return "etat-civil,"
        + String.join(
            "|",
            row.get("nom_naissance"),
            row.get("prenoms"),
            row.get("date_naissance"),
            row.getOrDefault("code_commune_naissance", ""))
        + "\n";
  }

  private List<Map<String, String>> read(String file, Charset charset, char separator)
      throws IOException {
    CSVFormat format =
        CSVFormat.RFC4180
            .builder()
            .setDelimiter(separator)
            .setHeader()
            .setSkipHeaderRecord(true)
            .setAllowMissingColumnNames(true)
            .get();
    try (InputStream bytes = Files.newInputStream(files.resolve(file));
        InputStream text = file.endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
        Reader reader = new InputStreamReader(text, charset);
        CSVParser rows = CSVParser.parse(reader, format)) {
      return rows.stream().map(SamplePersons::row).toList();
    }
  }

  private static Map<String, String> row(CSVRecord record) {
    Map<String, String> row = new TreeMap<>();
    record.toMap().forEach((name, value) -> row.put(name.replace("\uFEFF", ""), value));
    return row;
  }
}
