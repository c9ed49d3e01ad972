package fr.gouv.datalab.linkage;

import fr.gouv.datalab.civilstatus.LinkSlot;
import fr.gouv.datalab.civilstatus.LinkTokens;
import java.io.Serializable;
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
   * Counts the tokens of rows.
   *
   * @param rows a token of each of {@link #SLOTS}, row after row; 0 where it is missing
   */
  public static Rarity counted(List<long[]> rows) {
    Map<LinkSlot, Double> average = new EnumMap<>(LinkSlot.class);
    Map<LinkSlot, Map<Long, Double>> frequent = new EnumMap<>(LinkSlot.class);
    for (int slot = 0; slot < SLOTS.size(); slot++) {
      Map<Long, Integer> counts = new HashMap<>();
      long known = 0;
      for (long[] tokens : rows) {
        for (int at = slot; at < tokens.length; at += SLOTS.size()) {
          if (tokens[at] != 0) {
            counts.merge(tokens[at], 1, Integer::sum);
            known++;
          }
        }
      }
      if (known > 1) {
        double all = known;
        average.put(
            SLOTS.get(slot),
            counts.values().stream().mapToDouble(n -> n * (n - 1.0)).sum() / all / (all - 1));
        Map<Long, Double> shares = new HashMap<>();
        counts.forEach(
            (token, n) -> {
              if (n / all >= LEAST) {
                shares.put(token, n / all);
              }
            });
        frequent.put(SLOTS.get(slot), shares);
      }
    }
    return new Rarity(average, frequent);
  }

  /** What rare surnames and birthplaces in which two rows agree add to the logarithm of the odds. */
  public double family(byte[] left, int pattern) {
    double sum = 0;
    if (AgreementPatterns.level(pattern, Comparison.NOM) == 5) {
      sum += tables.get(LinkSlot.NAME).surprise(LinkTokens.token(left, LinkSlot.NAME));
    }
    if (AgreementPatterns.level(pattern, Comparison.LIEU_NAISSANCE) == 2) {
      sum += tables.get(LinkSlot.BIRTHPLACE).surprise(LinkTokens.token(left, LinkSlot.BIRTHPLACE));
    }
    return sum;
  }

  /** What a rare first name adds. */
  public double person(byte[] left, int pattern) {
    return AgreementPatterns.level(pattern, Comparison.PRENOM) >= 5
        ? tables.get(LinkSlot.FIRST).surprise(LinkTokens.token(left, LinkSlot.FIRST))
        : 0;
  }

  private record Table(double average, HashMap<Long, Double> frequent) implements Serializable {
    Table(double average, Map<Long, Double> frequent) {
      this(average, new HashMap<>(frequent));
    }

    double surprise(long token) {
      return average <= 0
          ? 0
          : Math.log(average / Math.max(LEAST, frequent.getOrDefault(token, LEAST)));
    }
  }
}
