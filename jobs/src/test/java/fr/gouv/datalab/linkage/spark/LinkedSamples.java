package fr.gouv.datalab.linkage.spark;

import fr.gouv.datalab.civilstatus.CivilStatus;
import fr.gouv.datalab.civilstatus.LinkTokens;
import fr.gouv.datalab.linkage.MisspelledPeople;
import fr.gouv.datalab.pseudonyms.Tokenizer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Two files as Spark rows of tokens, with the pairs that are true. */
record LinkedSamples(Dataset<Row> left, Dataset<Row> right, Set<List<String>> truth) {
  private static final StructType SCHEMA =
      new StructType().add("id", DataTypes.StringType).add("tokens", DataTypes.BinaryType);
  private static final CSVFormat FRENCH =
      CSVFormat.DEFAULT
          .builder()
          .setDelimiter(';')
          .setHeader()
          .setSkipHeaderRecord(true)
          .setAllowMissingColumnNames(true)
          .get();
  private static final Map<CivilStatus, String> FRENCH_ROLES =
      Map.ofEntries(
          Map.entry(CivilStatus.nomNaissance, "nom_naissance"),
          Map.entry(CivilStatus.nomUsage, "nom_usage"),
          Map.entry(CivilStatus.prenoms, "prenoms"),
          Map.entry(CivilStatus.sexe, "sexe"),
          Map.entry(CivilStatus.dateNaissance, "date_naissance"),
          Map.entry(CivilStatus.communeNaissance, "code_commune_naissance"),
          Map.entry(CivilStatus.numeroVoie, "numero_voie"),
          Map.entry(CivilStatus.voie, "voie"),
          Map.entry(CivilStatus.codePostal, "code_postal"),
          Map.entry(CivilStatus.codeCommune, "code_commune"));
  private static final Map<CivilStatus, String> ENGLISH_ROLES =
      Map.ofEntries(
          Map.entry(CivilStatus.nomNaissance, "surname"),
          Map.entry(CivilStatus.prenoms, "given_name"),
          Map.entry(CivilStatus.dateNaissance, "date_of_birth"),
          Map.entry(CivilStatus.numeroVoie, "street_number"),
          Map.entry(CivilStatus.voie, "address_1"),
          Map.entry(CivilStatus.complement, "address_2"),
          Map.entry(CivilStatus.commune, "suburb"),
          Map.entry(CivilStatus.codePostal, "postcode"),
          Map.entry(CivilStatus.region, "state"),
          Map.entry(CivilStatus.identifiant, "soc_sec_id"));

  /** Declarants and the vehicles of persons, as `datalab sample generate` wrote them. */
  static LinkedSamples vehicles(SparkSession spark, Path sample) throws IOException {
    LinkTokens tokens = LinkTokens.of(Tokenizer.ofLinkKey(new byte[32]));
    List<Row> left =
        french(
            sample.resolve("dgfip/declarants.csv"),
            StandardCharsets.UTF_8,
            "spi",
            tokens,
            r -> true);
    List<Row> right =
        french(
            sample.resolve("interieur/immatriculations.csv"),
            Charset.forName("windows-1252"),
            "immatriculation",
            tokens,
            r -> r.get("type_titulaire").equals("P"));
    Set<List<String>> truth = truth(sample);
    Set<String> read = new HashSet<>();
    left.forEach(row -> read.add(row.getString(0)));
    right.forEach(row -> read.add(row.getString(0)));
    truth.removeIf(pair -> !read.containsAll(pair));
    return new LinkedSamples(
        spark.createDataFrame(left, SCHEMA), spark.createDataFrame(right, SCHEMA), truth);
  }

  /**
   * Whose each vehicle is, rows with a defect included: they are refused by an intake, not here.
   */
  private static Set<List<String>> truth(Path sample) throws IOException {
    Map<String, String> numbers = new HashMap<>();
    for (String[] person : table(sample.resolve("truth/personnes.csv.gz"))) {
      numbers.put(person[0], person[2]);
    }
    Set<List<String>> truth = new HashSet<>();
    for (String[] vehicle : table(sample.resolve("truth/vehicules.csv.gz"))) {
      if (vehicle.length == 3 && numbers.containsKey(vehicle[2])) {
        truth.add(List.of(numbers.get(vehicle[2]), vehicle[0]));
      }
    }
    return truth;
  }

  private static List<String[]> table(Path file) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      return reader.lines().skip(1).map(line -> line.split(",")).toList();
    }
  }

  /** Misspelled English-speaking people. */
  static LinkedSamples people(
      SparkSession spark, int count, long seed, double modified, boolean number) {
    LinkTokens tokens = LinkTokens.of(Tokenizer.ofLinkKey(new byte[32]));
    MisspelledPeople people = new MisspelledPeople(seed, modified);
    List<String[]> originals = people.originals(count);
    Set<List<String>> truth = new HashSet<>();
    List<String[]> duplicates = people.duplicates(originals);
    for (int person = 0; person < count; person++) {
      truth.add(List.of(originals.get(person)[0], duplicates.get(person)[0]));
    }
    return new LinkedSamples(
        spark.createDataFrame(english(originals, tokens, number), SCHEMA),
        spark.createDataFrame(english(duplicates, tokens, number), SCHEMA),
        truth);
  }

  /** Files of invented persons. */
  static LinkedSamples invented(SparkSession spark, fr.gouv.datalab.linkage.InventedFiles files) {
    return new LinkedSamples(
        spark.createDataFrame(rows(files.left), SCHEMA),
        spark.createDataFrame(rows(files.right), SCHEMA),
        files.truth);
  }

  private static List<Row> rows(Map<String, Map<CivilStatus, String>> people) {
    LinkTokens tokens = LinkTokens.of(Tokenizer.ofLinkKey(new byte[32]));
    List<Row> rows = new ArrayList<>();
    people.forEach(
        (id, person) -> {
          String[] values = new String[CivilStatus.values().length];
          person.forEach((role, value) -> values[role.ordinal()] = value);
          rows.add(RowFactory.create(id, tokens.encode(values)));
        });
    return rows;
  }

  private static List<Row> english(List<String[]> people, LinkTokens tokens, boolean number) {
    List<Row> rows = new ArrayList<>();
    for (String[] person : people) {
      String[] values = new String[CivilStatus.values().length];
      ENGLISH_ROLES.forEach(
          (role, column) ->
              values[role.ordinal()] = person[MisspelledPeople.COLUMNS.indexOf(column)]);
      if (!number) {
        values[CivilStatus.identifiant.ordinal()] = null;
      }
      rows.add(RowFactory.create(person[0], tokens.encode(values)));
    }
    return rows;
  }

  private static List<Row> french(
      Path file, Charset charset, String id, LinkTokens tokens, Predicate<CSVRecord> kept)
      throws IOException {
    List<Row> rows = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    try (Reader reader = Files.newBufferedReader(file, charset);
        CSVParser parser = FRENCH.parse(reader)) {
      for (CSVRecord record : parser) {
        if (record.isConsistent() && kept.test(record) && seen.add(record.get(id))) {
          String[] values = new String[CivilStatus.values().length];
          FRENCH_ROLES.forEach((role, column) -> values[role.ordinal()] = record.get(column));
          rows.add(RowFactory.create(record.get(id), tokens.encode(values)));
        }
      }
    }
    return rows;
  }
}
