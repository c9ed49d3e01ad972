package fr.gouv.datalab.linkage.spark;

import java.util.Locale;

/**
 * What a run took.
 *
 * @param seconds by the clock
 * @param processorSeconds of all processors, which other work on the machine disturbs less
 * @param mebibytes the most memory that its process had at a time, 0 where that is not known
 */
record Ran(double seconds, double processorSeconds, long mebibytes) {
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%.1f s (processors %.1f s)", seconds, processorSeconds);
  }
}
