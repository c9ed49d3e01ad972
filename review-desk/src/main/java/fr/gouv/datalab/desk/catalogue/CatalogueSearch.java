package fr.gouv.datalab.desk.catalogue;

import fr.gouv.datalab.catalogue.Column;
import fr.gouv.datalab.catalogue.Contract;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Full text over contracts, accents or not: each word must be found, at the beginning of one of the
 * contract's words. A word in the title weighs more than one in a keyword, and that more than one
 * in a description or a column.
 */
public final class CatalogueSearch {
  private CatalogueSearch() {}

  /**
   * A contract that was found.
   *
   * @param contract which
   * @param columns those of its columns that hold a word
   */
  public record Found(Contract contract, List<Column> columns, int weight) {

    /** Copies the columns. */
    public Found {
      columns = List.copyOf(columns);
    }
  }

  /**
   * Searches.
   *
   * @param question some words; none find every contract
   */
  public static List<Found> of(List<Contract> contracts, String question) {
    List<String> words = words(question);
    List<Found> found = new ArrayList<>();
    for (Contract contract : contracts) {
      int weight = 0;
      boolean all = true;
      for (String word : words) {
        int best = weight(contract, word);
        all &= best > 0;
        weight += best;
      }
      if (all) {
        List<Column> columns =
            words.isEmpty()
                ? List.of()
                : contract.columns().stream()
                    .filter(
                        column ->
                            words.stream()
                                .anyMatch(
                                    word ->
                                        holds(column.name(), word)
                                            || holds(column.description(), word)))
                    .toList();
        found.add(new Found(contract, columns, weight));
      }
    }
    found.sort(
        Comparator.comparingInt((Found each) -> -each.weight())
            .thenComparing(each -> each.contract().dataset()));
    return found;
  }

  private static int weight(Contract contract, String word) {
    if (holds(contract.title(), word) || holds(contract.dataset(), word)) {
      return 8;
    }
    if (contract.keywords().stream().anyMatch(keyword -> holds(keyword, word))) {
      return 4;
    }
    if (holds(contract.description(), word) || holds(contract.producer(), word)) {
      return 2;
    }
    return contract.columns().stream()
            .anyMatch(column -> holds(column.name(), word) || holds(column.description(), word))
        ? 1
        : 0;
  }

  private static boolean holds(String text, String word) {
    return words(text).stream().anyMatch(each -> each.startsWith(word));
  }

  /** Lower case, without accents, ligatures opened. */
  static List<String> words(String text) {
    String plain =
        Normalizer.normalize(text == null ? "" : text, Normalizer.Form.NFD)
            .replaceAll("\\p{M}+", "")
            .toLowerCase(Locale.ROOT)
            .replace("œ", "oe")
            .replace("æ", "ae");
    List<String> words = new ArrayList<>();
    for (String word : plain.split("[^\\p{L}\\p{N}]+", -1)) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return words;
  }
}
