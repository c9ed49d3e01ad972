package fr.gouv.datalab.linkage;

import fr.gouv.datalab.civilstatus.LinkSlot;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Agreement in a rare name tells more than in a common one: where two rows have the same name, the
 * average chance of that, which u holds, is replaced by the frequency of this name's token.
 *
 * <p>Only tokens of at least {@link #LEAST} of the rows are known, so there are at most 10,000 per
 * slot however many rows there are; all others count as having that frequency.
 */
public final class Rarity implements Serializable {
  private static final long serialVersionUID = 1;

  /** Slots whose frequencies count. */
  public static final List<LinkSlot> SLOTS =
      List.of(LinkSlot.NAME, LinkSlot.FIRST, LinkSlot.BIRTHPLACE);

  /** The least frequency that is told from rarer ones, as a share of rows. */
  public static final double LEAST = 1e-4;

  private final Map<LinkSlot, Table> tables = new HashMap<>();

  /**
   * @param average probability that two random rows have the same token, by slot
   * @param frequent share of rows that have a token, by slot and token
   */
  public Rarity(Map<LinkSlot, Double> average, Map<LinkSlot, Map<Long, Double>> frequent) {
    for (LinkSlot slot : SLOTS) {
      tables.put(
          slot, new Table(average.getOrDefault(slot, 1.0), frequent.getOrDefault(slot, Map.of())));
    }
  }

  /**
   * Counts the tokens of rows of both sides.
   *
   * <p>The average is that of pairs within a side, which hold no matches. The frequency of a token
   * is that among the other rows than the two that are compared, with one half added for each: in
   * small files two rows of one person would make their own name frequent.
   *
   * @param left a token of each of {@link #SLOTS}, row after row; 0 where it is missing
   * @param right likewise
   */
  public static Rarity counted(List<long[]> left, List<long[]> right) {
    Map<LinkSlot, Double> average = new EnumMap<>(LinkSlot.class);
    Map<LinkSlot, Map<Long, Double>> frequent = new EnumMap<>(LinkSlot.class);
    for (int slot = 0; slot < SLOTS.size(); slot++) {
      Map<Long, Integer> one = counts(left, slot);
      Map<Long, Integer> other = counts(right, slot);
      double pairs = pairs(one.values(), true) + pairs(other.values(), true);
      if (pairs > 0) {
        average.put(
            SLOTS.get(slot), (pairs(one.values(), false) + pairs(other.values(), false)) / pairs);
        other.forEach((token, n) -> one.merge(token, n, Integer::sum));
        double all = one.values().stream().mapToLong(n -> n).sum();
        Map<Long, Double> shares = new HashMap<>();
        one.forEach(
            (token, n) -> {
              double share = Math.max(1, n - 1) / all;
              if (share >= LEAST) {
                shares.put(token, share);
              }
            });
        frequent.put(SLOTS.get(slot), shares);
      }
    }
    return new Rarity(average, frequent);
  }

  private static Map<Long, Integer> counts(List<long[]> rows, int slot) {
    Map<Long, Integer> counts = new HashMap<>();
    for (long[] tokens : rows) {
      for (int at = slot; at < tokens.length; at += SLOTS.size()) {
        if (tokens[at] != 0) {
          counts.merge(tokens[at], 1, Integer::sum);
        }
      }
    }
    return counts;
  }

  /** Pairs of rows: of all, or of those with the same token. */
  private static double pairs(Collection<Integer> counts, boolean all) {
    if (all) {
      double rows = counts.stream().mapToLong(n -> n).sum();
      return rows * (rows - 1) / 2;
    }
    return counts.stream().mapToDouble(n -> n * (n - 1.0) / 2).sum();
  }

  /**
   * What rare surnames and birthplaces in which two rows agree add to the logarithm of the odds.
   */
  public double family(long[] left, int pattern) {
    double sum = 0;
    if (AgreementPatterns.level(pattern, Comparison.NOM) == 5) {
      sum += tables.get(LinkSlot.NAME).surprise(left[LinkSlot.NAME.ordinal()]);
    }
    if (AgreementPatterns.level(pattern, Comparison.LIEU_NAISSANCE) == 2) {
      sum += tables.get(LinkSlot.BIRTHPLACE).surprise(left[LinkSlot.BIRTHPLACE.ordinal()]);
    }
    return sum;
  }

  /** What a rare first name adds. */
  public double person(long[] left, int pattern) {
    return AgreementPatterns.level(pattern, Comparison.PRENOM) >= 5
        ? tables.get(LinkSlot.FIRST).surprise(left[LinkSlot.FIRST.ordinal()])
        : 0;
  }

  /** Tokens that are not rare, sorted, and what agreement in each adds. */
  private static final class Table implements Serializable {
    private static final long serialVersionUID = 1;

    private final long[] tokens;
    private final double[] surprises;
    private final double ofRare;

    Table(double average, Map<Long, Double> frequent) {
      tokens = frequent.keySet().stream().mapToLong(token -> token).sorted().toArray();
      surprises = new double[tokens.length];
      for (int i = 0; i < tokens.length; i++) {
        surprises[i] = surprise(average, frequent.get(tokens[i]));
      }
      ofRare = surprise(average, LEAST);
    }

    private static double surprise(double average, double share) {
      return average <= 0 ? 0 : Math.log(average / Math.max(LEAST, share));
    }

    double surprise(long token) {
      int at = Arrays.binarySearch(tokens, token);
      return at < 0 ? ofRare : surprises[at];
    }
  }
}
