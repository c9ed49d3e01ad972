package fr.gouv.datalab.desk.bench;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** How long each page took, by page. Safe for use by many threads. */
public final class Timings {
  private final Map<String, ConcurrentLinkedQueue<Long>> nanos = new ConcurrentHashMap<>();

  /**
   * What was measured of a page.
   *
   * @param count how many times it was asked for
   * @param p50 half were quicker, in milliseconds
   * @param p95 95 in 100 were
   * @param p99 99 in 100 were
   */
  public record Line(int count, double p50, double p95, double p99) {

    /** The percentiles of some times in nanoseconds; sorts them. */
    static Line of(long[] times) {
      Arrays.sort(times);
      return new Line(times.length, at(times, 0.50), at(times, 0.95), at(times, 0.99));
    }

    /** Nearest rank, in milliseconds to the hundredth. */
    private static double at(long[] sorted, double share) {
      int rank = (int) Math.ceil(share * sorted.length);
      return Math.round(sorted[Math.max(0, rank - 1)] / 10_000.0) / 100.0;
    }
  }

  void add(String page, long time) {
    nanos.computeIfAbsent(page, name -> new ConcurrentLinkedQueue<>()).add(time);
  }

  /** By page, and {@code all} for all together. */
  Map<String, Line> lines() {
    Map<String, Line> lines = new TreeMap<>();
    nanos.forEach(
        (page, times) ->
            lines.put(page, Line.of(times.stream().mapToLong(Long::longValue).toArray())));
    lines.put(
        "all",
        Line.of(
            nanos.values().stream()
                .flatMap(ConcurrentLinkedQueue::stream)
                .mapToLong(Long::longValue)
                .toArray()));
    return lines;
  }
}
