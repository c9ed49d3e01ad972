package fr.gouv.datalab.linkage.spark;

import fr.gouv.datalab.civilstatus.LinkTokens;
import fr.gouv.datalab.linkage.AgreementPatterns;
import fr.gouv.datalab.linkage.FellegiSunter;
import fr.gouv.datalab.linkage.Rarity;
import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
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
    byte[] left = new byte[LinkTokens.WIDTH];
    byte[] right = new byte[LinkTokens.WIDTH];
    while (candidates.hasNext()) {
      byte[] parcel = candidates.next()._2();
      int at = 0;
      while (at < parcel.length) {
        int pairs = (int) KeyParcels.INT.get(parcel, at);
        int idLength = (int) KeyParcels.INT.get(parcel, at + 4);
        at += 8;
        int id = compared.leftIds.add(Arrays.copyOfRange(parcel, at, at + idLength));
        at += idLength;
        System.arraycopy(parcel, at, left, 0, LinkTokens.WIDTH);
        at += LinkTokens.WIDTH;
        for (int pair = 0; pair < pairs; pair++) {
          int place = (int) KeyParcels.INT.get(parcel, at);
          at += Integer.BYTES;
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
  Map<Integer, Long> patterns() {
    Map<Integer, Long> counts = new HashMap<>();
    for (int pair = 0; pair < count; pair++) {
      counts.merge(patterns[pair], 1L, Long::sum);
    }
    return counts;
  }

  /**
   * Rows {@code left}, {@code right}, {@code odds}, {@code total}, {@code first} of the pairs whose
   * log odds exceed a least. All pairs of a right row are here, so their total and the first of
   * them, by odds and then by id, are known without asking another partition.
   */
  Iterator<InternalRow> scored(
      TokenBlock rows, FellegiSunter model, double least, double most, IdType left, IdType right) {
    double[] odds = new double[count];
    double[] total = new double[rows.rows()];
    int[] first = new int[rows.rows()];
    Arrays.fill(first, -1);
    for (int pair : inOrder()) {
      double logOdds = model.logOdds(patterns[pair], families[pair], persons[pair]);
      if (logOdds > least) {
        odds[pair] = Math.exp(Math.min(most, logOdds));
        total[rights[pair]] += odds[pair];
        int other = first[rights[pair]];
        if (other < 0 || odds[pair] > odds[other]) {
          first[rights[pair]] = pair;
        }
      }
    }
    return IntStream.range(0, count)
        .filter(pair -> odds[pair] > 0)
        .mapToObj(
            pair ->
                (InternalRow)
                    new GenericInternalRow(
                        new Object[] {
                          left.value(leftIds.get(lefts[pair])),
                          right.value(rows.id(rights[pair])),
                          odds[pair],
                          total[rights[pair]],
                          first[rights[pair]] == pair
                        }))
        .iterator();
  }

  /** Pairs in the order of their left ids: sums and ties come out the same in every run. */
  private int[] inOrder() {
    int[] ranks = leftIds.ranks();
    long[] order = new long[count];
    for (int pair = 0; pair < count; pair++) {
      order[pair] = (long) ranks[lefts[pair]] << 32 | pair;
    }
    Arrays.sort(order);
    int[] pairs = new int[count];
    for (int i = 0; i < count; i++) {
      pairs[i] = (int) order[i];
    }
    return pairs;
  }
}
