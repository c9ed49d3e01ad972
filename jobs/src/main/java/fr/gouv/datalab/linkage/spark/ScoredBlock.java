package fr.gouv.datalab.linkage.spark;

import fr.gouv.datalab.linkage.Assignment;
import fr.gouv.datalab.linkage.Bands;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The pairs of one right partition that may be matches. All pairs of a right row are in one block,
 * so where a right row has one left row at most, or any number, the assignment is made here,
 * without asking another partition; one to one, the block holds odds and the rest is {@link
 * OneToOne}'s.
 */
final class ScoredBlock implements Serializable {
  private static final long serialVersionUID = 1;

  private final IdBytes leftIds;
  private final IdBytes rightIds = new IdBytes();
  private final int[] lefts;
  private final double[] values;
  private final boolean[] chosen;

  private ScoredBlock(IdBytes leftIds, int pairs) {
    this.leftIds = leftIds;
    lefts = new int[pairs];
    values = new double[pairs];
    chosen = new boolean[pairs];
  }

  /**
   * Assigns pairs. Sums and ties are taken in the order of the left ids, so that they come out the
   * same in every run.
   *
   * @param leftIds ids of left rows
   * @param lefts which of them each pair has
   * @param rights the place of each pair's right row
   * @param odds of each pair; 0 leaves it out
   */
  static ScoredBlock of(
      TokenBlock rows,
      IdBytes leftIds,
      int[] lefts,
      int[] rights,
      double[] odds,
      Assignment assignment) {
    int[] ends = new int[rows.rows() + 1];
    for (int pair = 0; pair < odds.length; pair++) {
      ends[rights[pair] + 1] += odds[pair] > 0 ? 1 : 0;
    }
    for (int row = 0; row < rows.rows(); row++) {
      ends[row + 1] += ends[row];
    }
    int[] pairs = new int[ends[rows.rows()]];
    for (int pair = 0; pair < odds.length; pair++) {
      if (odds[pair] > 0) {
        pairs[ends[rights[pair]]++] = pair;
      }
    }
    ScoredBlock block = new ScoredBlock(leftIds, pairs.length);
    int from = 0;
    for (int row = 0; row < rows.rows(); row++) {
      int to = ends[row];
      if (to > from) {
        sort(pairs, from, to, lefts, leftIds);
        block.assign(pairs, from, to, lefts, odds, assignment);
        byte[] id = rows.id(row);
        for (int pair = from; pair < to; pair++) {
          block.rightIds.add(id);
        }
      }
      from = to;
    }
    return block;
  }

  /** Sorts a row's few pairs by their left ids. */
  private static void sort(int[] pairs, int from, int to, int[] lefts, IdBytes leftIds) {
    if (to - from > 32) {
      int[] sorted =
          Arrays.stream(pairs, from, to)
              .boxed()
              .sorted((a, b) -> leftIds.compare(lefts[a], lefts[b]))
              .mapToInt(pair -> pair)
              .toArray();
      System.arraycopy(sorted, 0, pairs, from, sorted.length);
      return;
    }
    for (int i = from + 1; i < to; i++) {
      int pair = pairs[i];
      int at = i;
      while (at > from && leftIds.compare(lefts[pairs[at - 1]], lefts[pair]) > 0) {
        pairs[at] = pairs[--at];
      }
      pairs[at] = pair;
    }
  }

  private void assign(
      int[] pairs, int from, int to, int[] pairLefts, double[] odds, Assignment assignment) {
    double total = 0;
    int first = from;
    for (int i = from; i < to; i++) {
      double some = odds[pairs[i]];
      total += some;
      first = some > odds[pairs[first]] ? i : first;
    }
    for (int i = from; i < to; i++) {
      double some = odds[pairs[i]];
      lefts[i] = pairLefts[pairs[i]];
      values[i] =
          switch (assignment) {
            case ONE_TO_ONE -> some;
            case ONE_LEFT_PER_RIGHT -> rounded(some / (total + 1));
            case ALL -> rounded(some / (some + 1));
          };
      chosen[i] = assignment != Assignment.ONE_LEFT_PER_RIGHT || i == first;
    }
  }

  private static double rounded(double probability) {
    return Math.rint(probability * 1e9) / 1e9;
  }

  /** The pairs by their probability. */
  Bands bands(double threshold) {
    Bands bands = new Bands(threshold);
    for (int pair = 0; pair < values.length; pair++) {
      bands.add(values[pair], chosen[pair]);
    }
    return bands;
  }

  /** The columns of {@link #rows}. */
  static StructType schema(IdType left, IdType right, String value) {
    return new StructType()
        .add("left", left.dataType())
        .add("right", right.dataType())
        .add(value, DataTypes.DoubleType, false);
  }

  /** Left id, right id and probability, or odds, of the pairs that are their rows' own. */
  Iterator<InternalRow> rows(IdType left, IdType right) {
    return IntStream.range(0, values.length)
        .filter(pair -> chosen[pair])
        .mapToObj(
            pair ->
                (InternalRow)
                    new GenericInternalRow(
                        new Object[] {
                          left.value(leftIds.get(lefts[pair])),
                          right.value(rightIds.get(pair)),
                          values[pair]
                        }))
        .iterator();
  }
}
