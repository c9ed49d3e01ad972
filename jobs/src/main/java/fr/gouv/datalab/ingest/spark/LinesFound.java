package fr.gouv.datalab.ingest.spark;

import org.apache.spark.util.AccumulatorV2;

/** Gathers the records that tasks point out. A task that runs twice points out the same ones. */
final class LinesFound extends AccumulatorV2<Lines, Lines> {
  private static final long serialVersionUID = 1L;

  private Lines lines = new Lines();

  void add(int file, long line) {
    lines.add(file, line);
  }

  @Override
  public void add(Lines more) {
    lines.addAll(more);
  }

  @Override
  public void merge(AccumulatorV2<Lines, Lines> other) {
    lines.addAll(other.value());
  }

  @Override
  public Lines value() {
    return lines;
  }

  @Override
  public boolean isZero() {
    return lines.isEmpty();
  }

  @Override
  public AccumulatorV2<Lines, Lines> copy() {
    LinesFound copy = new LinesFound();
    copy.add(lines);
    return copy;
  }

  @Override
  public void reset() {
    lines = new Lines();
  }
}
