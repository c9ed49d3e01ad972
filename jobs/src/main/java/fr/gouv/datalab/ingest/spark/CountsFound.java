package fr.gouv.datalab.ingest.spark;

import fr.gouv.datalab.ingest.RowCounts;
import java.util.BitSet;
import org.apache.spark.util.AccumulatorV2;

/**
 * Gathers what tasks counted, each part once: a part that runs again, after a failure or for
 * another attempt at writing, adds nothing. A task hands its counts over when they are whole, since
 * Spark may send this while the task runs.
 */
final class CountsFound extends AccumulatorV2<CountsFound.Part, RowCounts> {
  private static final long serialVersionUID = 1L;

  /** What one task counted of one part of a delivery. */
  record Part(int number, RowCounts counts) implements java.io.Serializable {}

  private final BitSet parts = new BitSet();
  private RowCounts sum;

  @Override
  public synchronized void add(Part part) {
    if (!parts.get(part.number())) {
      parts.set(part.number());
      sum = added(part.counts());
    }
  }

  private RowCounts added(RowCounts counts) {
    if (sum == null) {
      return counts;
    }
    sum.add(counts);
    return sum;
  }

  @Override
  public synchronized void merge(AccumulatorV2<Part, RowCounts> other) {
    CountsFound found = (CountsFound) other;
    if (found.sum != null && !parts.intersects(found.parts)) {
      parts.or(found.parts);
      sum = added(found.sum);
    }
  }

  /** What was counted, or null when no task counted anything. */
  @Override
  public synchronized RowCounts value() {
    return sum;
  }

  @Override
  public synchronized boolean isZero() {
    return sum == null;
  }

  @Override
  public synchronized AccumulatorV2<Part, RowCounts> copy() {
    CountsFound copy = new CountsFound();
    copy.parts.or(parts);
    copy.sum = sum;
    return copy;
  }

  @Override
  public synchronized void reset() {
    parts.clear();
    sum = null;
  }

  private synchronized void writeObject(java.io.ObjectOutputStream out) throws java.io.IOException {
    out.defaultWriteObject();
  }
}
