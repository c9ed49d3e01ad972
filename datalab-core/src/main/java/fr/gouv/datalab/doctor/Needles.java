package fr.gouv.datalab.doctor;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The clear values that must stand nowhere: NIR, SPI, plates and VIN, and names side by side with
 * first names. Held as hashes.
 *
 * <p>A name counts with its first name only: the last word of the name with the first word of the
 * first names, and the first words of both the other way round, so that {@code DE LA TOUR Jean
 * Marc} and {@code Jean DE LA TOUR} are both seen.
 */
public final class Needles {
  static final int SPI_LENGTH = 13;
  static final int NIR_LENGTH = 15;
  static final int VIN_LENGTH = 17;

  private final LongSet spi = new LongSet();
  private final LongSet nir = new LongSet();
  private final LongSet vin = new LongSet();
  private final LongSet plates = new LongSet();
  private final LongSet names = new LongSet();
  private final LongSet places = new LongSet();

  /**
   * Reads {@code personnes.csv[.gz]} and {@code vehicules.csv[.gz]} of a truth directory.
   *
   * @throws IOException when one of them cannot be read
   */
  public static Needles ofTruth(Path directory) throws IOException {
    return ofTruths(List.of(directory));
  }

  /**
   * The same, of several truth directories: those of a delivery and of later ones.
   *
   * @throws IOException when a file of one of them cannot be read
   */
  public static Needles ofTruths(List<Path> directories) throws IOException {
    Needles needles = new Needles();
    needles.addPlaces();
    for (Path directory : directories) {
      needles.addTruth(directory);
    }
    return needles;
  }

  private void addTruth(Path directory) throws IOException {
    read(
        directory,
        "personnes.csv",
        row -> {
          addNir(row.get("nir"));
          addSpi(row.get("spi"));
          addName(row.get("nom_naissance"), row.get("prenoms"));
          addName(row.get("nom_usage"), row.get("prenoms"));
        });
    read(
        directory,
        "vehicules.csv",
        row -> {
          addPlate(row.get("immatriculation"));
          addVin(row.get("vin"));
        });
  }

  /**
   * Two words that follow each other in the name of a region or department, in the open reference,
   * tell of a place: someone may be called Martin Saint, and Saint-Martin stays a place.
   */
  private void addPlaces() throws IOException {
    try (InputStream in =
        Needles.class.getClassLoader().getResourceAsStream("reference/territoire.csv")) {
      if (in == null) {
        return;
      }
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\\R")) {
        String[] words = Folding.words(line.substring(line.lastIndexOf(',') + 1));
        for (int i = 1; i < words.length; i++) {
          places.add(pair(words[i - 1], words[i]));
        }
      }
    }
  }

  void addNir(String value) {
    add(nir, value, NIR_LENGTH);
  }

  void addSpi(String value) {
    add(spi, value, SPI_LENGTH);
  }

  void addVin(String value) {
    add(vin, value, VIN_LENGTH);
  }

  void addPlate(String value) {
    add(plates, value, 0);
  }

  void addName(String name, String firstNames) {
    String[] nameWords = Folding.words(name == null ? "" : name);
    String[] firstWords = Folding.words(firstNames == null ? "" : firstNames);
    if (nameWords.length > 0 && firstWords.length > 0) {
      names.add(pair(nameWords[nameWords.length - 1], firstWords[0]));
      names.add(pair(firstWords[0], nameWords[0]));
      names.add(pair(firstWords[firstWords.length - 1], nameWords[0]));
    }
  }

  boolean isSpi(long hash) {
    return spi.contains(hash);
  }

  boolean isNir(long hash) {
    return nir.contains(hash);
  }

  boolean isVin(long hash) {
    return vin.contains(hash);
  }

  boolean isPlate(long hash) {
    return plates.contains(hash);
  }

  boolean isName(long first, long second) {
    long pair = Folding.pair(first, second);
    return names.contains(pair) && !places.contains(pair);
  }

  /** Number of distinct values looked for. */
  public int size() {
    return spi.size() + nir.size() + vin.size() + plates.size() + names.size();
  }

  private static long pair(String first, String second) {
    return Folding.pair(Folding.hash(ascii(first)), Folding.hash(ascii(second)));
  }

  private static byte[] ascii(String word) {
    return word.getBytes(StandardCharsets.US_ASCII);
  }

  private static void add(LongSet set, String value, int length) {
    byte[] folded = Folding.fold(value == null ? "" : value);
    if (folded.length > 0 && (length == 0 || folded.length == length)) {
      set.add(Folding.hash(folded));
    }
  }

  private interface Row {
    void accept(CSVRecord row);
  }

  private void read(Path directory, String file, Row each) throws IOException {
    Path zipped = directory.resolve(file + ".gz");
    try (InputStream raw =
            Files.newInputStream(Files.exists(zipped) ? zipped : directory.resolve(file));
        InputStream in = Files.exists(zipped) ? new GZIPInputStream(raw, 1 << 16) : raw;
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        CSVParser rows =
            CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get().parse(reader)) {
      for (CSVRecord row : rows) {
        each.accept(row);
      }
    }
  }
}
