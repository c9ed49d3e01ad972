package fr.gouv.datalab.linkage.spark;

import fr.gouv.datalab.linkage.AgreementPatterns;
import fr.gouv.datalab.linkage.Assignment;
import fr.gouv.datalab.linkage.FellegiSunter;
import fr.gouv.datalab.linkage.PatternCounts;
import fr.gouv.datalab.linkage.Rarity;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import scala.Tuple2;

/** The compared pairs of one right partition: a pattern each, and what rare names add. */
final class ComparedBlock implements Serializable {
  private static final long serialVersionUID = 1;

  private final IdBytes leftIds = new IdBytes();
  private int[] lefts = new int[64];
  private int[] rights = new int[64];
  private int[] patterns = new int[64];
  private float[] families = new float[64];
  private float[] persons = new float[64];
  private int count;

  /** Compares parcels of {@link CandidateParcels} with the rows of their partition. */
  static ComparedBlock of(
      TokenBlock rows, Iterator<Tuple2<Integer, byte[]>> candidates, Rarity rarity) {
    ComparedBlock compared = new ComparedBlock();
    long[] left = new long[TokenBlock.SLOTS];
    long[] right = new long[TokenBlock.SLOTS];
    while (candidates.hasNext()) {
      long[] parcel = Parcels.opened(candidates.next());
      int at = 0;
      while (at < parcel.length) {
        int pairs = (int) (parcel[at] >>> 32);
        int idLength = (int) parcel[at++];
        int id = compared.leftIds.add(IdBytes.read(parcel, at, idLength));
        at += IdBytes.longs(idLength);
        System.arraycopy(parcel, at, left, 0, TokenBlock.SLOTS);
        at += TokenBlock.SLOTS;
        for (int pair = 0; pair < pairs; pair++) {
          int place = (int) parcel[at++];
          rows.tokens(place, right);
          int pattern = AgreementPatterns.compare(left, right);
          compared.add(
              id,
              place,
              pattern,
              (float) rarity.family(left, pattern),
              (float) rarity.person(left, pattern));
        }
      }
    }
    return compared;
  }

  private void add(int left, int right, int pattern, float family, float person) {
    if (count == lefts.length) {
      int more = Math.multiplyExact(2, count);
      lefts = Arrays.copyOf(lefts, more);
      rights = Arrays.copyOf(rights, more);
      patterns = Arrays.copyOf(patterns, more);
      families = Arrays.copyOf(families, more);
      persons = Arrays.copyOf(persons, more);
    }
    lefts[count] = left;
    rights[count] = right;
    patterns[count] = pattern;
    families[count] = family;
    persons[count++] = person;
  }

  /** How many pairs show each pattern. */
  PatternCounts patterns() {
    PatternCounts counts = new PatternCounts();
    for (int pair = 0; pair < count; pair++) {
      counts.add(patterns[pair], 1);
    }
    return counts;
  }

  /** Assigns the pairs whose log odds exceed a least. */
  ScoredBlock scored(
      TokenBlock rows, FellegiSunter model, double least, double most, Assignment assignment) {
    double[] odds = new double[count];
    for (int pair = 0; pair < count; pair++) {
      double logOdds = model.logOdds(patterns[pair], families[pair], persons[pair]);
      if (logOdds > least) {
        odds[pair] = Math.exp(Math.min(most, logOdds));
      }
    }
    return ScoredBlock.of(rows, leftIds, lefts, rights, odds, assignment);
  }
}
