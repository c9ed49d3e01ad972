package fr.gouv.datalab.linkage.spark;

import fr.gouv.datalab.cli.Datalab;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/**
 * As many declarants and vehicles of persons of the sample, in two plain files, and whose vehicle
 * is whose. Rows whose fields do not fit the header are left out, as an intake would.
 */
record SampleSlice(Path left, Path right, Set<List<String>> truth) {
  /** Of France, per row: there are fewer vehicles of persons than declarants. */
  private static final double SCALE = 0.026e-6;

  private static final List<String> PERSON =
      List.of(
          "nom_naissance",
          "nom_usage",
          "prenoms",
          "sexe",
          "date_naissance",
          "code_commune_naissance",
          "numero_voie",
          "voie",
          "code_postal");

  static SampleSlice write(Path room, int rows) throws IOException {
    Path sample = room.resolve("sample");
    StringWriter words = new StringWriter();
    String scale = Double.toString(Math.max(0.0002, SCALE * rows));
    int code =
        Datalab.run(
            new PrintWriter(words),
            new PrintWriter(words),
            "sample",
            "generate",
            "--scale",
            scale,
            "--seed",
            "1",
            "--out",
            sample.toString());
    if (code != 0) {
      throw new IllegalStateException("The sample could not be written: " + words);
    }
    Path left = room.resolve("left.csv");
    Path right = room.resolve("right.csv");
    Set<String> declarants =
        sliced(sample.resolve("dgfip/declarants.csv"), StandardCharsets.UTF_8, "spi", rows, left);
    Set<String> vehicles =
        sliced(
            sample.resolve("interieur/immatriculations.csv"),
            Charset.forName("windows-1252"),
            "immatriculation",
            rows,
            right);
    Set<List<String>> truth = new HashSet<>();
    Map<String, String> numbers = new HashMap<>();
    table(sample.resolve("truth/personnes.csv.gz"), person -> numbers.put(person[0], person[2]));
    table(
        sample.resolve("truth/vehicules.csv.gz"),
        vehicle -> {
          String owner = vehicle.length == 3 ? numbers.get(vehicle[2]) : null;
          if (owner != null && declarants.contains(owner) && vehicles.contains(vehicle[0])) {
            truth.add(List.of(owner, vehicle[0]));
          }
        });
    return new SampleSlice(left, right, truth);
  }

  private static Set<String> sliced(Path file, Charset charset, String id, int rows, Path out)
      throws IOException {
    CSVFormat french =
        CSVFormat.DEFAULT
            .builder()
            .setDelimiter(';')
            .setHeader()
            .setSkipHeaderRecord(true)
            .setAllowMissingColumnNames(true)
            .get();
    Set<String> ids = new HashSet<>();
    try (Reader reader = Files.newBufferedReader(file, charset);
        Writer writer = Files.newBufferedWriter(out, StandardCharsets.UTF_8);
        CSVPrinter printer = new CSVPrinter(writer, CSVFormat.RFC4180)) {
      printer.print(id);
      printer.printRecord(PERSON);
      for (CSVRecord record : french.parse(reader)) {
        boolean person =
            !record.isMapped("type_titulaire") || record.get("type_titulaire").equals("P");
        if (record.isConsistent()
            && person
            && !record.get(id).isEmpty()
            && ids.size() < rows
            && ids.add(record.get(id))) {
          printer.print(record.get(id));
          for (String column : PERSON) {
            printer.print(record.get(column));
          }
          printer.println();
        }
      }
    }
    return ids;
  }

  private static void table(Path file, java.util.function.Consumer<String[]> row)
      throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      reader.lines().skip(1).map(line -> line.split(",")).forEach(row);
    }
  }
}
