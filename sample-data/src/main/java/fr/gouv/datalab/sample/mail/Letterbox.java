package fr.gouv.datalab.sample.mail;

import fr.gouv.datalab.sample.homes.Address;
import fr.gouv.datalab.sample.homes.Household;
import fr.gouv.datalab.sample.people.Person;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The letters that a postman carries, from the printer's file of six lines, and the doors at which
 * he leaves them: same postcode, same number, same last word of the street, same last word of the
 * surname. Those are what no abbreviation of the standard touches. Held as 64-bit hashes, eight
 * bytes a letter or sixteen. Immutable.
 */
public final class Letterbox {
  private final long[] doors;
  private final long letters;

  private Letterbox(long[] doors, long letters) {
    this.doors = doors;
    this.letters = letters;
  }

  /**
   * Reads {@code lettres.csv}, with the columns {@code ligne1} to {@code ligne6}.
   *
   * @throws IOException when it cannot be read, or is not such a file
   */
  public static Letterbox read(Path file) throws IOException {
    CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    long[] doors = new long[1 << 12];
    int count = 0;
    long letters = 0;
    try (Reader text = Files.newBufferedReader(file, StandardCharsets.UTF_8);
        CSVParser rows = format.parse(text)) {
      for (CSVRecord row : rows) {
        letters++;
        String street = row.get("ligne4").isEmpty() ? row.get("ligne5") : row.get("ligne4");
        for (String name : new String[] {row.get("ligne1"), row.get("ligne2")}) {
          if (!name.isEmpty()) {
            doors = count == doors.length ? Arrays.copyOf(doors, 2 * count) : doors;
            doors[count++] = door(row.get("ligne6").split(" ", 2)[0], street, name);
          }
        }
      }
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " is not a printer's file of six lines.", e);
    }
    doors = Arrays.copyOf(doors, count);
    Arrays.sort(doors);
    return new Letterbox(doors, letters);
  }

  /** How many letters there are. */
  public long letters() {
    return letters;
  }

  /** Whether a letter reaches this household. */
  public boolean reaches(Household household) {
    Address address = household.address();
    String street = address.number() + " " + address.street();
    for (Person person : household.declarants()) {
      String name = person.marriedName().isEmpty() ? person.birthName() : person.marriedName();
      if (Arrays.binarySearch(doors, door(address.postcode(), street, name)) >= 0) {
        return true;
      }
    }
    return false;
  }

  private static long door(String postcode, String street, String name) {
    String[] way = words(street);
    String[] surname = words(name);
    String number = way[0].matches("\\d+") ? way[0] : "";
    String key =
        postcode + "|" + number + "|" + way[way.length - 1] + "|" + surname[surname.length - 1];
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < key.length(); i++) {
      hash = (hash ^ key.charAt(i)) * 0x100000001b3L;
      hash ^= hash >>> 29;
    }
    return hash;
  }

  private static String[] words(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFD)
        .replaceAll("\\p{M}", "")
        .replace("\u0152", "OE")
        .replace("\u0153", "OE")
        .toUpperCase(Locale.ROOT)
        .replaceAll("[^A-Z0-9]+", " ")
        .strip()
        .split(" ");
  }
}
