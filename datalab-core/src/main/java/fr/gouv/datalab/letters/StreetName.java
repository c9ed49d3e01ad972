package fr.gouv.datalab.letters;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Shortens the name of a street, and only one that is too long, as NF Z10-011 and La Poste's
 * address service say: first its type, then titles, then first names to their initial, then
 * articles go; the last word is never touched, numbers neither. <i>Les règles d'abréviation des
 * noms de voies</i>, Service national de l'adresse, La Poste.
 */
final class StreetName {
  /** The longest name of a street, without its number. */
  static final int LONGEST = 32;

  private static final Set<String> ARTICLES =
      Set.of("LE", "LA", "LES", "L", "DU", "DES", "DE", "D", "AU", "AUX", "ET");
  private static final Map<String, String> TYPES = words("voies.csv");
  private static final Map<String, String> TITLES = words("titres.csv");
  private static final Set<String> FIRST_NAMES = words("prenoms.csv").keySet();

  private StreetName() {}

  /**
   * The name, shortened as little as needed.
   *
   * @param words in capitals, without punctuation
   * @param longest how many characters there is room for
   * @return empty when it does not fit whatever the rules allow
   */
  static Optional<String> within(String words, int longest) {
    int room = Math.min(LONGEST, longest);
    List<String> name = new ArrayList<>(Arrays.asList(words.split(" ")));
    if (length(name) > room) {
      name.set(0, name.size() > 1 ? TYPES.getOrDefault(name.get(0), name.get(0)) : name.get(0));
    }
    for (int i = 1; i < name.size() - 1 && length(name) > room; i++) {
      name.set(i, TITLES.getOrDefault(name.get(i), name.get(i)));
    }
    for (int i = 1; i < name.size() - 1 && length(name) > room; i++) {
      if (FIRST_NAMES.contains(name.get(i))) {
        name.set(i, name.get(i).substring(0, 1));
      }
    }
    for (int i = 1; i < name.size() - 1 && length(name) > room; ) {
      if (ARTICLES.contains(name.get(i))) {
        name.remove(i);
      } else {
        i++;
      }
    }
    return length(name) > room ? Optional.empty() : Optional.of(String.join(" ", name));
  }

  private static int length(List<String> words) {
    return words.stream().mapToInt(String::length).sum() + words.size() - 1;
  }

  /** Lines of a word and what stands for it. */
  private static Map<String, String> words(String file) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(StreetName.class.getResourceAsStream(file), file),
                StandardCharsets.UTF_8))) {
      Map<String, String> words = new HashMap<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int comma = line.indexOf(',');
        words.put(comma < 0 ? line : line.substring(0, comma), line.substring(comma + 1));
      }
      return Map.copyOf(words);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
